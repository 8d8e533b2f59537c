namespace Hinge.Data.Text;

/// <summary>Gives terms their columns by their hash.</summary>
internal sealed class TermHasher : ITextReader
{
    private readonly TextOptions _options;
    private readonly int _bits;
    private readonly WordScanner _scanner = new();
    private readonly CharacterGrams _characterGrams;
    // The hashes of the terms that end with the last word, by the number of their words.
    private readonly ulong[] _ending;

    private readonly int[]? _textCounts;
    private readonly bool _keepsRows;

    /// <summary>Begins to hash.</summary>
    /// <param name="options">Which terms.</param>
    /// <param name="bits">2^bits columns.</param>
    /// <param name="textCounts">Where to count how many texts have each column, shared by all threads; null for nowhere.</param>
    /// <param name="keepsRows">Whether rows are wanted, or only the counts.</param>
    public TermHasher(TextOptions options, int bits, int[]? textCounts = null, bool keepsRows = true)
    {
        _textCounts = textCounts;
        _keepsRows = keepsRows;
        _options = options;
        _bits = bits;
        _ending = new ulong[options.LongestWordGram];
        _characterGrams = new(options, (_, _, hash) => Signed(hash));
    }

    /// <inheritdoc/>
    public void Read(string? text, TextRows rows)
    {
        int known = 0;
        _scanner.Begin(text);
        while (_scanner.Next())
        {
            ulong hash = TermHash.OfWord(_scanner.Padded, _scanner.Length);
            if (_ending.Length > 0)
            {
                for (int n = Math.Min(known, _ending.Length - 1); n > 0; n--) _ending[n] = TermHash.OfGram(_ending[n - 1], hash);
                _ending[0] = hash;
                known = Math.Min(known + 1, _ending.Length);
                for (int n = _options.ShortestWordGram; n <= known; n++) Add(Signed(_ending[n - 1]), rows);
            }
            if (_options.LongestCharacterGram > 0)
                foreach (int signed in _characterGrams.Of(_scanner.Padded, _scanner.Length, hash)) Add(signed, rows);
        }
        rows.JoinAndEnd();
        if (_textCounts is not null)
            foreach (ulong entry in rows[rows.Count - 1]) Interlocked.Increment(ref _textCounts[TextRows.Number(entry)]);
        if (!_keepsRows) rows.Clear();
    }

    /// <summary>The column, doubled, and 1 more if the term counts negatively.</summary>
    private int Signed(ulong hash) => 2 * TermHash.Column(hash, _bits) + (_options.SignsHashes && TermHash.IsNegative(hash) ? 1 : 0);

    private static void Add(int signed, TextRows rows) => rows.Add(TextRows.Entry(signed >> 1, 1 - 2 * (signed & 1)));
}
