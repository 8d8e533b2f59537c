namespace Hinge.Data.Tables;

/// <summary>As many finite numbers in each row, none missing: embeddings.</summary>
/// <param name="name">Its name.</param>
/// <param name="rowCount">N.</param>
/// <param name="length">How many numbers a row has, at least 1.</param>
/// <param name="values">N×length numbers, row-major; not copied.</param>
public sealed class VectorColumn(string name, int rowCount, int length, float[] values) : TableColumn(name)
{
    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Vector;

    /// <inheritdoc/>
    public override int RowCount => rowCount;

    /// <summary>How many numbers a row has.</summary>
    public int Length => length;

    /// <summary>The row's numbers.</summary>
    public ReadOnlySpan<float> Row(int row) => values.AsSpan(checked(row * length), length);

    /// <summary>All of them, as they lie in memory: whoever takes them must not change them.</summary>
    internal float[] Values => values;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => false;
}
