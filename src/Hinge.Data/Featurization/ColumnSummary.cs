namespace Hinge.Data.Featurization;

/// <summary>What became of a column: a row of the table that is shown before training.</summary>
/// <param name="Column">Its name.</param>
/// <param name="Kind">What was made of it.</param>
/// <param name="FeatureCount">How many features came of it.</param>
/// <param name="Detail">What was learnt from the training rows, in words.</param>
public sealed record ColumnSummary(string Column, FeatureKind Kind, int FeatureCount, string Detail);
