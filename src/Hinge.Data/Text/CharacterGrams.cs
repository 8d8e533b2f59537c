using System.Text;

namespace Hinge.Data.Text;

/// <summary>The character terms of words. Those of a word are looked up once and kept, since words come again and again.</summary>
/// <param name="options">Which lengths.</param>
/// <param name="numberOf">The number of a term, given as padded text, its length and its hash.</param>
internal sealed class CharacterGrams(TextOptions options, CharacterGrams.Numbering numberOf)
{
    /// <summary>What character terms begin with, so that none is a word.</summary>
    public const char Mark = '~';

    // Beyond so many words the memory of those met so far is dropped.
    private const int MostWords = 1 << 18;

    private readonly byte[] _gram = new byte[TextOptions.CharacterGramLimit * 4 + sizeof(ulong)];
    private byte[] _spaced = [];
    private WordTable _words = new();
    private GrowingList<int> _ends = new();
    private GrowingList<int> _numbers = new();

    public delegate int Numbering(ReadOnlySpan<byte> padded, int length, ulong hash);

    /// <summary>The number of every occurrence of every character term in a word; −1 for those without.</summary>
    public ReadOnlySpan<int> Of(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        int word = _words.Find(padded, length, hash);
        if (word < 0)
        {
            if (_words.Count == MostWords)
            {
                _words = new();
                _ends.Shorten(0);
                _numbers.Shorten(0);
            }
            word = _words.FindOrAdd(padded, length, hash);
            Number(padded[..length]);
            _ends.Add(_numbers.Count);
        }
        int start = word == 0 ? 0 : _ends[word - 1];
        return _numbers.Span[start.._ends[word]];
    }

    private void Number(ReadOnlySpan<byte> word)
    {
        if (_spaced.Length < word.Length + 2) _spaced = new byte[2 * (word.Length + 2)];
        _spaced[0] = (byte)' ';
        word.CopyTo(_spaced.AsSpan(1));
        _spaced[word.Length + 1] = (byte)' ';
        ReadOnlySpan<byte> spaced = _spaced.AsSpan(0, word.Length + 2);
        for (int n = options.ShortestCharacterGram; n <= options.LongestCharacterGram; n++)
        {
            int end = 0;
            for (int c = 0; c < n && end < spaced.Length; c++) end = Next(spaced, end);
            AddNumber(spaced[..end]);
            // A word no longer than the term is one term, of whatever lengths more are asked for.
            if (end == spaced.Length) break;
            for (int start = 0; end < spaced.Length;)
            {
                start = Next(spaced, start);
                end = Next(spaced, end);
                AddNumber(spaced[start..end]);
            }
        }
    }

    private void AddNumber(ReadOnlySpan<byte> gram)
    {
        gram.CopyTo(_gram);
        _gram.AsSpan(gram.Length, sizeof(ulong)).Clear();
        _numbers.Add(numberOf(_gram, gram.Length, TermHash.OfGram(TermHash.CharacterMark, TermHash.OfWord(_gram, gram.Length))));
    }

    /// <summary>Where the character after the one at <paramref name="at"/> begins.</summary>
    private static int Next(ReadOnlySpan<byte> text, int at)
    {
        Rune.DecodeFromUtf8(text[at..], out _, out int length);
        return at + length;
    }
}
