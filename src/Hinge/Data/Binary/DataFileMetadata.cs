using System.Text.Json;

namespace Hinge.Data.Binary;

/// <summary>What a data file says in JSON.</summary>
internal sealed record DataFileMetadata
{
    public required string[] ClassNames { get; init; }

    public string[]? FeatureNames { get; init; }

    /// <summary>Of the data, <see cref="Dataset.Featurization"/>; not interpreted here.</summary>
    public JsonElement? Featurization { get; init; }

    /// <summary>Of the data, <see cref="Dataset.Fingerprint"/>.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The version of Hinge that wrote the file.</summary>
    public required string Version { get; init; }

    /// <summary>Throws unless names and the fingerprint are some: JSON may hold nulls in place of names.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public void Validate()
    {
        if (ClassNames.Contains(null) || FeatureNames?.Contains(null!) == true) throw new ArgumentException("a name is missing in its metadata");
        if (Fingerprint.Length != 64 || !Fingerprint.All(char.IsAsciiHexDigitLower)) throw new ArgumentException("its metadata holds no fingerprint");
    }
}
