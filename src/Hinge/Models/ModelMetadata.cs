using System.Text.Json;
using System.Text.Json.Serialization;
using Hinge.Data.Binary;
using Hinge.Training.Checkpoints;

namespace Hinge.Models;

/// <summary>What a model file says in JSON beside its weights. Plain data: it names no type.</summary>
internal sealed record ModelMetadata
{
    public required int FeatureCount { get; init; }

    public required int ClassCount { get; init; }

    public required string[] ClassNames { get; init; }

    public string[]? FeatureNames { get; init; }

    /// <summary>What a reader wrote of how it made the features; not interpreted here.</summary>
    public JsonElement? Featurization { get; init; }

    public required string Loss { get; init; }

    public double? Cost { get; init; }

    public double? Lambda { get; init; }

    public double? Delta { get; init; }

    /// <summary>K×K, row-major, instead of <see cref="Delta"/>.</summary>
    public double[]? DeltaTable { get; init; }

    public double BiasScale { get; init; }

    public double L1Penalty { get; init; }

    public bool IsPureL1 { get; init; }

    public bool LeavesBiasFree { get; init; }

    public double[]? ClassWeights { get; init; }

    public bool BalancesClasses { get; init; }

    public required Certificate Certificate { get; init; }

    public Calibration? Calibration { get; init; }
}

/// <summary>What a file of duals says in JSON.</summary>
internal sealed record DualMetadata
{
    public required int ExampleCount { get; init; }

    public required int ClassCount { get; init; }

    public required string Fingerprint { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelMetadata))]
[JsonSerializable(typeof(DualMetadata))]
[JsonSerializable(typeof(CheckpointMetadata))]
[JsonSerializable(typeof(DataFileMetadata))]
internal sealed partial class MetadataJson : JsonSerializerContext;
