using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>Collects a column from the batches of a query.</summary>
internal abstract class ColumnBuilder(string name)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>How many rows there are so far.</summary>
    public int RowCount { get; protected set; }

    /// <param name="request">The column and what it is to be read as.</param>
    /// <param name="expectedRows">How many rows are expected, 0 where that is not known.</param>
    public static ColumnBuilder Create(ColumnRequest request, int expectedRows) => request.Type switch
    {
        ColumnType.Number or ColumnType.Boolean => new NumberBuilder(request.Name, request.Type, expectedRows),
        ColumnType.Date => new DateBuilder(request.Name, expectedRows),
        ColumnType.Text => new TextBuilder(request.Name, expectedRows),
        ColumnType.Vector => new VectorBuilder(request.Name, expectedRows),
        _ => throw new ArgumentException($"request must be of a type that can be read; got {request.Type}.", nameof(request)),
    };

    /// <exception cref="BadValueException">A value cannot be used.</exception>
    public abstract void Append(IArrowArray values);

    /// <summary>The column; nothing can be appended afterwards.</summary>
    public abstract TableColumn Build();

    /// <summary>Makes room, twice as much as before where that is needed.</summary>
    protected static void Grow<T>(ref T[] values, long needed)
    {
        if (needed <= values.Length) return;
        if (needed > System.Array.MaxLength)
            throw new InvalidOperationException($"A column must have at most {System.Array.MaxLength} values in memory. Use fewer rows or shorter vectors.");
        System.Array.Resize(ref values, (int)Math.Min(System.Array.MaxLength, Math.Max(needed, 2L * values.Length)));
    }
}
