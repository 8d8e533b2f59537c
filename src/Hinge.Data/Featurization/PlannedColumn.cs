namespace Hinge.Data.Featurization;

/// <summary>What is to become of a column, before anything was learnt from its values.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What becomes of it.</param>
/// <param name="Reason">Why it is ignored, or null.</param>
internal sealed record PlannedColumn(string Name, FeatureKind Kind, string? Reason = null);
