using System.Globalization;
using Hinge.Models;

namespace Hinge.Cli.Verbs.Predicting;

/// <summary>The CSV that predictions with scores are written as.</summary>
internal static class PredictionFields
{
    /// <summary>The first line with a score for every class.</summary>
    public static string ScoresHeader(LinearModel model) => $"prediction,{string.Join(',', model.ClassNames.Select(Field))}";

    /// <summary>The first line with the best classes.</summary>
    public static string TopHeader(int ranks, bool asProbabilities) =>
        string.Join(',', Enumerable.Range(1, ranks).Select(rank => $"class {rank},{(asProbabilities ? "probability" : "score")} {rank}"));

    /// <summary>A field, quoted where it must be.</summary>
    public static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A score, to its last bit.</summary>
    public static string Score(double score) => score.ToString("R", CultureInfo.InvariantCulture);
}
