using System.Globalization;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>A diagnosis in words: what <c>hinge diagnose</c> prints, and its page shows.</summary>
public static class DiagnosisText
{
    /// <summary>How many classes or examples are listed.</summary>
    private const int Listed = 10;

    /// <summary>A share that differs from the expected one by more is shown with all its digits.</summary>
    private const double SameShare = 1e-5;

    /// <summary>Whether dW and the loss are right, and how much of each term was found: a line each, by its label.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="gradient">dW as it was given.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Summary(DiagnosisReport report, WeightMatrix gradient)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<KeyValuePair<string, string>> lines = [new("dW", NotFinite(gradient) is { } reason ? $"WRONG: {reason}" : GradientWords(report))];
        if (report.LossIsRight is { } lossIsRight) lines.Add(new("loss", $"{(lossIsRight ? "right" : "WRONG")}; it is {report.ExpectedLoss.ToString("G10", CultureInfo.InvariantCulture)}"));
        if (report.Terms.Count > 0 && !report.GradientIsRight)
        {
            lines.Add(new("found", string.Join(", ", report.Terms.Select(term => $"{Share(term.Found, term.Expected)} × {term.Name}"))));
            lines.Add(new("expected", string.Join(", ", report.Terms.Select(term => $"{Share(term.Expected, term.Expected)} × {term.Name}"))));
        }
        return lines;
    }

    /// <summary>The classes and examples that known mistakes touch: a line each, by its label.</summary>
    /// <param name="report">What was found; its gradient is wrong.</param>
    /// <param name="exampleCount">N.</param>
    public static IReadOnlyList<KeyValuePair<string, string>> Touched(DiagnosisReport report, int exampleCount)
    {
        ArgumentNullException.ThrowIfNull(report);
        List<KeyValuePair<string, string>> lines = [];
        if (report.Columns.Count > 0) lines.Add(new("columns", $"{List([.. report.Columns.Select(column => column.Class)])} of dW are off"));
        lines.Add(new("examples", report.Extent switch
        {
            MistakeExtent.Everything => "all alike: the mistake is of the whole, not of some",
            MistakeExtent.Regularization => "none: only the regularization is off",
            _ => $"{Count(report.Examples.Count)} of {Count(exampleCount)} have wrong terms{(report.Examples.Count > 0 ? $": {List(report.Examples)}" : "")} (counted from 0)",
        }));
        return lines;
    }

    /// <summary>Whether the gradient is wrong and no known mistake explains it, so that there is only a place to name.</summary>
    public static bool IsUnexplained(DiagnosisReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return !report.GradientIsRight && report.Mistakes.All(mistake => mistake.Id.StartsWith("loss-", StringComparison.Ordinal));
    }

    /// <summary>The first ten numbers, and how many more there are.</summary>
    public static string List(IReadOnlyList<int> numbers)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        return string.Join(", ", numbers.Take(Listed)) + (numbers.Count > Listed ? $" and {Count(numbers.Count - Listed)} more" : "");
    }

    /// <summary>Where dW is NaN or infinite; null where it is not.</summary>
    /// <param name="gradient">dW.</param>
    public static string? NotFinite(WeightMatrix gradient)
    {
        ArgumentNullException.ThrowIfNull(gradient);
        double[] values = gradient.Values.ToArray();
        int first = Array.FindIndex(values, value => !double.IsFinite(value)), count = values.Count(value => !double.IsFinite(value));
        return first < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the gradient is {values[first]} at row {first / gradient.ClassCount}, column {first % gradient.ClassCount} (counted from 0){(count > 1 ? $", and NaN or infinite at {Count(count - 1)} more entries" : "")}");
    }

    private static string GradientWords(DiagnosisReport report)
    {
        string error = $"relative error {report.RelativeError.ToString("0.0e-0", CultureInfo.InvariantCulture)}";
        if (report.Mistakes is [{ Id: "transposed" }]) return $"WRONG: turned over, K×D; as D×K it is {(report.RelativeError < SameShare ? $"right ({error})" : "another gradient")}";
        if (!report.GradientIsRight) return report.Verdict == Verdict.Noisy ? $"NOISY: off by more than rounding usually is, without a pattern ({error}). Compute it in float64" : $"WRONG ({error})";
        return report.KinkCount > 0
            ? $"right: a valid subgradient ({error}); {report.KinkCount} terms are exactly at their kink, where > and >= are both correct"
            : $"correct ({error})";
    }

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share with two decimals, or more where it would look like the expected one and is not.</summary>
    private static string Share(double share, double expected)
    {
        const int Decimals = 2;
        // Adding 0 makes −0 a 0.
        double rounded = Math.Round(share, Decimals) + 0.0;
        return rounded == expected && Math.Abs(share - expected) > SameShare
            ? share.ToString("0.00####", CultureInfo.InvariantCulture)
            : rounded.ToString("0.00", CultureInfo.InvariantCulture);
    }
}
