using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Explaining;

/// <summary>The ledger of a column or an entry of dW, for people and as JSON.</summary>
internal static class LedgerReport
{
    public static void Show(Terminal terminal, GradientLedger ledger, MeanForm form, double biasScale)
    {
        Dataset data = form.Data;
        string name = Name(ledger, data), column = data.Labels.ClassNames[ledger.Class];
        terminal.Line(ledger.Feature is null
            ? $"{name}, the mean over {Numbers.Count(data.ExampleCount)} examples{Penalty(form)}, has length {Numbers.Short(ledger.Total)}; each part is its length along the column"
            : $"{name}, the mean over {Numbers.Count(data.ExampleCount)} examples{Penalty(form)}, is {Multiples.Plain(ledger.Total)}");
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("example").RightAligned());
        table.AddColumn(new TableColumn("its class").RightAligned());
        table.AddColumn($"adds to column {Markup.Escape(column)}");
        if (ledger.Feature is not null) table.AddColumn(new TableColumn(Markup.Escape($"its x[{Row(ledger, data)}]")).RightAligned());
        table.AddColumn("because");
        table.AddColumn(new TableColumn("part").RightAligned());
        foreach (LedgerTerm term in ledger.Terms)
        {
            string @class = Markup.Escape(data.Labels.ClassNames[term.Label]) + (term.Label == ledger.Class ? " = y" : "");
            List<string> row = [$"{term.Example}", @class, Multiples.OfX(term.Coefficient)];
            if (ledger.Feature is { } feature) row.Add(Multiples.Plain(Value(data, term.Example, feature, biasScale)));
            row.Add(Markup.Escape(Reason(term, data.Labels.ClassNames, form.Loss)));
            row.Add(Multiples.Signed(term.Contribution));
            table.AddRow([.. row]);
        }
        if (ledger.RestCount > 0) Sum($"{Numbers.Count(ledger.RestCount)} smaller term{(ledger.RestCount == 1 ? "" : "s")}", ledger.Rest);
        if (form.Lambda > 0) Sum("regularization", ledger.Regularization);
        Sum("sum", ledger.Total);
        terminal.Show(table);

        void Sum(string what, double contribution)
        {
            List<string> row = ["", "", what];
            if (ledger.Feature is not null) row.Add("");
            row.AddRange(["", Multiples.Signed(contribution)]);
            table.AddRow([.. row]);
        }
    }

    public static JsonObject Json(GradientLedger ledger, MeanForm form)
    {
        IReadOnlyList<string> names = form.Data.Labels.ClassNames;
        JsonObject json = new() { ["column"] = names[ledger.Class] };
        if (ledger.Feature is { } feature) json["feature"] = feature;
        json["lossName"] = form.Loss.Name;
        json["lambda"] = form.Lambda;
        json["examples"] = form.Data.ExampleCount;
        json[ledger.Feature is null ? "length" : "value"] = Numbers.Json(ledger.Total);
        json["terms"] = new JsonArray([.. ledger.Terms.Select(term => new JsonObject
        {
            ["example"] = term.Example,
            ["label"] = names[term.Label],
            ["class"] = names[term.Class],
            ["violation"] = term.Violation is { } violation ? Numbers.Json(violation) : null,
            ["coefficient"] = Numbers.Json(term.Coefficient),
            ["contribution"] = Numbers.Json(term.Contribution),
        })]);
        json["rest"] = new JsonObject { ["count"] = ledger.RestCount, ["contribution"] = Numbers.Json(ledger.Rest) };
        json["regularization"] = Numbers.Json(ledger.Regularization);
        if (ledger.Feature is null) json["gradient"] = new JsonArray([.. ledger.Column.Select(Numbers.Json)]);
        return json;
    }

    /// <summary>dW[:, 3] or dW[10, 3], with names where the data has them.</summary>
    public static string Name(GradientLedger ledger, Dataset data) => $"dW[{Row(ledger, data)}, {data.Labels.ClassNames[ledger.Class]}]";

    private static string Row(GradientLedger ledger, Dataset data) =>
        ledger.Feature is not { } feature ? ":" : feature == data.Features.FeatureCount ? "bias" : data.FeatureNames?[feature] ?? $"{feature}";

    private static string Penalty(MeanForm form) => form.Lambda > 0 ? $" with λ = {Numbers.Short(form.Lambda)}" : "";

    private static string Reason(LedgerTerm term, IReadOnlyList<string> names, Loss loss) => term.Violation is { } violation
        ? $"class {names[term.Class]} {(loss is OneVsRest or SquaredOneVsRest ? "asks for" : "violates by")} {Multiples.Plain(violation)}{(loss is OneVsRest or SquaredOneVsRest ? " more" : "")}"
        : $"class {names[term.Class]} has probability {Numbers.Short(Math.Abs(term.Coefficient))}";

    private static double Value(Dataset data, int example, int feature, double biasScale)
    {
        if (feature == data.Features.FeatureCount) return biasScale;
        double[] row = new double[data.Features.FeatureCount];
        data.Features.CopyRow(example, row);
        return row[feature];
    }
}
