namespace Hinge.Data.Text;

/// <summary>What is known of some texts in a row: the terms of each, by number, and how often it has them.</summary>
internal sealed class TextRows
{
    private GrowingList<ulong> _entries = new();
    private GrowingList<int> _ends = new();

    /// <summary>How many texts there are.</summary>
    public int Count => _ends.Count;

    /// <summary>How many entries all texts have.</summary>
    public int EntryCount => _entries.Count;

    /// <summary>All entries so far, those of a text that is not yet ended too.</summary>
    public Span<ulong> Entries => _entries.Span;

    /// <summary>A number and a count as one: the number above the count, so that entries are ordered by it.</summary>
    public static ulong Entry(int number, int count) => ((ulong)(uint)number << 32) | (uint)count;

    public static int Number(ulong entry) => (int)(entry >> 32);

    public static int CountOf(ulong entry) => (int)entry;

    /// <summary>The entries of a text.</summary>
    public Span<ulong> this[int text] => _entries.Span[(text == 0 ? 0 : _ends[text - 1]).._ends[text]];

    public void Add(ulong entry) => _entries.Add(entry);

    /// <summary>Ends the text that the entries since the last end belong to.</summary>
    public void End() => _ends.Add(_entries.Count);

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        _entries.Shorten(0);
        _ends.Shorten(0);
    }

    /// <summary>Sorts what was added since the last end, where every entry is of one occurrence or minus one, and joins those of a number; then ends the text.</summary>
    public void JoinAndEnd()
    {
        int start = _ends.Count == 0 ? 0 : _ends[_ends.Count - 1];
        Span<ulong> entries = _entries.Span[start..];
        entries.Sort();
        int kept = 0;
        for (int e = 0; e < entries.Length;)
        {
            int number = Number(entries[e]), count = 0;
            for (; e < entries.Length && Number(entries[e]) == number; e++) count += CountOf(entries[e]);
            if (count != 0) entries[kept++] = Entry(number, count);
        }
        _entries.Shorten(start + kept);
        End();
    }

    /// <summary>Gives the entries other numbers, leaves out those whose new number is negative, and sorts each text by them.</summary>
    public void Renumber(ReadOnlySpan<int> numbers)
    {
        Span<ulong> entries = _entries.Span;
        int kept = 0, e = 0;
        for (int t = 0; t < _ends.Count; t++)
        {
            int start = kept;
            for (; e < _ends[t]; e++)
            {
                int number = numbers[Number(entries[e])];
                if (number >= 0) entries[kept++] = Entry(number, CountOf(entries[e]));
            }
            _ends[t] = kept;
            entries[start..kept].Sort();
        }
        _entries.Shorten(kept);
    }
}
