namespace Hinge.Data.Tables;

/// <summary>A column of a table, in memory.</summary>
/// <param name="name">Its name.</param>
public abstract class TableColumn(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>What it holds.</summary>
    public abstract ColumnType Type { get; }

    /// <summary>How many rows it has.</summary>
    public abstract int RowCount { get; }

    /// <summary>Whether the row has no value.</summary>
    public abstract bool IsMissing(int row);
}
