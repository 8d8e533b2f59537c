using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Spectre.Console;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge check</c>: a loss's gradient against numeric differentiation.</summary>
internal sealed class CheckVerb
{
    /// <summary>How many of the worst entries the report lists.</summary>
    private const int Listed = 5;

    private readonly DataArguments _data = new();
    private readonly MeanFormArguments _form = new();
    private readonly Option<string?> _weights = WeightsArgument.Create();
    private readonly Option<int> _entries = NumberOption.Create("--entries", "N", "How many entries of the gradient to check, drawn at random.", new GradientCheckOptions().EntryCount, "a whole number, at least 1", entries => entries >= 1);
    private readonly Option<int> _seed = NumberOption.Seed("The seed of that choice, and of W where none is given.", 1);
    private readonly Option<int> _threads = NumberOption.Threads();

    public static Command Create()
    {
        CheckVerb verb = new();
        Command command = new("check", "Checks a built-in loss's gradient on data against central differences. Exit code 1 where it is wrong.");
        verb._data.AddTo(command);
        command.Options.Add(verb._weights);
        verb._form.AddTo(command);
        foreach (Option option in new Option[] { verb._entries, verb._seed, verb._threads })
            command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    /// <summary>Checks the gradient of <paramref name="form"/> at <paramref name="weights"/> with a report.</summary>
    internal static GradientCheckResult Check(Terminal terminal, MeanForm form, WeightMatrix weights, GradientCheckOptions options, int threads)
    {
        GradientCheckResult result = GradientCheck.Run((w, gradient) => form.ValueAndGradient(w, gradient, threads), weights, options);
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string title in new[] { "feature", "class", "analytic", "numeric", "relative error" })
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (GradientCheckEntry entry in Worst(result))
        {
            string numeric = entry.IsAtKink ? $"kink: {Digits(entry.Left)} to {Digits(entry.Right)}" : Digits(entry.Numeric);
            table.AddRow(Numbers.Count(entry.Feature), Markup.Escape(form.Data.Labels.ClassNames[entry.Class]), Digits(entry.Analytic), numeric, Numbers.Scientific(entry.RelativeError));
        }
        terminal.Show(table);
        int kinks = result.KinkCount;
        terminal.Line(result.IsCorrect
            ? $"{form.Loss.Name}: the gradient is correct. Of {result.Entries.Count} entries {result.Entries.Count - kinks} equal the numeric derivative"
                + (kinks > 0 ? $", and {kinks} sit at a kink, where they lie between the one-sided derivatives, as a subgradient must" : "")
                + $" (largest relative error {Numbers.Scientific(result.Worst.RelativeError)}, tolerance {Numbers.Scientific(result.Tolerance)})."
            : $"{form.Loss.Name}: the gradient is WRONG at {result.Entries.Count(entry => !(entry.RelativeError <= result.Tolerance))} of {result.Entries.Count} entries; the largest relative error is {Numbers.Scientific(result.Worst.RelativeError)} (tolerance {Numbers.Scientific(result.Tolerance)}).");
        return result;
    }

    /// <summary>The worst entries, one at a kink among them where there is one.</summary>
    private static GradientCheckEntry[] Worst(GradientCheckResult result)
    {
        GradientCheckEntry[] sorted = [.. result.Entries.OrderByDescending(entry => entry.RelativeError)];
        GradientCheckEntry[] shown = sorted[..Math.Min(Listed, sorted.Length)];
        if (!shown.Any(entry => entry.IsAtKink) && sorted.FirstOrDefault(entry => entry.IsAtKink) is { } kink) shown[^1] = kink;
        return shown;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        WeightMatrix? given = parsed.GetValue(_weights) is { } path ? WeightsArgument.Read(path) : null;
        Dataset data = _data.LoadForGradient(parsed, given);
        MeanForm form = _form.Create(parsed, data);
        GradientCheckOptions options = new() { EntryCount = parsed.GetValue(_entries), Seed = parsed.GetValue(_seed) };
        WeightMatrix weights = given ?? WeightMatrix.Random(data.Features.FeatureCount, data.Labels.ClassCount, ScaleFor(data.Features), options.Seed);
        GradientCheckResult result = Check(terminal, form, weights, options, parsed.GetValue(_threads));
        terminal.Json(Json(result, form));
        return result.IsCorrect ? ExitCode.Success : ExitCode.NegativeAnswer;
    }

    internal static JsonObject Json(GradientCheckResult result, MeanForm form) => new()
    {
        ["verdict"] = !result.IsCorrect ? "wrong" : result.KinkCount > 0 ? "valid-subgradient" : "correct",
        ["lossName"] = form.Loss.Name,
        ["loss"] = Numbers.Json(result.Value),
        ["entries"] = result.Entries.Count,
        ["kinkEntries"] = result.KinkCount,
        ["maxRelativeError"] = Numbers.Json(result.Worst.RelativeError),
        ["tolerance"] = result.Tolerance,
        ["worst"] = new JsonObject
        {
            ["feature"] = result.Worst.Feature,
            ["class"] = result.Worst.Class,
            ["analytic"] = Numbers.Json(result.Worst.Analytic),
            ["numeric"] = Numbers.Json(result.Worst.Numeric),
            ["step"] = result.Worst.Step,
        },
    };

    /// <summary>A scale of random weights at which scores are about as large as the margin.</summary>
    private static double ScaleFor(FeatureMatrix features)
    {
        double sum = 0;
        for (int i = 0; i < features.ExampleCount; i++)
            sum += features.SquaredNorm(i);
        return sum > 0 ? 1 / Math.Sqrt(sum / features.ExampleCount) : 1;
    }

    private static string Digits(double value) => value.ToString("G10", System.Globalization.CultureInfo.InvariantCulture);
}
