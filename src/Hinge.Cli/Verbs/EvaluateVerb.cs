using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Cli.Pictures;
using Hinge.Cli.Reports;
using Hinge.Data;
using Hinge.Models;
using Spectre.Console;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge evaluate</c>: how a model does on labelled data.</summary>
internal sealed class EvaluateVerb
{
    /// <summary>Above this many classes a table would not fit a screen.</summary>
    private const int LargestTable = 20;

    private readonly Argument<string> _model = new("MODEL") { Description = "A model written by hinge train." };
    private readonly DataArguments _data = new();
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly Option<string?> _reliability = new("--reliability") { Description = "Draw how often predictions are right against their probability.", HelpName = "FILE.png|.svg" };

    private readonly Option<string?> _plot = new("--plot") { Description = "Draw confusions, precision and recall of each class, and how far predictions lead, with the certified ones marked.", HelpName = "FILE.png|.svg" };

    private readonly Option<string?> _report = new("--report") { Description = "Write all of it, with pictures, the certificate and the most confident mistakes, as one web page.", HelpName = "FILE.html" };
    private readonly Option<string?> _shape = new("--shape") { Description = "The features are images of this shape: the report shows weights and mistakes as such.", HelpName = "8x8" };

    public static Command Create()
    {
        EvaluateVerb verb = new();
        Command command = new("evaluate", "Compares a model's predictions with the labels: accuracy, each class, confusion, and the share of predictions certified to be the exact optimum's.");
        command.Arguments.Add(verb._model);
        verb._data.AddTo(command);
        command.Options.Add(verb._threads);
        command.Options.Add(verb._plot);
        command.Options.Add(verb._report);
        command.Options.Add(verb._shape);
        command.Options.Add(verb._reliability);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        (string? plot, string? report, string? reliability) = (parsed.GetValue(_plot), parsed.GetValue(_report), parsed.GetValue(_reliability));
        RequireWritable(parsed, plot, report, reliability);
        LinearModel model = LinearModel.Load(parsed.GetValue(_model)!);
        if (reliability is not null && !model.HasProbabilities) throw new ArgumentException($"--reliability must be left out for {parsed.GetValue(_model)}, which gives scores and no probabilities. Train it with --calibrate, or with --loss softmax.");
        ImageShape? shape = parsed.GetValue(_shape) is { } text ? ImageShape.Parse(text, model.FeatureCount) : null;
        Dataset data = _data.LoadFor(model, parsed);
        Outcome[] outcomes = Evaluation.Outcomes(model, data, parsed.GetValue(_threads));
        Evaluation evaluation = Evaluation.Of(model, outcomes);
        terminal.Line($"accuracy   {Numbers.Percent(evaluation.Accuracy)} ({Numbers.Count(evaluation.CorrectCount)} of {Numbers.Count(evaluation.ExampleCount)})");
        if (model.Certificate.ImportedFrom is { } program)
            terminal.Line($"certified  none of the predictions: the model was imported from {program}, without a certificate");
        else
            terminal.Line($"certified  {Numbers.Percent(evaluation.CertifiedShare)} of the predictions are provably those of the exact optimum ({(model.Certificate.HasDual ? $"relative gap {Numbers.Scientific(model.Certificate.RelativeGap)}" : "the gap is not known")})");
        if (evaluation.UnknownCount > 0)
            terminal.Line($"unknown    {Numbers.Count(evaluation.UnknownCount)} labels are of classes that the model does not know; they count as wrong");
        ProbabilityEvaluation? probabilities = model.HasProbabilities ? ProbabilityEvaluation.Of(model, data, parsed.GetValue(_threads)) : null;
        if (probabilities is not null)
            terminal.Line($"log loss   {Numbers.Short(probabilities.LogLoss)}, Brier score {Numbers.Short(probabilities.BrierScore)}, calibration error {Numbers.Percent(probabilities.ExpectedCalibrationError)}");
        if (PortablePart.IsIncluded && reliability is not null && probabilities is not null)
        {
            new ReliabilityPlot(probabilities, $"{_data.Name(parsed)}: are the probabilities right?", $"{Numbers.Count(probabilities.ExampleCount)} examples, calibration error {Numbers.Percent(probabilities.ExpectedCalibrationError)}").Draw().Save(reliability);
            terminal.Line($"picture    {reliability}");
        }
        if (PortablePart.IsIncluded && plot is not null)
        {
            new EvaluationPicture(model, outcomes, evaluation, _data.Name(parsed)).Draw().Save(plot);
            terminal.Line($"plot       {plot}");
        }
        if (PortablePart.IsIncluded && report is not null)
        {
            new EvaluationReport(model, data, outcomes, evaluation, probabilities, Path.GetFileName(parsed.GetValue(_model)!), _data.Name(parsed), shape).Save(report);
            terminal.Line($"report     {report}");
        }
        terminal.Show(ClassTable(model, evaluation));
        JsonObject json = Json(model, evaluation, probabilities);
        (json["plot"], json["report"], json["reliabilityPlot"]) = (plot, report, reliability);
        terminal.Json(json);
        return ExitCode.Success;
    }

