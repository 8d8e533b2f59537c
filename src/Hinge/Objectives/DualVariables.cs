using System.Numerics;
using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>
/// The dual variables b, one row of K an example. Rows that are all zero take no memory, and of many classes rows with few
/// nonzeros only what these take. W(b) = −Σ_i x_i b_iᵀ.
/// </summary>
public sealed class DualVariables
{
    /// <summary>Of fewer classes rows are kept whole.</summary>
    private const int ManyClasses = 64;

    /// <summary>Numbers of a row that are worth fetching ahead.</summary>
    private const int MostFetched = 64;

    /// <summary>The last row that was unpacked, of each thread its own.</summary>
    [ThreadStatic]
    private static double[]? t_unpacked;

    /// <summary>null for zeros; of length <see cref="_rowLength"/> the row, padded for the kernels; else packed: a class and its value, and so on.</summary>
    private readonly double[]?[] _rows;
    private readonly int _rowLength;

    /// <summary>All zero, which is feasible for every loss.</summary>
    /// <param name="exampleCount">N.</param>
    /// <param name="classCount">K.</param>
    public DualVariables(int exampleCount, int classCount)
    {
        _rows = new double[exampleCount][];
        _rowLength = SparseRow.Stride(classCount);
        ClassCount = classCount;
    }

    /// <summary>N.</summary>
    public int ExampleCount => _rows.Length;

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>b_i, length K; empty where the whole row is zero.</summary>
    public ReadOnlySpan<double> this[int example]
    {
        get
        {
            if (_rows[example] is not { } stored) return [];
            if (stored.Length == _rowLength) return stored.AsSpan(0, ClassCount);
            double[] row = new double[ClassCount];
            Unpack(stored, row);
            return row;
        }
    }

    /// <summary>Whether b_i is zero.</summary>
    internal bool IsZero(int example) => _rows[example] is null;

    /// <summary>What is kept of b_i.</summary>
    internal double[]? Stored(int example) => _rows[example];

    /// <summary>Asks for the place of b_i to be brought near: a hint.</summary>
    internal void FetchPlace(int example) => Nearby.FetchElement(_rows, example);

    /// <summary>Asks for b_i to be brought near, its place being so: a hint.</summary>
    internal void Fetch(int example) => Nearby.FetchStart(_rows[example], Math.Min(_rowLength, MostFetched));

    /// <summary>b_i padded for the kernels, where it is kept so: it may be changed in place, if <see cref="SetRow"/> follows; else null.</summary>
    internal double[]? InPlace(int example) => _rows[example] is { } stored && stored.Length == _rowLength ? stored : null;

    /// <summary>b_i padded for the kernels, empty where it is zero; to be used before the thread asks for another row.</summary>
    internal ReadOnlySpan<double> Padded(int example)
    {
        if (_rows[example] is not { } stored) return [];
        if (stored.Length == _rowLength) return stored;
        if (!(t_unpacked?.Length >= _rowLength)) t_unpacked = new double[_rowLength];
        Span<double> row = t_unpacked.AsSpan(0, _rowLength);
        Unpack(stored, row);
        return row;
    }

    /// <summary>Copies b_i, zeros included, into <paramref name="row"/>, length at least K.</summary>
    internal void CopyRow(int example, Span<double> row)
    {
        if (_rows[example] is not { } stored) row.Clear();
        else if (stored.Length == _rowLength) stored.AsSpan(0, ClassCount).CopyTo(row);
        else Unpack(stored, row);
    }

    /// <summary>Copies b_i into <paramref name="row"/>, which is zero and of length at least K.</summary>
    internal void CopyNonzeros(int example, Span<double> row)
    {
        if (_rows[example] is not { } stored) return;
        if (stored.Length == _rowLength) stored.AsSpan(0, ClassCount).CopyTo(row);
        else Scatter(stored, row);
    }

    /// <summary>Replaces b_i, length K; a row of zeros gives its memory back.</summary>
    internal void SetRow(int example, ReadOnlySpan<double> row)
    {
        int nonzeroCount = row.Length - row.Count(0.0);
        if (nonzeroCount == 0)
        {
            _rows[example] = null;
            return;
        }
        bool isPacked = IsPacked(nonzeroCount);
        int length = isPacked ? 2 * nonzeroCount : _rowLength;
        if (_rows[example]?.Length != length) _rows[example] = new double[length];
        if (isPacked) Pack(row, _rows[example]!);
        else row.CopyTo(_rows[example]);
    }

