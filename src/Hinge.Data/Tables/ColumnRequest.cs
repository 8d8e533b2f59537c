namespace Hinge.Data.Tables;

/// <summary>A column to read, and as what.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What its values are to be taken for; they are refused where they cannot be.</param>
public sealed record ColumnRequest(string Name, ColumnType Type);
