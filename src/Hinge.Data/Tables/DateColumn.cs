namespace Hinge.Data.Tables;

/// <summary>Days or moments.</summary>
/// <param name="name">Its name.</param>
/// <param name="microseconds">Microseconds since 1970 (UTC) a row, or <see cref="Missing"/>; not copied.</param>
public sealed class DateColumn(string name, long[] microseconds) : TableColumn(name)
{
    /// <summary>Stands for a value that is missing.</summary>
    public const long Missing = long.MinValue;

    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Date;

    /// <inheritdoc/>
    public override int RowCount => microseconds.Length;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => microseconds[row] == Missing;

    /// <summary>The moment, in UTC.</summary>
    public DateTime Moment(int row) => DateTime.UnixEpoch.AddTicks(checked(microseconds[row] * TimeSpan.TicksPerMicrosecond));
}
