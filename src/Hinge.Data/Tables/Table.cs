using System.Globalization;

namespace Hinge.Data.Tables;

/// <summary>Columns of a table, in memory, that knows where its rows came from.</summary>
public sealed class Table
{
    private readonly Func<int, (string Source, long? Line)> _place;

    internal Table(string source, int rowCount, IReadOnlyList<TableColumn> columns, Func<int, (string Source, long? Line)> place)
    {
        Source = source;
        RowCount = rowCount;
        Columns = columns;
        _place = place;
    }

    /// <summary>What it was read from, for messages.</summary>
    public string Source { get; }

    /// <summary>N.</summary>
    public int RowCount { get; }

    /// <summary>The columns that were asked for, in the order asked for.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The column of that name.</summary>
    /// <exception cref="ArgumentException">It was not asked for.</exception>
    public TableColumn this[string name] =>
        Columns.FirstOrDefault(column => column.Name == name) ?? throw new ArgumentException($"name must be a column that was read; got {name}.", nameof(name));

    /// <summary>What to throw where a row cannot be used: with its file and line, or its number where it has none.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="message">What is wrong, and the remedy.</param>
    public DataFormatException Refused(int row, string message)
    {
        (string source, long? line) = _place(row);
        return line is null
            ? new DataFormatException(source, null, string.Create(CultureInfo.InvariantCulture, $"row {row + 1}: {message}"))
            : new DataFormatException(source, line, message);
    }
}
