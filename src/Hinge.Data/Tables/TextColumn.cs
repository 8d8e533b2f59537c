namespace Hinge.Data.Tables;

/// <summary>Texts, each different one held once.</summary>
/// <param name="name">Its name.</param>
/// <param name="codes">The place in <paramref name="values"/> a row, or −1 where it is missing; not copied.</param>
/// <param name="values">The different texts, in the order of their first rows; not copied.</param>
public sealed class TextColumn(string name, int[] codes, IReadOnlyList<string> values) : TableColumn(name)
{
    /// <inheritdoc/>
    public override ColumnType Type => ColumnType.Text;

    /// <inheritdoc/>
    public override int RowCount => codes.Length;

    /// <summary>The place in <see cref="Values"/> a row, or −1 where it is missing.</summary>
    public ReadOnlySpan<int> Codes => codes;

    /// <summary>The different texts, in the order of their first rows.</summary>
    public IReadOnlyList<string> Values => values;

    /// <summary>The row's text, or null where it is missing.</summary>
    public string? this[int row] => codes[row] < 0 ? null : values[codes[row]];

    /// <inheritdoc/>
    public override bool IsMissing(int row) => codes[row] < 0;
}
