using System.Text.Json.Serialization;
using Hinge.Data.Featurization;
using Hinge.Data.Text;

namespace Hinge.Data;

/// <summary>What was learnt from tables and texts, as JSON: reading it trusts nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FeaturizerState))]
[JsonSerializable(typeof(TextVectorizerState))]
internal sealed partial class StateJson : JsonSerializerContext;
