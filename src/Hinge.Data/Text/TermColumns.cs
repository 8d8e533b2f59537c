namespace Hinge.Data.Text;

/// <summary>Brings the terms of all levels into one order, and gives columns to those that shall have one.</summary>
internal sealed class TermColumns
{
    private const int None = -1;

    private readonly TextOptions _options;
    private readonly IReadOnlyList<TermLevel> _levels;
    // By level and number there.
    private readonly int[][] _columns;
    // The first term of each level that is still without a column.
    private readonly int[] _next;
    private readonly List<string> _terms = [];
    private readonly List<int> _counts = [];

    /// <summary>Orders the terms.</summary>
    /// <param name="options">Which terms have columns.</param>
    /// <param name="levels">Character terms, words, terms of two words and so on.</param>
    public TermColumns(TextOptions options, IReadOnlyList<TermLevel> levels)
    {
        _options = options;
        _levels = levels;
        _columns = [.. levels.Select(level => new int[level.TextCounts.Length])];
        _next = new int[levels.Count];
        string[] words = levels[1].Strings;
        int characterPlace = Array.FindIndex(words, word => word[0] > CharacterGrams.Mark);
        for (int w = 0; w < words.Length; w++)
        {
            if (w == characterPlace) AddCharacters();
            AddTree(1, w, words[w]);
        }
        if (characterPlace < 0) AddCharacters();
        if (options.TermLimit is { } limit && limit < _terms.Count) KeepMostFrequent(limit);
        Terms = [.. _terms];
        TextCounts = [.. _counts];
    }

    public string[] Terms { get; }

    public int[] TextCounts { get; }

    /// <summary>The column of a term, or −1 if it has none.</summary>
    public int Of(int level, int number) => _columns[level][number];

    private void AddCharacters()
    {
        for (int c = 0; c < _levels[0].Strings.Length; c++) Add(0, c, CharacterGrams.Mark + _levels[0].Strings[c]);
    }

    /// <summary>A term of words, then all that begin with it.</summary>
    private void AddTree(int level, int number, string term)
    {
        if (level >= _options.ShortestWordGram) Add(level, number, term);
        else _columns[level][number] = None;
        if (level + 1 == _levels.Count) return;
        ulong[] keys = _levels[level + 1].Keys;
        for (ref int next = ref _next[level + 1]; next < keys.Length && (int)(keys[next] >> 32) == number; next++)
            AddTree(level + 1, next, $"{term} {_levels[1].Strings[(int)keys[next]]}");
    }

    private void Add(int level, int number, string term)
    {
        _columns[level][number] = _terms.Count;
        _terms.Add(term);
        _counts.Add(_levels[level].TextCounts[number]);
    }

    private void KeepMostFrequent(int limit)
    {
        // OrderBy is stable: among equals the first terms stay.
        int[] kept = [.. Enumerable.Range(0, _terms.Count).OrderByDescending(t => _counts[t]).Take(limit)];
        Array.Sort(kept);
        int[] columns = new int[_terms.Count];
        Array.Fill(columns, None);
        for (int k = 0; k < kept.Length; k++)
        {
            columns[kept[k]] = k;
            (_terms[k], _counts[k]) = (_terms[kept[k]], _counts[kept[k]]);
        }
        _terms.RemoveRange(limit, _terms.Count - limit);
        _counts.RemoveRange(limit, _counts.Count - limit);
        foreach (int[] level in _columns)
            foreach (ref int column in level.AsSpan())
                if (column != None) column = columns[column];
    }
}
