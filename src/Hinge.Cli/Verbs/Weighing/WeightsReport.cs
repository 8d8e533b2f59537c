using System.Text.Json.Nodes;
using Hinge.Models;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Weighing;

/// <summary>Classes' strongest features, for people and as JSON.</summary>
internal static class WeightsReport
{
    /// <summary>A table: a class, what raises its score, what lowers it.</summary>
    public static void Show(Terminal terminal, LinearModel model, IReadOnlyList<ClassFeatures> classes)
    {
        bool hasBias = model.Objective.BiasScale != 0;
        Table table = new() { Border = TableBorder.Rounded, ShowRowSeparators = true };
        table.AddColumn(new TableColumn("class").RightAligned());
        if (hasBias) table.AddColumn(new TableColumn("always").RightAligned());
        table.AddColumn("raises its score");
        table.AddColumn("lowers it");
        foreach (ClassFeatures features in classes)
        {
            List<string> row = [Markup.Escape(model.ClassNames[features.Class]), List(features.Raising), List(features.Lowering)];
            if (hasBias) row.Insert(1, Numbers.Signed(features.Intercept));
            table.AddRow([.. row]);
        }
        terminal.Show(table);
        if (model.FeatureNames is null) terminal.Line("Features are counted from 0: the training data gave them no names.");
    }

    public static JsonObject Json(LinearModel model, IReadOnlyList<ClassFeatures> classes) => new()
    {
        ["loss"] = model.Objective.Loss.Name,
        ["cost"] = Numbers.Json(model.Objective.CostFor(model.Certificate.ExampleCount)),
        ["features"] = model.FeatureCount,
        ["classes"] = new JsonArray([.. classes.Select(features => new JsonObject
        {
            ["class"] = model.ClassNames[features.Class],
            ["intercept"] = features.Intercept,
            ["raises"] = Json(features.Raising),
            ["lowers"] = Json(features.Lowering),
        })]),
    };

    private static JsonArray Json(IReadOnlyList<WeighedFeature> features) => new([.. features.Select(feature => new JsonObject
    {
        ["feature"] = feature.Index,
        ["name"] = feature.Name,
        ["weight"] = feature.Weight,
    })]);

    private static string List(IReadOnlyList<WeighedFeature> features) =>
        features.Count == 0 ? "nothing" : string.Join('\n', features.Select(feature => $"{Numbers.Signed(feature.Weight)}  {Markup.Escape(feature.Name)}"));
}
