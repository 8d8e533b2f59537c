using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>Finds the terms of a vocabulary in texts.</summary>
internal sealed class TermFinder : ITextReader
{
    private readonly TextOptions _options;
    private readonly Vocabulary _vocabulary;
    private readonly WordScanner _scanner = new();
    private readonly CharacterGrams _characterGrams;
    // The terms that end with the last word, by the number of their words; −1 for those that the vocabulary lacks.
    private readonly int[] _ending;

    public TermFinder(TextOptions options, Vocabulary vocabulary)
    {
        _options = options;
        _vocabulary = vocabulary;
        _ending = new int[options.LongestWordGram];
        _characterGrams = new(options, ColumnOfCharacters);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(string? text, TextRows rows)
    {
        _ending.AsSpan().Fill(-1);
        _scanner.Begin(text);
        while (_scanner.Next())
        {
            ulong hash = TermHash.OfWord(_scanner.Padded, _scanner.Length);
            if (_ending.Length > 0) ReadWord(_vocabulary.Words.Find(_scanner.Padded, _scanner.Length, hash), rows);
            if (_options.LongestCharacterGram == 0) continue;
            foreach (int column in _characterGrams.Of(_scanner.Padded, _scanner.Length, hash))
                if (column >= 0) rows.Add(TextRows.Entry(column, 1));
        }
        rows.JoinAndEnd();
    }

    private void ReadWord(int word, TextRows rows)
    {
        int[] ending = _ending;
        for (int n = ending.Length - 1; n > 0; n--)
            ending[n] = word >= 0 && ending[n - 1] >= 0 ? _vocabulary.Child(ending[n - 1], word) : -1;
        ending[0] = word >= 0 ? _vocabulary.TermOfWord(word) : -1;
        foreach (int term in ending)
            if (term >= 0 && _vocabulary.Column(term) is >= 0 and int column) rows.Add(TextRows.Entry(column, 1));
    }

    private int ColumnOfCharacters(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        int characters = _vocabulary.Characters.Find(padded, length, hash);
        return characters >= 0 ? _vocabulary.ColumnOfCharacters(characters) : -1;
    }
}
