using System.Text.Json;

namespace Hinge.Data.SvmLight;

/// <summary>
/// What a data set, and a model trained on it, knows of the svmlight file that it was read from: whether features count from 0 there. It is kept as
/// <see cref="Dataset.Featurization"/>; files that count from 1 leave nothing.
/// </summary>
public static class SvmLightNumbering
{
    private const string Format = "svmlight";

    /// <summary>What files that count from 0 leave.</summary>
    internal static DatasetOrigin FromZero { get; } = new($$"""{"format":"{{Format}}","zeroBased":true}""");

    /// <summary>Whether a data set or model is of an svmlight file that counts from 0.</summary>
    /// <param name="featurization"><see cref="Dataset.Featurization"/>, or null.</param>
    /// <exception cref="ArgumentException">It is no JSON.</exception>
    public static bool IsZeroBased(string? featurization)
    {
        if (featurization is null) return false;
        try
        {
            using JsonDocument document = JsonDocument.Parse(featurization);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("format", out JsonElement format) && format.ValueKind == JsonValueKind.String && format.ValueEquals(Format)
                && root.TryGetProperty("zeroBased", out JsonElement zeroBased) && zeroBased.ValueKind == JsonValueKind.True;
        }
        catch (JsonException e)
        {
            throw new ArgumentException($"featurization must be JSON: {e.Message}", nameof(featurization), e);
        }
    }
}
