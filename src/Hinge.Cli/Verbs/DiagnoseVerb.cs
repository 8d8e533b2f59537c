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
    /// <summary>A loss value of so many digits may have been rounded when it was written down; fewer are taken as they are.</summary>
    private const int RoundedDigits = 3;

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
        MeanForm form = _form.Create(parsed, data);
        UserGradient user = GradientArrays.Gradient(NpyFile.Read(parsed.GetValue(_gradient)!), weights) with
        {
            LossValue = parsed.GetValue(_lossValue),
            LossRounding = parsed.GetResult(_lossValue)?.Tokens is [Token token] ? Rounding(token.Value) : 0,
        };
        DiagnosisReport report = GradientDiagnosis.Run(form, weights, user, parsed.GetValue(_threads));
        string? reason = DiagnosisText.NotFinite(user.Gradient);
        Report(terminal, report, user.Gradient, data.ExampleCount);
        terminal.Json(Json(report, reason));
        return report.Verdict == Verdict.Wrong ? ExitCode.NegativeAnswer : ExitCode.Success;
    }

    private static void Report(Terminal terminal, DiagnosisReport report, WeightMatrix gradient, int exampleCount)
    {
        Print(terminal, DiagnosisText.Summary(report, gradient));
        foreach (FoundMistake mistake in report.Mistakes)
        {
            terminal.Line();
            terminal.Line($"{mistake.Id}{(mistake.Confidence < 1 ? $" (one of {Math.Round(1 / mistake.Confidence)} explanations)" : "")}");
            terminal.Line($"  {mistake.Explanation}");
            if (mistake.CodePattern.Length > 0) terminal.Line($"  It looks like this: {mistake.CodePattern.Replace("\n", "\n                      ", StringComparison.Ordinal)}");
        }
        if (DiagnosisText.NotFinite(gradient) is not null) return;
        if (DiagnosisText.IsUnexplained(report))
        {
            Localize(terminal, report);
        }
        else if (!report.GradientIsRight)
        {
            terminal.Line();
            Print(terminal, DiagnosisText.Touched(report, exampleCount));
        }
    }

    private static void Print(Terminal terminal, IEnumerable<KeyValuePair<string, string>> lines)
    {
        foreach ((string label, string text) in lines) terminal.Line($"{label,-11}{text}");
    }

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
            terminal.Line($"It comes from the {(report.Examples.Count == 1 ? "example" : "examples")} {DiagnosisText.List(report.Examples)} (counted from 0).");
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
}