    private void RequireWritable(ParseResult parsed, string? plot, string? report, string? reliability)
    {
        OutputFile.RequireWritable(_data.Path(parsed), ("MODEL", parsed.GetValue(_model)), ("--plot", plot), ("--report", report), ("--reliability", reliability));
        PictureFile.RequireDrawable("--plot", plot);
        PictureFile.RequireDrawable("--reliability", reliability);
        if (parsed.GetValue(_shape) is not null && report is null) throw new ArgumentException("--shape goes with --report. Leave it out, or name a report.");
        if (report is null) return;
        PictureFile.RequireLetters("--report");
        if (!report.EndsWith(".html", StringComparison.OrdinalIgnoreCase)) throw new ArgumentException($"--report must name an .html file; got {report}. Change the ending.");
    }

    private static Table ClassTable(LinearModel model, Evaluation evaluation)
    {
        int k = model.ClassCount;
        bool withConfusion = k <= LargestTable;
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string title in new[] { "class", "examples", "precision", "recall" })
            table.AddColumn(new TableColumn(title).RightAligned());
        if (withConfusion)
            foreach (string name in model.ClassNames) table.AddColumn(new TableColumn($"→ {Markup.Escape(name)}").RightAligned());
        for (int y = 0; y < k; y++)
        {
            List<string> row = [Markup.Escape(model.ClassNames[y]), Numbers.Count(evaluation.Support(y)), Numbers.Percent(evaluation.Precision(y)), Numbers.Percent(evaluation.Recall(y))];
            for (int j = 0; withConfusion && j < k; j++)
            {
                int count = evaluation.Confusion[y * k + j];
                row.Add(count == 0 ? "·" : j == y ? $"[bold]{count}[/]" : Numbers.Count(count));
            }
            table.AddRow([.. row]);
        }
        return table;
    }

    private static JsonObject Json(LinearModel model, Evaluation evaluation, ProbabilityEvaluation? probabilities)
    {
        int k = model.ClassCount;
        return new JsonObject
        {
            ["examples"] = evaluation.ExampleCount,
            ["accuracy"] = evaluation.Accuracy,
            ["certifiedShare"] = evaluation.CertifiedShare,
            ["importedFrom"] = model.Certificate.ImportedFrom,
            ["unknownLabels"] = evaluation.UnknownCount,
            ["logLoss"] = probabilities?.LogLoss,
            ["brierScore"] = probabilities?.BrierScore,
            ["expectedCalibrationError"] = probabilities?.ExpectedCalibrationError,
            ["reliability"] = probabilities is null ? null : new JsonArray([.. probabilities.Reliability.Select(bin => (JsonNode)new JsonObject
            {
                ["examples"] = bin.Count,
                ["confidence"] = bin.Confidence,
                ["accuracy"] = bin.Accuracy,
            })]),
            ["perClass"] = new JsonArray([.. Enumerable.Range(0, k).Select(y => new JsonObject
            {
                ["class"] = model.ClassNames[y],
                ["examples"] = evaluation.Support(y),
                ["precision"] = evaluation.Precision(y),
                ["recall"] = evaluation.Recall(y),
            })]),
            ["confusion"] = new JsonArray([.. Enumerable.Range(0, k).Select(y => new JsonArray([.. evaluation.Confusion.Skip(y * k).Take(k).Select(count => JsonValue.Create(count))]))]),
        };
    }
}
