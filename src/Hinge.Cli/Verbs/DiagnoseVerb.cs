using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Models;
using Hinge.Objectives;
using Spectre.Console;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge diagnose</c>: what is wrong with a user's gradient, and why.</summary>
internal sealed class DiagnoseVerb
{
    /// <summary>How many classes or examples are listed for people; JSON has them all.</summary>
    private const int Listed = 10;

    /// <summary>A loss value of so many digits may have been rounded when it was written down; fewer are taken as they are.</summary>
    private const int RoundedDigits = 3;

    /// <summary>A share that differs from the expected one by more is shown with all its digits.</summary>
    private const double SameShare = 1e-5;

    private readonly Option<string> _features = Required("--features", "The features X, N×D.", "X.npy");
    private readonly Option<string> _labels = Required("--labels", "The labels y, N integers in [0, K).", "y.npy");
    private readonly Option<string> _weights = Required("--weights", "The weights W, D×K, at which the gradient was taken.", "W.npy");
    private readonly Option<string> _gradient = Required("--gradient", "The gradient that your program computed.", "dW.npy");
    private readonly Option<double?> _lossValue = NumberOption.CreateOptional<double>("--loss-value", "L", "The loss that your program computed. It must be right to the digits given, at least 3.", "a number", _ => true);
    private readonly MeanFormArguments _form = new();
    private readonly Option<int> _threads = NumberOption.Threads();

    public static Command Create()
    {
        DiagnoseVerb verb = new();
        Command command = new("diagnose", "Says whether your gradient dW is right; if not, which line of your program is missing, doubled or wrong, and why. Exit code 1 where it is wrong.");
        foreach (Option option in new Option[] { verb._features, verb._labels, verb._weights, verb._gradient, verb._lossValue })
            command.Options.Add(option);
        verb._form.AddTo(command);
        command.Options.Add(verb._threads);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        WeightMatrix weights = WeightsArgument.Read(parsed.GetValue(_weights)!);
        Dataset data = DataArguments.ForWeights(parsed.GetValue(_features)!, parsed.GetValue(_labels)!, weights);
        string path = parsed.GetValue(_gradient)!;
        NpyArray gradient = NpyFile.Read(path);
        gradient.RequireDimensions(2, "D×K gradient");
        (int rows, int columns) = (gradient.Shape[0], gradient.Shape[1]);
        (int d, int k) = (weights.FeatureCount, weights.ClassCount);
        if ((rows, columns) != (d, k) && (rows, columns) != (k, d))
            throw new DataFormatException(path, null, $"the gradient must be {d}×{k} like W; got {gradient.ShapeText}. Save the array that belongs to these weights.");
        MeanForm form = _form.Create(parsed, data);
        UserGradient user = new(new WeightMatrix(rows, columns, gradient.ToDoubles()), parsed.GetValue(_lossValue), gradient.IsFloat32)
        {
            LossRounding = parsed.GetResult(_lossValue)?.Tokens is [Token token] ? Rounding(token.Value) : 0,
        };
        DiagnosisReport report = GradientDiagnosis.Run(form, weights, user, parsed.GetValue(_threads));
        string? reason = NotFinite(user.Gradient);
        Report(terminal, report, reason, data.ExampleCount);
        terminal.Json(Json(report, reason));
        return report.Verdict == Verdict.Wrong ? ExitCode.NegativeAnswer : ExitCode.Success;
    }

    private static void Report(Terminal terminal, DiagnosisReport report, string? reason, int exampleCount)
    {
        terminal.Line($"dW         {(reason is null ? GradientWords(report) : $"WRONG: {reason}")}");
        if (report.LossIsRight is { } lossIsRight)
            terminal.Line($"loss       {(lossIsRight ? "right" : "WRONG")}; it is {Digits(report.ExpectedLoss)}");
        if (report.Terms.Count > 0 && !report.GradientIsRight)
        {
            terminal.Line($"found      {string.Join(", ", report.Terms.Select(term => $"{Share(term.Found, term.Expected)} × {term.Name}"))}");
            terminal.Line($"expected   {string.Join(", ", report.Terms.Select(term => $"{Share(term.Expected, term.Expected)} × {term.Name}"))}");
        }
        foreach (FoundMistake mistake in report.Mistakes)
        {
            terminal.Line();
            terminal.Line($"{mistake.Id}{(mistake.Confidence < 1 ? $" (one of {Math.Round(1 / mistake.Confidence)} explanations)" : "")}");
            terminal.Line($"  {mistake.Explanation}");
            if (mistake.CodePattern.Length > 0) terminal.Line($"  It looks like this: {mistake.CodePattern.Replace("\n", "\n                      ", StringComparison.Ordinal)}");
        }
        if (reason is not null) return;
        if (!report.GradientIsRight && report.Mistakes.All(mistake => mistake.Id.StartsWith("loss-", StringComparison.Ordinal))) Localize(terminal, report);
        else if (!report.GradientIsRight) Touched(terminal, report, exampleCount);
    }

