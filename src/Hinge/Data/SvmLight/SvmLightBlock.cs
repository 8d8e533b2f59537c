using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;

namespace Hinge.Data.SvmLight;

/// <summary>The examples of a block of lines.</summary>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="name">What messages call the file.</param>
/// <param name="linesBefore">How many lines come before the block.</param>
/// <param name="lowest">The lowest index that a feature may have: 0 or 1.</param>
internal sealed class SvmLightBlock<T>(string name, long linesBefore, int lowest)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private double[] _labels = [];
    private int[] _rowEnds = [];
    private int[] _columns = [];
    private T[] _values = [];
    private int _rowCount, _entryCount;

    /// <summary>The labels as numbers, one an example.</summary>
    public ReadOnlySpan<double> Labels => _labels.AsSpan(0, _rowCount);

    /// <summary>Where each example's entries end.</summary>
    public ReadOnlySpan<int> RowEnds => _rowEnds.AsSpan(0, _rowCount);

    /// <summary>The index of each entry less 1.</summary>
    public ReadOnlySpan<int> Columns => _columns.AsSpan(0, _entryCount);

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<T> Values => _values.AsSpan(0, _entryCount);

    /// <summary>How many entries there are, in memory or not.</summary>
    public int EntryCount => _entryCount;

    /// <summary>The largest index; 0 where there is none.</summary>
    public int LargestIndex { get; private set; }

    /// <summary>Whether a feature has the index 0.</summary>
    public bool HasIndexZero { get; private set; }

    /// <summary>The line and column of the first qid:, which is passed over; line 0 where there is none.</summary>
    public (long Line, int Column) QueryId { get; private set; }

    /// <summary>How many values are not zero.</summary>
    public int NonzeroCount { get; private set; }

    /// <summary>The file's line, from 1, of the first example; 0 where there is none.</summary>
    public long FirstLine { get; private set; }

    /// <summary>What is wrong with the first line that breaks the format.</summary>
    public DataFormatException? Error { get; private set; }

    /// <summary>Writes columns and values as they lie in memory, which is given up.</summary>
    public void MoveEntries(Stream columns, Stream values)
    {
        columns.Write(new LongBuffer<int>(_columns).Bytes(0, _entryCount));
        values.Write(new LongBuffer<T>(_values).Bytes(0, _entryCount));
        _columns = [];
        _values = [];
    }

    /// <summary>Reads the lines, up to the first that breaks the format.</summary>
    public void Parse(ReadOnlySpan<byte> text)
    {
        // An example takes a line and an entry a colon, so there is room for all.
        int rows = text.Count((byte)'\n') + 1, entries = text.Count((byte)':');
        _labels = GC.AllocateUninitializedArray<double>(rows);
        _rowEnds = GC.AllocateUninitializedArray<int>(rows);
        _columns = GC.AllocateUninitializedArray<int>(entries);
        _values = GC.AllocateUninitializedArray<T>(entries);
        try
        {
            int at = 0;
            for (long line = linesBefore + 1; at < text.Length; line++)
            {
                if (TryAddSimple(text, ref at, line)) continue;
                int length = text[at..].IndexOf((byte)'\n');
                Add(length < 0 ? text[at..] : text.Slice(at, length), line);
                at = length < 0 ? text.Length : at + length + 1;
            }
        }
        catch (DataFormatException e)
        {
            Error = e;
        }
    }

    /// <summary>
    /// Reads a line where all in it is simple and right, in one sweep that finds its end as well; otherwise nothing moves,
    /// and <see cref="Add"/> reads it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryAddSimple(ReadOnlySpan<byte> text, ref int start, long number)
    {
        int at = start;
        if (!TryReadLabel(text, ref at, out double label)) return false;
        Span<int> columns = _columns;
        Span<T> values = _values;
        int previous = lowest - 1, entry = _entryCount, nonzeros = 0;
        while (text.Length - at > PairWindow.Length)
        {
            byte c = text[at];
            if (c == '\n')
            {
                Commit(label, number, entry, nonzeros, previous);
                start = at + 1;
                return true;
            }
            if (IsBlank(c))
            {
                at++;
                if (text[at] <= ' ') continue;
            }
            if (PairWindow.TryRead(text, ref at, out int index, out T value))
            {
                if (index <= previous) return false;
            }
            else if (!TryReadPair(text, ref at, previous, out index, out value))
            {
                return false;
            }
            columns[entry] = index - 1;
            values[entry++] = value;
            nonzeros += value == T.Zero ? 0 : 1;
            previous = index;
        }
        return false;
    }

    private void Commit(double label, long number, int entry, int nonzeros, int largestIndex)
    {
        if (FirstLine == 0) FirstLine = number;
        _labels[_rowCount] = label;
        // Indices increase, so a 0 can only come first.
        if (entry > _entryCount && _columns[_entryCount] < 0) HasIndexZero = true;
        _entryCount = entry;
        _rowEnds[_rowCount++] = entry;
        NonzeroCount += nonzeros;
        LargestIndex = Math.Max(LargestIndex, largestIndex);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ReadOnlySpan<byte> line, long number)
    {
        int comment = line.IndexOf((byte)'#');
        if (comment >= 0) line = line[..comment];
        int at = SkipBlanks(line, 0);
        if (at == line.Length) return;
        if (FirstLine == 0) FirstLine = number;
        SvmLightTokens<T> tokens = new(name, number, line, lowest);
        if (!TryReadLabel(line, ref at, out double label)) label = tokens.ParseLabel(NextToken(line, ref at));
        at = SkipBlanks(line, at);
        if (line[at..].StartsWith("qid:"u8))
        {
            if (QueryId.Line == 0) QueryId = (number, SvmLightTokens<T>.ColumnOf(line, at));
            NextToken(line, ref at);
        }
        Span<int> columns = _columns;
        Span<T> values = _values;
        int previous = lowest - 1, entry = _entryCount, nonzeros = 0;
        while ((at = SkipBlanks(line, at)) < line.Length)
        {
            if (!TryReadPair(line, ref at, previous, out int index, out T value))
                tokens.ParsePair(NextToken(line, ref at), previous, out index, out value);
            columns[entry] = index - 1;
            values[entry++] = value;
            nonzeros += value == T.Zero ? 0 : 1;
            previous = index;
        }
        Commit(label, number, entry, nonzeros, previous);
    }

    /// <summary>Reads the label where it is easy; otherwise nothing moves.</summary>
    private static bool TryReadLabel(ReadOnlySpan<byte> line, ref int at, out double label)
    {
        int end = at;
        if (!DecimalNumber.TryRead(line, ref end, out label) || !IsEndOfToken(line, end)) return false;
        at = end;
        return true;
    }

    /// <summary>Reads index:value where both are easy and right; otherwise nothing moves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadPair(ReadOnlySpan<byte> line, ref int at, int previous, out int index, out T value)
    {
        const int MostDigits = 9; // fit int
        value = default;
        index = 0;
        int i = at;
        while ((uint)i < (uint)line.Length && (uint)(line[i] - '0') <= 9)
            index = index * 10 + (line[i++] - '0');
        if ((uint)(i - at - 1) >= MostDigits || index <= previous || (uint)i >= (uint)line.Length || line[i++] != ':') return false;
        if (!DecimalNumber.TryRead(line, ref i, out value) || !IsEndOfToken(line, i)) return false;
        at = i;
        return true;
    }

    private static Range NextToken(ReadOnlySpan<byte> line, ref int at)
    {
        int start = at;
        while (!IsEndOfToken(line, at)) at++;
        return start..at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int SkipBlanks(ReadOnlySpan<byte> line, int at)
    {
        while ((uint)at < (uint)line.Length && IsBlank(line[at])) at++;
        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEndOfToken(ReadOnlySpan<byte> line, int at) => (uint)at >= (uint)line.Length || IsBlank(line[at]);

    /// <summary>Space, tab, vertical tab, form feed, carriage return or line feed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsBlank(byte c) => c is (byte)' ' or (>= (byte)'\t' and <= (byte)'\r');
}
