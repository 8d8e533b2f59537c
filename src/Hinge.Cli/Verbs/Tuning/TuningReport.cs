using System.Globalization;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Objectives;
using Hinge.Training;
using Hinge.Tuning;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Tuning;

/// <summary>The table of costs, what is chosen, and what there is to say about it.</summary>
internal sealed class TuningReport(CrossValidationResult result, Dataset data, Objective objective, TrainingOptions options, bool oneStandardError)
{
    /// <summary>The cost to train with; null where no fold is finished.</summary>
    public CostScore? Chosen { get; } = result.Folds.Count == 0 ? null : oneStandardError ? result.OneStandardError : result.Best;

    /// <summary>What is about to be done.</summary>
    public static void Announce(Terminal terminal, Objective objective, CrossValidation validation, TrainingOptions options)
    {
        terminal.Line($"P(W) = ½‖W‖² + C · Σ_i {(objective.BalancesClasses || objective.SampleWeights is not null ? "a_i · " : "")}{objective.Loss.Formula}");
        terminal.Line($"{validation.Costs.Count} {(validation.Costs.Count == 1 ? "cost" : "costs")} C, {validation.Partition.Count} stratified folds drawn with seed {options.Seed}, every model certified to relative gap {Numbers.Scientific(options.RelativeGap)}");
    }

    public void Show(Terminal terminal)
    {
        if (Chosen is null) return;
        terminal.Show(Table());
        terminal.Line($"best       C = {Numbers.Short(result.Best.Cost)}: accuracy {Accuracy(result.Best)}");
        terminal.Line($"one s.e.   C = {Numbers.Short(result.OneStandardError.Cost)}: accuracy {Accuracy(result.OneStandardError)}, the smallest C within one standard error of the best");
        Remarks(terminal);
    }

    /// <summary>Says how to go on after an interruption.</summary>
    public void RemarkUnfinished(Terminal terminal, string? record) =>
        terminal.Remark($"cancelled after {result.Folds.Count} of {result.Partition.Count} folds; no model is trained. {(record is null ? "Give --resume FILE to keep finished folds next time." : $"Run it again to go on from {record}.")}");

    public JsonObject Json() => new()
    {
        ["loss"] = objective.Loss.Name,
        ["examples"] = data.ExampleCount,
        ["features"] = data.Features.FeatureCount,
        ["classes"] = data.Labels.ClassCount,
        ["seed"] = options.Seed,
        ["folds"] = result.Partition.Count,
        ["finishedFolds"] = result.Folds.Count,
        ["rareClasses"] = new JsonArray([.. result.Partition.RareClasses.Select(j => JsonValue.Create(data.Labels.ClassNames[j]))]),
        ["rows"] = new JsonArray([.. result.Scores.Select(Row)]),
        ["bestCost"] = result.Folds.Count == 0 ? null : result.Best.Cost,
        ["oneStandardErrorCost"] = result.Folds.Count == 0 ? null : result.OneStandardError.Cost,
        ["cost"] = Chosen?.Cost,
        ["model"] = null,
        ["testAccuracy"] = null,
    };

    private static JsonObject Row(CostScore score) => new()
    {
        ["cost"] = score.Cost,
        ["meanAccuracy"] = score.MeanAccuracy,
        ["standardError"] = Numbers.Json(score.StandardError),
        ["accuracies"] = new JsonArray([.. score.Accuracies.Select(accuracy => JsonValue.Create(accuracy))]),
        ["certifiedShare"] = score.CertifiedShare,
        ["relativeGap"] = Numbers.Json(score.RelativeGap),
        ["epochs"] = score.Epochs,
        ["seconds"] = score.Elapsed.TotalSeconds,
    };

    private Table Table()
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string title in new[] { "C", "accuracy", "worst fold", "best fold", "largest gap", "epochs", "training" })
            table.AddColumn(new TableColumn(title).RightAligned());
        table.AddColumn(new TableColumn(""));
        foreach (CostScore score in result.Scores)
        {
            string[] cells =
            [
                Numbers.Short(score.Cost), Accuracy(score), Numbers.Percent(score.Accuracies.Min()), Numbers.Percent(score.Accuracies.Max()),
                Numbers.Scientific(score.RelativeGap), Numbers.Count(score.Epochs), Numbers.Seconds(score.Elapsed), Mark(score),
            ];
            table.AddRow([.. cells.Select(cell => score == Chosen ? $"[bold]{cell}[/]" : cell)]);
        }
        return table;
    }

    private string Mark(CostScore score) => (score == result.Best, score == result.OneStandardError) switch
    {
        (true, true) => "◀ best, one s.e.",
        (true, false) => "◀ best",
        (false, true) => "◀ one s.e.",
        _ => "",
    };

    private static string Accuracy(CostScore score) =>
        double.IsNaN(score.StandardError) ? Numbers.Percent(score.MeanAccuracy) : $"{(100 * score.MeanAccuracy).ToString("0.00", CultureInfo.InvariantCulture)} ± {Numbers.Percent(score.StandardError)}";

    private void Remarks(Terminal terminal)
    {
        if (result.Scores.Count > 1 && result.Best == result.Scores[^1])
            terminal.Remark("the best C is the largest tried: a larger one may be better. Widen the range with --from and --to.");
        if (result.Scores.Count > 1 && result.Best == result.Scores[0])
            terminal.Remark("the best C is the smallest tried: a smaller one may be as good. Widen the range with --from and --to.");
        if (result.Scores.FirstOrDefault(score => score.RelativeGap > options.RelativeGap) is { } uncertain)
            terminal.Remark($"from C = {Numbers.Short(uncertain.Cost)} on, the gap asked for was not always reached within the epochs allowed. Raise --epochs, or choose smaller costs.");
        int[] rare = [.. result.Partition.RareClasses];
        if (rare.Length > 0)
            terminal.Remark($"{(rare.Length == 1 ? $"class \"{data.Labels.ClassNames[rare[0]]}\" has" : $"{rare.Length} classes, \"{data.Labels.ClassNames[rare[0]]}\" the first, have")} fewer examples than there are folds: some folds test none of them. Choose fewer folds, or gather more examples.");
    }
}
