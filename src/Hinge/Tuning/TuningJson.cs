using System.Text.Json.Serialization;

namespace Hinge.Tuning;

/// <summary>The lines of a record.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(TuningSettings))]
[JsonSerializable(typeof(FoldResult))]
internal sealed partial class TuningJson : JsonSerializerContext;