    /// <summary>Copies the nonzeros of b_i, all in these panels, into <paramref name="row"/>, which is zero and holds the panels one after the other.</summary>
    internal void CopyPanels(int example, ulong panels, int panelSize, Span<double> row)
    {
        if (_rows[example] is not { } stored) return;
        if (stored.Length != _rowLength)
        {
            for (int e = 0; e < stored.Length; e += 2)
            {
                int j = (int)stored[e], panel = j / panelSize;
                row[BitOperations.PopCount(panels & ((1UL << panel) - 1)) * panelSize + j - panel * panelSize] = stored[e + 1];
            }
            return;
        }
        int start = 0;
        for (ulong left = panels; left != 0; left &= left - 1)
        {
            int first = BitOperations.TrailingZeroCount(left) * panelSize, count = Math.Min(panelSize, ClassCount - first);
            stored.AsSpan(first, count).CopyTo(row[start..]);
            start += count;
        }
    }

    /// <summary>Replaces b_i by the row, which holds these panels one after the other: zeros elsewhere.</summary>
    internal void SetPanels(int example, ulong panels, int panelSize, ReadOnlySpan<double> row)
    {
        int nonzeroCount = row.Length - row.Count(0.0), length = 2 * nonzeroCount;
        if (!IsPacked(nonzeroCount))
        {
            Span<double> whole = new double[ClassCount];
            int start = 0;
            for (ulong left = panels; left != 0; left &= left - 1)
            {
                int first = BitOperations.TrailingZeroCount(left) * panelSize, count = Math.Min(panelSize, ClassCount - first);
                row.Slice(start, count).CopyTo(whole[first..]);
                start += count;
            }
            SetRow(example, whole);
            return;
        }
        if (_rows[example]?.Length != length) _rows[example] = new double[length];
        double[] packed = _rows[example]!;
        int at = 0, from = 0;
        for (ulong left = panels; left != 0; left &= left - 1)
        {
            int first = BitOperations.TrailingZeroCount(left) * panelSize;
            for (int j = first; j < Math.Min(first + panelSize, ClassCount); j++, from++)
            {
                if (row[from] == 0) continue;
                packed[at++] = j;
                packed[at++] = row[from];
            }
        }
    }

    /// <summary>Keeps b_i whole until <see cref="Settle"/>, so that several threads may each change some classes of it in place.</summary>
    internal void MakeWhole(int example)
    {
        if (InPlace(example) is not null) return;
        double[] row = new double[_rowLength];
        CopyNonzeros(example, row);
        _rows[example] = row;
    }

    /// <summary>Keeps b_i as small as it can be.</summary>
    internal void Settle(int example) => SetRow(example, _rows[example].AsSpan(0, ClassCount));

    /// <summary>b ← 0.</summary>
    internal void Clear() => Array.Clear(_rows);

    /// <summary>The same values in memory of their own.</summary>
    internal DualVariables Copy()
    {
        DualVariables copy = new(ExampleCount, ClassCount);
        for (int i = 0; i < _rows.Length; i++)
            if (_rows[i] is { } row) copy._rows[i] = [.. row];
        return copy;
    }

    /// <summary>b ← factor·b.</summary>
    internal void Scale(double factor)
    {
        foreach (double[]? row in _rows)
        {
            bool isPacked = row is not null && row.Length != _rowLength;
            Span<double> values = row;
            for (int e = isPacked ? 1 : 0; e < values.Length; e += isPacked ? 2 : 1) values[e] *= factor;
        }
    }

    /// <summary>Whether a row of that many nonzeros, more than none, is packed: where that takes at most half.</summary>
    private bool IsPacked(int nonzeroCount) => nonzeroCount > 0 && ClassCount >= ManyClasses && 4 * nonzeroCount <= _rowLength;

    private static void Pack(ReadOnlySpan<double> row, double[] packed)
    {
        int at = 0;
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j] == 0) continue;
            packed[at++] = j;
            packed[at++] = row[j];
        }
    }

    private static void Unpack(double[] packed, Span<double> row)
    {
        row.Clear();
        Scatter(packed, row);
    }

    private static void Scatter(double[] packed, Span<double> row)
    {
        for (int e = 0; e < packed.Length; e += 2) row[(int)packed[e]] = packed[e + 1];
    }
}
