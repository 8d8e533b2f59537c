namespace Hinge.Data.Describing;

/// <summary>Gathers the nonzeros of every column that has one; memory goes with these, not with D.</summary>
internal sealed class ColumnStatistics(int featureCount) : INonzeroVisitor
{
    /// <summary>Up to here a column's place is looked up in an array.</summary>
    private const int LargestTable = 1 << 22;

    private readonly int[] _table = featureCount <= LargestTable ? new int[featureCount] : [];
    private readonly Dictionary<int, int> _map = [];
    private Column[] _columns = new Column[16];
    private int _count;

    public void Visit(int column, double value)
    {
        int place = Place(column); // may replace the array
        ref Column at = ref _columns[place];
        if (at.Count++ == 0) (at.Minimum, at.Maximum) = (value, value);
        else if (value < at.Minimum) at.Minimum = value;
        else if (value > at.Maximum) at.Maximum = value;
        at.HasFractions |= value != Math.Truncate(value);
        // Welford's recurrences (Technometrics 4(3), 1962): no cancellation where the mean is far from zero.
        double step = value - at.Mean;
        at.Mean += step / at.Count;
        at.SquaredDeviations += step * (value - at.Mean);
    }

    /// <summary>The columns seen, in ascending order, over all <paramref name="exampleCount"/> rows.</summary>
    public ColumnDescription[] Describe(int exampleCount)
    {
        ColumnDescription[] described = new ColumnDescription[_count];
        for (int c = 0; c < _count; c++) described[c] = Describe(_columns[c], exampleCount);
        Array.Sort(described, (a, b) => a.Column.CompareTo(b.Column));
        return described;
    }

    private static ColumnDescription Describe(Column column, int exampleCount)
    {
        int zeros = exampleCount - column.Count;
        (double minimum, double maximum) = zeros == 0 ? (column.Minimum, column.Maximum) : (Math.Min(0, column.Minimum), Math.Max(0, column.Maximum));
        // Zeros join the nonzeros as one more group (Chan, Golub and LeVeque, 1979).
        double share = (double)column.Count / exampleCount;
        double variance = (column.SquaredDeviations + column.Mean * column.Mean * share * zeros) / exampleCount;
        ColumnKind kind = minimum == maximum ? ColumnKind.Constant
            : column.HasFractions ? ColumnKind.Fractional
            : minimum >= 0 && maximum <= 1 ? ColumnKind.Binary
            : ColumnKind.Whole;
        return new ColumnDescription(column.Index, kind, column.Count, minimum, maximum, column.Mean * share, Math.Sqrt(variance));
    }

    private int Place(int column)
    {
        int place = _table.Length > 0 ? _table[column] : _map.GetValueOrDefault(column);
        if (place > 0) return place - 1;
        if (_count == _columns.Length) Array.Resize(ref _columns, 2 * _count);
        _columns[_count++].Index = column;
        if (_table.Length > 0) _table[column] = _count;
        else _map[column] = _count;
        return _count - 1;
    }

    private struct Column
    {
        public int Index, Count;
        public bool HasFractions;
        public double Minimum, Maximum, Mean, SquaredDeviations;
    }
}
