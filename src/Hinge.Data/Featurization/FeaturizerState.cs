namespace Hinge.Data.Featurization;

/// <summary>A featurizer as plain data.</summary>
internal sealed record FeaturizerState
{
    /// <summary>The version written here.</summary>
    public const int Current = 1;

    public required int Version { get; init; }

    /// <summary>The column of the labels.</summary>
    public required string Label { get; init; }

    public required IReadOnlyList<ColumnFeatures> Columns { get; init; }

    public required IReadOnlyList<IgnoredColumn> Ignored { get; init; }
}
