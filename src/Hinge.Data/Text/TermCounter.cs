using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>Counts the terms of texts as they come, and how many texts have each; gives every new term a number.</summary>
/// <remarks>Terms of several words form a tree: the parent of a term is the term without its last word.</remarks>
internal sealed class TermCounter : ITextReader
{
    /// <summary>The <see cref="Term.Parent"/> of terms that are words, and of those that are characters.</summary>
    public const int IsWord = -1, IsCharacters = -2;

    private readonly TextOptions _options;
    private readonly bool _keepsRows;
    private readonly WordScanner _scanner = new();
    private readonly PairTable _pairs = new();
    private readonly CharacterGrams _characterGrams;
    // The terms that end with the last word, by the number of their words.
    private readonly int[] _ending;
    private GrowingList<Term> _terms = new();
    private GrowingList<int> _wordTerms = new();
    private GrowingList<int> _characterTerms = new();
    private int _text = -1;

    /// <summary>Begins to count.</summary>
    /// <param name="options">Which terms.</param>
    /// <param name="keepsRows">Whether rows are wanted, or only the counts.</param>
    public TermCounter(TextOptions options, bool keepsRows)
    {
        _options = options;
        _keepsRows = keepsRows;
        _ending = new int[options.LongestWordGram];
        _characterGrams = new(options, NumberOfCharacters);
    }

    /// <summary>All terms so far, by their numbers; a parent comes before its children.</summary>
    public ReadOnlySpan<Term> Terms => _terms.Span;

    /// <summary>The words met.</summary>
    public WordTable Words { get; } = new();

    /// <summary>The characters of the character terms met.</summary>
    public WordTable Characters { get; } = new();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(string? text, TextRows rows)
    {
        _text++;
        int first = rows.EntryCount, known = 0;
        _scanner.Begin(text);
        while (_scanner.Next())
        {
            ulong hash = TermHash.OfWord(_scanner.Padded, _scanner.Length);
            if (_ending.Length > 0)
            {
                int word = Words.FindOrAdd(_scanner.Padded, _scanner.Length, hash);
                if (word == _wordTerms.Count) _wordTerms.Add(NewTerm(IsWord, word));
                for (int n = Math.Min(known, _ending.Length - 1); n > 0; n--) _ending[n] = Child(_ending[n - 1], word);
                _ending[0] = _wordTerms[word];
                known = Math.Min(known + 1, _ending.Length);
                // Shorter terms than asked for are counted as well, since longer ones are left out by what they begin with.
                for (int n = 1; n <= known; n++) Count(_ending[n - 1], isWanted: n >= _options.ShortestWordGram, rows, first);
            }
            if (_options.LongestCharacterGram > 0)
                foreach (int term in _characterGrams.Of(_scanner.Padded, _scanner.Length, hash)) Count(term, isWanted: true, rows, first);
        }
        if (_keepsRows) rows.End();
        else rows.Clear();
    }

    private void Count(int number, bool isWanted, TextRows rows, int first)
    {
        ref Term term = ref _terms[number];
        if (term.LastText != _text)
        {
            term.LastText = _text;
            term.TextCount++;
            if (!isWanted) return;
            term.Place = rows.EntryCount - first;
            rows.Add(TextRows.Entry(number, 1));
        }
        else if (isWanted)
        {
            rows.Entries[first + term.Place]++;
        }
    }

    private int Child(int parent, int word)
    {
        int next = _terms.Count, term = _pairs.FindOrAdd(PairTable.Key(parent, word), next);
        return term == next ? NewTerm(parent, word) : term;
    }

    private int NumberOfCharacters(ReadOnlySpan<byte> padded, int length, ulong hash)
    {
        int characters = Characters.FindOrAdd(padded, length, hash);
        if (characters == _characterTerms.Count) _characterTerms.Add(NewTerm(IsCharacters, characters));
        return _characterTerms[characters];
    }

    private int NewTerm(int parent, int word)
    {
        _terms.Add(new Term { Parent = parent, Word = word, LastText = -1 });
        return _terms.Count - 1;
    }

    /// <summary>What is known of a term.</summary>
    internal struct Term
    {
        /// <summary>The number of the term without its last word, or what kind of term it is if there is none.</summary>
        public int Parent;

        /// <summary>Its last word's number among the words, or its own among the character terms.</summary>
        public int Word;

        /// <summary>How many texts have it.</summary>
        public int TextCount;

        /// <summary>The last text that has it, and where its entry is in that text's row.</summary>
        public int LastText, Place;
    }
}