    /// <summary>The classes and examples that known mistakes touch.</summary>
    private static void Touched(Terminal terminal, DiagnosisReport report, int exampleCount)
    {
        string columns = List([.. report.Columns.Select(column => column.Class)]);
        terminal.Line();
        if (report.Columns.Count > 0) terminal.Line($"columns    {columns} of dW are off");
        terminal.Line(report.Extent switch
        {
            MistakeExtent.Everything => "examples   all alike: the mistake is of the whole, not of some",
            MistakeExtent.Regularization => "examples   none: only the regularization is off",
            _ => $"examples   {Numbers.Count(report.Examples.Count)} of {Numbers.Count(exampleCount)} have wrong terms{(report.Examples.Count > 0 ? $": {List(report.Examples)}" : "")} (counted from 0)",
        });
    }

    private static string List(IReadOnlyList<int> numbers) =>
        string.Join(", ", numbers.Take(Listed)) + (numbers.Count > Listed ? $" and {Numbers.Count(numbers.Count - Listed)} more" : "");

    private static void Localize(Terminal terminal, DiagnosisReport report)
    {
        terminal.Line();
        terminal.Line("No known mistake explains the difference. It lies here:");
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("column (class)").RightAligned());
        table.AddColumn(new TableColumn("relative error").RightAligned());
        foreach (ColumnError column in report.Columns)
            table.AddRow(column.Class.ToString(CultureInfo.InvariantCulture), Numbers.Scientific(column.RelativeError));
        terminal.Show(table);
        if (report.Examples.Count > 0)
            terminal.Line($"It comes from the {(report.Examples.Count == 1 ? "example" : "examples")} {List(report.Examples)} (counted from 0).");
    }

    /// <summary>Where dW is NaN or infinite; null where it is not.</summary>
    private static string? NotFinite(WeightMatrix gradient)
    {
        double[] values = gradient.Values.ToArray();
        int first = Array.FindIndex(values, value => !double.IsFinite(value)), count = values.Count(value => !double.IsFinite(value));
        return first < 0 ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the gradient is {values[first]} at row {first / gradient.ClassCount}, column {first % gradient.ClassCount} (counted from 0){(count > 1 ? $", and NaN or infinite at {Numbers.Count(count - 1)} more entries" : "")}");
    }

    /// <summary>Half a unit in the last place of a number as it was written, such as 0.005 for 8.73; 0 where it has few digits, or none after the point.</summary>
    private static double Rounding(string text)
    {
        string[] parts = text.Split('e', 'E');
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        int digits = parts[0].SkipWhile(c => !(c is >= '1' and <= '9')).Count(char.IsAsciiDigit);
        int exponent = parts.Length > 1 && int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int e) ? e : 0;
        return decimals == 0 || digits < RoundedDigits ? 0 : 0.5 * Math.Pow(10, exponent - decimals);
    }

    private static string GradientWords(DiagnosisReport report)
    {
        string error = $"relative error {Numbers.Scientific(report.RelativeError)}";
        if (report.Mistakes is [{ Id: "transposed" }]) return $"WRONG: turned over, K×D; as D×K it is {(report.RelativeError < SameShare ? $"right ({error})" : "another gradient")}";
        if (!report.GradientIsRight) return report.Verdict == Verdict.Noisy ? $"NOISY: off by more than rounding usually is, without a pattern ({error}). Compute it in float64" : $"WRONG ({error})";
        return report.KinkCount > 0
            ? $"right: a valid subgradient ({error}); {report.KinkCount} terms are exactly at their kink, where > and >= are both correct"
            : $"correct ({error})";
    }

    private static JsonObject Json(DiagnosisReport report, string? reason) => new()
    {
        ["verdict"] = report.Verdict switch
        {
            Verdict.Correct => "correct",
            Verdict.ValidSubgradient => "valid-subgradient",
            Verdict.Noisy => "noisy",
            _ => "wrong",
        },
        ["reason"] = reason,
        ["relativeError"] = Numbers.Json(report.RelativeError),
        ["gradientIsRight"] = report.GradientIsRight,
        ["lossIsRight"] = report.LossIsRight,
        ["expectedLoss"] = Numbers.Json(report.ExpectedLoss),
        ["mistakes"] = new JsonArray([.. report.Mistakes.Select(mistake => new JsonObject
        {
            ["id"] = mistake.Id,
            ["confidence"] = mistake.Confidence,
            ["explanation"] = mistake.Explanation,
        })]),
        ["terms"] = new JsonArray([.. report.Terms.Select(term => new JsonObject { ["name"] = term.Name, ["expected"] = term.Expected, ["found"] = Numbers.Json(term.Found) })]),
        ["columns"] = new JsonArray([.. report.Columns.Select(column => new JsonObject { ["class"] = column.Class, ["relativeError"] = Numbers.Json(column.RelativeError) })]),
        ["examples"] = new JsonArray([.. report.Examples.Select(example => JsonValue.Create(example))]),
        ["extent"] = report.Extent switch
        {
            MistakeExtent.Examples => "examples",
            MistakeExtent.Everything => "everything",
            MistakeExtent.Regularization => "regularization",
            _ => null,
        },
        ["kinks"] = report.KinkCount,
    };

    private static Option<string> Required(string name, string description, string file) =>
        new(name) { Description = description, HelpName = file, Required = true };

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

    private static string Digits(double value) => value.ToString("G10", CultureInfo.InvariantCulture);
}
