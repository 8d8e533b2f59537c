using System.Globalization;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Checking.Diagnosing;
using Hinge.Objectives;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>A gradient check's result, for people and as JSON.</summary>
internal static class CheckReport
{
    /// <summary>How many of the worst entries, and of the kinks, a report lists.</summary>
    private const int Listed = 5;

    /// <summary>How many entries JSON has at most, the worst first.</summary>
    private const int JsonEntries = 1000;

    /// <summary>An order of the Taylor test from here on is the 2 of a right gradient.</summary>
    private const double NearlyTwo = 1.5;

    /// <param name="terminal">Where to.</param>
    /// <param name="result">What was found.</param>
    /// <param name="form">The data, for the names of classes.</param>
    /// <param name="name">What was checked.</param>
    public static void Show(Terminal terminal, GradientCheckResult result, MeanForm form, string name)
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string title in new[] { "feature", "class", "analytic", "numeric", "difference", "allowed" })
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (GradientCheckEntry entry in Worst(result))
        {
            string numeric = entry.IsAtKink ? $"kink: {Digits(entry.Left)} to {Digits(entry.Right)}, {Side(entry)}" : Digits(entry.Numeric);
            table.AddRow(Numbers.Count(entry.Feature), Markup.Escape(form.Data.Labels.ClassNames[entry.Class]), Digits(entry.Analytic), numeric, Numbers.Scientific(entry.Difference), Numbers.Scientific(entry.Allowed));
        }
        terminal.Show(table);
        terminal.Line($"{name}: {Answer(result)}");
        if (result.Verdict == Verdict.Wrong && result.Reason is null) terminal.Line($"wrong in   {Place(result, form)}");
        if (result.IsCorrect) terminal.Line($"tested     to {Numbers.Scientific(result.TestedTo)} of the gradient's length, by random directions");
        if (result.Kinks.Count > 0)
            terminal.Line($"at a kink  {string.Join("; ", result.Kinks.Take(Listed).Select(kink => $"example {kink.Example}, class {form.Data.Labels.ClassNames[kink.Class]}"))}{(result.Kinks.Count > Listed ? $"; and {result.Kinks.Count - Listed} more" : "")} (examples counted from 0)");
        if (result.Order is { } order)
            terminal.Line($"Taylor     |F(W + hV) − F(W) − h·g·V| falls as h^{order.ToString("0.00", CultureInfo.InvariantCulture)}{(order > NearlyTwo ? ", as it does for a right gradient" : result.KinkCount > 0 ? ", as it does at kinks" : "; a right gradient of a smooth loss has 2")}");
        terminal.Line($"cost       {Numbers.Count(result.Evaluations)} evaluations in {(result.Precision == FunctionPrecision.Single ? "float32" : "float64")}; values scatter by {Numbers.Scientific(result.Noise)}, step {Numbers.Scientific(result.Step)}");
    }

    public static JsonObject Json(GradientCheckResult result, string lossName) => new()
    {
        ["verdict"] = Name(result.Verdict),
        ["reason"] = result.Reason,
        ["lossName"] = lossName,
        ["loss"] = Numbers.Json(result.Value),
        ["entryCount"] = result.Entries.Count,
        ["entries"] = new JsonArray([.. result.WorstFirst.Take(JsonEntries).Select(Json)]),
        ["kinkEntries"] = result.KinkCount,
        ["tolerance"] = result.Tolerance,
        ["worst"] = Json(result.Worst),
        ["testedTo"] = Numbers.Json(result.TestedTo),
        ["evaluations"] = result.Evaluations,
        ["order"] = result.Order is { } order ? Numbers.Json(order) : null,
        ["step"] = Numbers.Json(result.Step),
        ["noise"] = Numbers.Json(result.Noise),
        ["precision"] = result.Precision == FunctionPrecision.Single ? "float32" : "float64",
        ["kinks"] = new JsonArray([.. result.Kinks.Select(kink => new JsonObject { ["example"] = kink.Example, ["class"] = kink.Class })]),
        ["columns"] = Array(result.Columns),
        ["features"] = Array(result.Features),
        ["examples"] = Array(result.Examples),
    };

    private static JsonObject Json(GradientCheckEntry entry) => new()
    {
        ["feature"] = entry.Feature,
        ["class"] = entry.Class,
        ["analytic"] = Numbers.Json(entry.Analytic),
        ["numeric"] = Numbers.Json(entry.Numeric),
        ["left"] = Numbers.Json(entry.Left),
        ["right"] = Numbers.Json(entry.Right),
        ["difference"] = Numbers.Json(entry.Difference),
        ["allowed"] = Numbers.Json(entry.Allowed),
        ["verdict"] = Name(entry.Verdict),
        ["step"] = Numbers.Json(entry.Step),
    };

    private static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Correct => "correct",
        Verdict.ValidSubgradient => "valid-subgradient",
        Verdict.Noisy => "noisy",
        _ => "wrong",
    };

    private static string Answer(GradientCheckResult result)
    {
        int kinks = result.KinkCount, count = result.Entries.Count, noisy = result.Entries.Count(entry => entry.Verdict == Verdict.Noisy);
        string error = $"the worst differs by {Numbers.Scientific(result.Worst.Difference)}, where {Numbers.Scientific(result.Worst.Allowed)} is allowed";
        return result.Verdict switch
        {
            Verdict.Wrong when result.Reason is { } reason => $"the gradient is WRONG: {reason}.",
            Verdict.Wrong => $"the gradient is WRONG at {result.Entries.Count(entry => entry.Verdict == Verdict.Wrong)} of {count} entries ({error}).",
            Verdict.Noisy => $"too NOISY to tell: values scatter by {Numbers.Scientific(result.Noise)}. No disagreement exceeds what that explains; the step that tells most is {Numbers.Scientific(result.Step)}. Compute the loss in float64, and without randomness.",
            _ => $"the gradient is {(result.Verdict == Verdict.ValidSubgradient ? "a valid subgradient at a kink" : "correct")}. Of {count} entries {count - kinks - noisy} equal the numeric derivative"
                + (kinks > 0 ? $", and {kinks} sit at a kink, where they lie between the one-sided derivatives, as a subgradient must" : "")
                + (noisy > 0 ? $"; singly {noisy} are too noisy to tell, but random directions test all together" : "")
                + $" ({error}).",
        };
    }

    private static string Place(GradientCheckResult result, MeanForm form)
    {
        List<string> places = [];
        Add("column", result.Columns, form.Data.Labels.ClassCount);
        Add("feature", result.Features, form.Data.Features.FeatureCount);
        if (result.Examples.Count > 0) Add("example", result.Examples, form.Data.ExampleCount);
        return string.Join("; ", places) + " (counted from 0)";

        void Add(string what, IReadOnlyList<int> found, int all) => places.Add(
            found.Count == 0 ? $"no single {what}"
            : found.Count == all ? $"every {what}"
            : found.Count == 16 ? $"many {what}s, {string.Join(", ", found.Take(Listed))} among them"
            : $"{what}{(found.Count == 1 ? "" : "s")} {string.Join(", ", found)}");
    }

    /// <summary>The worst entries, one at a kink among them where there is one.</summary>
    private static GradientCheckEntry[] Worst(GradientCheckResult result)
    {
        GradientCheckEntry[] sorted = [.. result.WorstFirst];
        GradientCheckEntry[] shown = sorted[..Math.Min(Listed, sorted.Length)];
        if (!shown.Any(entry => entry.IsAtKink) && sorted.FirstOrDefault(entry => entry.IsAtKink) is { } kink) shown[^1] = kink;
        return shown;
    }

    /// <summary>Which of the one-sided derivatives the gradient's entry is.</summary>
    private static string Side(GradientCheckEntry entry)
    {
        const double Same = 1e-6;
        double width = Math.Abs(entry.Right - entry.Left);
        return Math.Abs(entry.Analytic - entry.Left) <= Same * width ? "the left one"
            : Math.Abs(entry.Analytic - entry.Right) <= Same * width ? "the right one"
            : "between";
    }

    private static JsonArray Array(IEnumerable<int> numbers) => new([.. numbers.Select(number => (JsonNode)number)]);

    private static string Digits(double value) => value.ToString("G10", CultureInfo.InvariantCulture);
}
