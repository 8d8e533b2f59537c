namespace Hinge.Data.Binary;

/// <summary>What a data file says in JSON.</summary>
internal sealed record DataFileMetadata
{
    public required string[] ClassNames { get; init; }

    public string[]? FeatureNames { get; init; }

    /// <summary>Of the data, <see cref="Dataset.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The version of Hinge that wrote the file.</summary>
    public required string Version { get; init; }
}
