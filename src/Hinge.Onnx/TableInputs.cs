using System.Globalization;
using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using static Hinge.Onnx.Schema.TensorProto.Types;

namespace Hinge.Onnx;

/// <summary>A table's columns as inputs, one each, and their featurization as operators: in float64 as Hinge's own, then rounded to float32, so that the features have the same bits.</summary>
internal static class TableInputs
{
    /// <summary>Says of each column that standard operators cannot read as Hinge does why that is.</summary>
    /// <exception cref="ArgumentException">There is such a column.</exception>
    public static void RequireExpressible(Featurizer featurizer)
    {
        foreach (ColumnFeatures column in featurizer.Columns)
        {
            string? why = column switch
            {
                TextFeatures => "text: ONNX's operators cannot cut it into Hinge's terms. Train on embeddings of it instead",
                DateFeatures => "a date: ONNX has no operators for calendars. Train on its parts instead, such as --sql \"select year(d) as year, month(d) as month, …\"",
                CategoryFeatures { HasMissing: true } categories when categories.Values.Contains("") => "a category that has missing values and empty ones as well, which are one in ONNX. Write them differently, and train again",
                _ when column.Name is ModelGraph.Label or ModelGraph.Scores or ModelGraph.Probabilities => "named as an output of the ONNX model is. Rename it, and train again",
                _ when column.Name.Length == 0 => "without a name. Name it, and train again",
                _ => null,
            };
            if (why is not null)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"the model cannot be written as ONNX: column {Quoted.Shown(column.Name)} is {why}."), nameof(featurizer));
        }
    }

    /// <summary>Adds inputs and operators.</summary>
    /// <returns>The name of the features, N×D.</returns>
    public static string Add(GraphBuilder graph, Featurizer featurizer)
    {
        List<string> blocks = [];
        foreach (ColumnFeatures column in featurizer.Columns)
        {
            switch (column)
            {
                case NumberFeatures number:
                    AddNumber(graph, blocks, column.Name, number.Scaling, number.HasMissing, "a number; NaN where it is missing");
                    break;
                case BooleanFeatures boolean:
                    AddNumber(graph, blocks, column.Name, Scaling.None with { Mean = boolean.TrueShare }, boolean.HasMissing, "1 for true, 0 for false; NaN where it is missing");
                    break;
                case CategoryFeatures category:
                    blocks.Add(AddCategory(graph, category));
                    break;
                case EmbeddingFeatures embedding:
                    blocks.Add(graph.Input(column.Name, DataType.Float, embedding.Length, "an embedding"));
                    break;
                default:
                    throw new InvalidOperationException($"no operators for {column.Kind}");
            }
        }
        return graph.Node("Concat", Inner("all", "features"), [.. blocks], GraphBuilder.Attribute("axis", 1));
    }

    /// <summary>(x − offset)/divisor, with the mean for a missing x and, if training rows had none, a second feature that says so.</summary>
    private static void AddNumber(GraphBuilder graph, List<string> blocks, string column, Scaling scaling, bool hasMissing, string meaning)
    {
        string x = graph.Input(column, DataType.Double, 1, meaning);
        string missing = graph.Node("IsNaN", Inner(column, "missing"), [x]);
        string filled = graph.Node("Where", Inner(column, "filled"), [missing, graph.Constant(Inner(column, "mean"), scaling.Mean), x]);
        string shifted = graph.Node("Sub", Inner(column, "shifted"), [filled, graph.Constant(Inner(column, "offset"), scaling.Offset)]);
        string scaled = graph.Node("Div", Inner(column, "scaled"), [shifted, graph.Constant(Inner(column, "divisor"), scaling.Divisor)]);
        blocks.Add(ToFloat(graph, scaled, Inner(column, "feature")));
        if (hasMissing) blocks.Add(ToFloat(graph, missing, Inner(column, "says missing")));
    }

    /// <summary>A feature for each category, one for all others, and one for the empty text if training rows had none.</summary>
    private static string AddCategory(GraphBuilder graph, CategoryFeatures category)
    {
        string column = category.Name;
        string text = graph.Input(column, DataType.String, 1, "a category; the empty text where it is missing");
        IEnumerable<string> keys = category.HasMissing ? [.. category.Values, ""] : category.Values;
        int other = category.Values.Count;
        // The empty text comes after the feature of all others.
        IEnumerable<long> places = Enumerable.Range(0, other).Select(place => (long)place);
        string code = keys.Any()
            ? graph.MachineLearningNode("LabelEncoder", Inner(column, "code"), [text], GraphBuilder.Attribute("keys_strings", keys), GraphBuilder.Attribute("values_int64s", category.HasMissing ? [.. places, other + 1] : places), GraphBuilder.Attribute("default_int64", other))
            : throw new ArgumentException($"the model cannot be written as ONNX: column {Quoted.Shown(column)} had no category in training. Leave it out, and train again.", nameof(category));
        string oneHot = graph.Node("OneHot", Inner(column, "one of them"), [code, graph.Constant(Inner(column, "count"), [category.FeatureCount]), graph.Constant(Inner(column, "no and yes"), [0f, 1f], 2)], GraphBuilder.Attribute("axis", -1));
        return graph.Node("Squeeze", Inner(column, "features"), [oneHot, graph.Constant(Inner(column, "axis"), [1L], 1)]);
    }

    private static string ToFloat(GraphBuilder graph, string value, string name) => graph.Node("Cast", name, [value], GraphBuilder.Attribute("to", (long)DataType.Float));

    /// <summary>A name that no column has: they may not hold NUL.</summary>
    private static string Inner(string column, string what) => $"hinge/{column}/{what}";
}
