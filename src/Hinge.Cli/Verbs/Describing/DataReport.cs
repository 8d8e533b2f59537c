using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hinge.Data.Describing;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Describing;

/// <summary>A data set's description for people and as JSON.</summary>
/// <param name="found">The description.</param>
/// <param name="withColumns">Whether every column is listed.</param>
internal sealed class DataReport(DataDescription found, bool withColumns)
{
    /// <summary>Above this many classes only the largest are drawn.</summary>
    private const int MostBars = 20;

    public void Show(Terminal terminal, string name, TimeSpan reading)
    {
        terminal.Line($"{name}: {Numbers.Count(found.ExampleCount)} examples × {Numbers.Count(found.FeatureCount)} features, {Numbers.Count(found.ClassNames.Count)} classes, {Storage()}, read in {Numbers.Seconds(reading)}");
        terminal.Line($"nonzeros   {Numbers.Count(found.NonzeroCount)}, {Numbers.Percent(found.Density)} of all; {Numbers.Count((long)found.RowNonzeros.Minimum)} to {Numbers.Count((long)found.RowNonzeros.Maximum)} a row, median {Numbers.Count((long)found.RowNonzeros.Median)}");
        terminal.Line($"values     {Numbers.Short(found.Minimum)} to {Numbers.Short(found.Maximum)}");
        terminal.Line($"columns    {string.Join(", ", Kinds().Where(kind => kind.Count > 0).Select(kind => $"{Numbers.Count(kind.Count)} {kind.Name}"))}");
        terminal.Line($"norms ‖x‖  {Numbers.Short(found.RowNorms.Minimum)} to {Numbers.Short(found.RowNorms.Maximum)}, median {Numbers.Short(found.RowNorms.Median)}");
        terminal.Show(Bars());
        if (found.ClassNames.Count > MostBars)
            terminal.Line($"and {Numbers.Count(found.ClassNames.Count - MostBars)} smaller classes with {Numbers.Count(BySize().Skip(MostBars).Sum(y => (long)found.ClassExamples[y]))} examples");
        if (withColumns) terminal.Show(ColumnTable());
        foreach (Suspicion suspicion in found.Suspicions)
        {
            terminal.Line($"! {suspicion.Text}");
            terminal.Line($"  {suspicion.Remedy}");
        }
        if (found.Suspicions.Count == 0) terminal.Line("nothing suspicious");
        else if (found.Suspicions.Any(suspicion => suspicion.Kind >= SuspicionKind.ConstantColumns)) terminal.Line("Rows and columns are counted from 0.");
    }

    public JsonObject Json(TimeSpan reading) => new()
    {
        ["examples"] = found.ExampleCount,
        ["features"] = found.FeatureCount,
        ["classes"] = found.ClassNames.Count,
        ["storage"] = found.IsSparse ? "sparse" : "dense",
        ["type"] = Type(),
        ["nonzeros"] = found.NonzeroCount,
        ["density"] = found.Density,
        ["minimum"] = found.Minimum,
        ["maximum"] = found.Maximum,
        ["rowNonzeros"] = Json(found.RowNonzeros),
        ["rowNorms"] = Json(found.RowNorms),
        ["differentRows"] = found.DifferentRowCount,
        ["columnKinds"] = new JsonObject([.. Kinds().Select(kind => KeyValuePair.Create(kind.Id, (JsonNode?)JsonValue.Create(kind.Count)))]),
        ["perClass"] = new JsonArray([.. found.ClassNames.Select((name, y) => new JsonObject { ["class"] = name, ["examples"] = found.ClassExamples[y] })]),
        ["suspicions"] = new JsonArray([.. found.Suspicions.Select(Json)]),
        ["columns"] = withColumns ? new JsonArray([.. found.Columns.Select(Json)]) : null,
        ["readSeconds"] = reading.TotalSeconds,
    };

    private string Type() => found.IsSingle ? "float32" : "float64";

    private string Storage() => found.IsSparse ? $"sparse rows of {Type()}" : $"dense rows of {Type()}";

    private IEnumerable<(string Id, string Name, int Count)> Kinds()
    {
        yield return ("empty", "of zeros only", found.EmptyColumnCount);
        yield return ("constant", "constant", Of(ColumnKind.Constant));
        yield return ("binary", "of 0 and 1", Of(ColumnKind.Binary));
        yield return ("whole", "of whole numbers", Of(ColumnKind.Whole));
        yield return ("fractional", "of other numbers", Of(ColumnKind.Fractional));

        int Of(ColumnKind kind) => found.Columns.Count(column => column.Kind == kind);
    }

    private IEnumerable<int> BySize() => Enumerable.Range(0, found.ClassNames.Count).OrderByDescending(y => found.ClassExamples[y]);

    private BarChart Bars()
    {
        IEnumerable<int> shown = found.ClassNames.Count > MostBars ? BySize().Take(MostBars) : Enumerable.Range(0, found.ClassNames.Count);
        BarChart chart = new BarChart().Width(72).UseValueFormatter((value, _) => Numbers.Count((long)value));
        foreach (int y in shown) chart.AddItem(Markup.Escape($"class {found.ClassNames[y]}"), found.ClassExamples[y], Color.Teal);
        return chart;
    }

    private Table ColumnTable()
    {
        Table table = new() { Border = TableBorder.Rounded };
        foreach (string title in new[] { "column", "kind", "nonzeros", "minimum", "maximum", "mean", "deviation" })
            table.AddColumn(new TableColumn(title).RightAligned());
        foreach (ColumnDescription column in found.Columns)
        {
            table.AddRow(
                Markup.Escape(Name(column)), Word(column.Kind.ToString()), Numbers.Count(column.NonzeroCount), Numbers.Short(column.Minimum),
                Numbers.Short(column.Maximum), Numbers.Short(column.Mean), Numbers.Short(column.StandardDeviation));
        }
        return table;
    }

    private string Name(ColumnDescription column) =>
        found.FeatureNames is { } names ? names[column.Column] : column.Column.ToString(CultureInfo.InvariantCulture);

    private JsonObject Json(ColumnDescription column) => new()
    {
        ["column"] = column.Column,
        ["name"] = found.FeatureNames?[column.Column],
        ["kind"] = Word(column.Kind.ToString()),
        ["nonzeros"] = column.NonzeroCount,
        ["minimum"] = column.Minimum,
        ["maximum"] = column.Maximum,
        ["mean"] = Numbers.Json(column.Mean),
        ["standardDeviation"] = Numbers.Json(column.StandardDeviation),
    };

    private static JsonObject Json(Spread spread) => new()
    {
        ["minimum"] = spread.Minimum,
        ["median"] = spread.Median,
        ["maximum"] = spread.Maximum,
    };

    private static JsonObject Json(Suspicion suspicion) => new()
    {
        ["kind"] = Word(suspicion.Kind.ToString()),
        ["count"] = suspicion.Count,
        ["places"] = new JsonArray([.. suspicion.Places.Select(place => JsonValue.Create(place))]),
        ["text"] = suspicion.Text,
        ["remedy"] = suspicion.Remedy,
    };

    private static string Word(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name);
}
