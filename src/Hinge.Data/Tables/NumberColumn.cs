namespace Hinge.Data.Tables;

/// <summary>Numbers, or truth values as 0 and 1.</summary>
/// <param name="name">Its name.</param>
/// <param name="type"><see cref="ColumnType.Number"/> or <see cref="ColumnType.Boolean"/>.</param>
/// <param name="values">A finite number a row, or NaN where it is missing; not copied.</param>
public sealed class NumberColumn(string name, ColumnType type, double[] values) : TableColumn(name)
{
    /// <inheritdoc/>
    public override ColumnType Type { get; } = type;

    /// <inheritdoc/>
    public override int RowCount => values.Length;

    /// <summary>A number a row, NaN where it is missing.</summary>
    public ReadOnlySpan<double> Values => values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(values[row]);
}
