using System.Text.Json.Nodes;
using Hinge.Data.Featurization;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>What became of a table's columns: a table on standard error before training, an object in <c>--json</c>.</summary>
internal static class FeaturizationReport
{
    /// <summary>The most columns listed; the others are counted.</summary>
    private const int Most = 40;

    /// <summary>How a featurization that was just learnt is to be shown, or null where the data is no table.</summary>
    public static Featurizer? Of(string? featurization, int featureCount) =>
        TableArguments.OfTable(featurization) is null ? null : Featurizer.Parse("featurization", featurization!, featureCount);

    /// <summary>Shows it to people; nothing with --json or --quiet.</summary>
    public static void Show(Terminal terminal, Featurizer? featurizer)
    {
        if (featurizer is null || !terminal.Reports) return;
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("column");
        table.AddColumn("taken as");
        table.AddColumn(new TableColumn("features").RightAligned());
        table.AddColumn("how");
        table.AddRow(Markup.Escape(featurizer.Label), "label", "", "");
        foreach (ColumnSummary column in featurizer.Summary.Take(Most))
            table.AddRow(Markup.Escape(column.Column), Word(column.Kind), column.FeatureCount == 0 ? "" : Numbers.Count(column.FeatureCount), Markup.Escape(column.Detail));
        if (featurizer.Summary.Count > Most) table.AddRow($"and {Numbers.Count(featurizer.Summary.Count - Most)} more", "", "", "");
        terminal.Error.Write(table);
    }

    /// <summary>The same as JSON, all columns.</summary>
    public static JsonObject? Json(Featurizer? featurizer) => featurizer is null ? null : new JsonObject
    {
        ["label"] = featurizer.Label,
        ["columns"] = new JsonArray([.. featurizer.Summary.Select(column => new JsonObject
        {
            ["column"] = column.Column,
            ["kind"] = Word(column.Kind),
            ["features"] = column.FeatureCount,
            ["detail"] = column.Detail,
        })]),
    };

    /// <summary>The word for it.</summary>
    public static string Word(FeatureKind kind) => kind.ToString().ToLowerInvariant();
}
