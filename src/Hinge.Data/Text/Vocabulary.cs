using System.Text;

namespace Hinge.Data.Text;

/// <summary>The terms that have columns, to be found in texts.</summary>
internal sealed class Vocabulary
{
    private readonly PairTable _pairs;
    // By the number of a term of words, or of characters: its column, or −1 for terms that others begin with but that have none.
    private GrowingList<int> _columns = new();
    private GrowingList<int> _wordTerms = new();
    private GrowingList<int> _characterColumns = new();

    /// <summary>The vocabulary of terms that keep the rules of a state.</summary>
    public Vocabulary(IReadOnlyList<string> terms)
    {
        _pairs = new(terms.Count);
        byte[] padded = [];
        for (int column = 0; column < terms.Count; column++)
        {
            ReadOnlySpan<char> term = terms[column];
            if (padded.Length < 3L * term.Length + sizeof(ulong)) padded = new byte[2 * (3 * term.Length + sizeof(ulong))];
            if (term[0] == CharacterGrams.Mark) AddCharacters(term[1..], column, padded);
            else AddWords(term, column, padded);
        }
    }

    public WordTable Words { get; } = new();

    public WordTable Characters { get; } = new();

    /// <summary>The number of the term that a word is.</summary>
    public int TermOfWord(int word) => _wordTerms[word];

    /// <summary>The number of the term of one more word, or −1 if no term begins so.</summary>
    public int Child(int parent, int word) => _pairs.Find(PairTable.Key(parent, word));

    /// <summary>A term's column, or −1 if it has none.</summary>
    public int Column(int term) => _columns[term];

    public int ColumnOfCharacters(int characters) => _characterColumns[characters];

    private void AddCharacters(ReadOnlySpan<char> characters, int column, byte[] padded)
    {
        int length = Pad(characters, padded);
        Characters.FindOrAdd(padded, length, TermHash.OfGram(TermHash.CharacterMark, TermHash.OfWord(padded, length)));
        _characterColumns.Add(column);
    }

    private void AddWords(ReadOnlySpan<char> term, int column, byte[] padded)
    {
        int parent = -1;
        foreach (Range range in term.Split(' '))
        {
            int length = Pad(term[range], padded);
            int word = Words.FindOrAdd(padded, length, TermHash.OfWord(padded, length));
            if (word == _wordTerms.Count) _wordTerms.Add(NewTerm());
            if (parent < 0)
            {
                parent = _wordTerms[word];
                continue;
            }
            int next = _columns.Count, child = _pairs.FindOrAdd(PairTable.Key(parent, word), next);
            parent = child == next ? NewTerm() : child;
        }
        _columns[parent] = column;
    }

    private int NewTerm()
    {
        _columns.Add(-1);
        return _columns.Count - 1;
    }

    private static int Pad(ReadOnlySpan<char> text, byte[] padded)
    {
        int length = Encoding.UTF8.GetBytes(text, padded);
        padded.AsSpan(length, sizeof(ulong)).Clear();
        return length;
    }
}
