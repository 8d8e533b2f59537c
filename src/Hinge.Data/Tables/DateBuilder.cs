using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>Dates as microseconds since 1970; what is no date comes as the largest number, what is missing as null.</summary>
internal sealed class DateBuilder(string name, int expectedRows) : ColumnBuilder(name)
{
    /// <summary>What SQL gives for what is no date.</summary>
    public const long NoDate = long.MaxValue;

    /// <summary>.NET counts from the year 1 to 9999.</summary>
    private static readonly long First = (DateTime.MinValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    private static readonly long Last = (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private long[] _values = new long[expectedRows];

    public override void Append(IArrowArray values)
    {
        Int64Array array = (Int64Array)values;
        Grow(ref _values, (long)RowCount + array.Length);
        Span<long> target = _values.AsSpan(RowCount, array.Length);
        array.Values.CopyTo(target);
        for (int r = 0; r < target.Length; r++)
        {
            if (array.NullCount > 0 && array.IsNull(r)) target[r] = DateColumn.Missing;
            else if (target[r] < First || target[r] > Last) throw new BadValueException(RowCount + r, "hold dates such as 2026-05-31 or 2026-05-31 12:00 of the years 1 to 9999");
        }
        RowCount += array.Length;
    }

    public override TableColumn Build()
    {
        System.Array.Resize(ref _values, RowCount);
        return new DateColumn(Name, _values);
    }
}
