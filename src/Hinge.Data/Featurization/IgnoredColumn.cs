namespace Hinge.Data.Featurization;

/// <summary>A column of the training table that no feature comes from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Reason">Why.</param>
internal sealed record IgnoredColumn(string Name, string Reason);
