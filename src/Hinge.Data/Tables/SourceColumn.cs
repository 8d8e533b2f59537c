namespace Hinge.Data.Tables;

/// <summary>A column that a source has.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds, or null where all is text and only its values tell: <see cref="TableSource.FindTypes"/>.</param>
/// <param name="SqlType">The source's own name of the type.</param>
public sealed record SourceColumn(string Name, ColumnType? Type, string SqlType);
