using Microsoft.ML;
using Microsoft.ML.Data;
using Kind = Microsoft.ML.SchemaShape.Column.VectorKind;

namespace Hinge.MLNet.Reading;

/// <summary>What the trainer's columns must be, checked on the shape of a schema before any data is read.</summary>
internal static class ColumnRules
{
    public const string KeyRemedy = "Map it with mlContext.Transforms.Conversion.MapValueToKey.";
    public const string FeaturesRemedy = "Join columns with mlContext.Transforms.Concatenate; text becomes features by mlContext.Transforms.Text.FeaturizeText.";
    public const string WeightRemedy = "Convert it with mlContext.Transforms.Conversion.ConvertType.";

    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    public static void Check(SchemaShape schema, HingeOptions options)
    {
        SchemaShape.Column features = Find(schema, options.FeatureColumnName, FeaturesRemedy);
        if (features.Kind != Kind.Vector || features.ItemType != NumberDataViewType.Single || features.IsKey)
            throw Wrong(options.FeatureColumnName, "a vector of Single of known size", Text(features), FeaturesRemedy);
        SchemaShape.Column label = Find(schema, options.LabelColumnName, KeyRemedy);
        if (label.Kind != Kind.Scalar || !label.IsKey)
            throw Wrong(options.LabelColumnName, "a key", Text(label), KeyRemedy);
        if (options.ExampleWeightColumnName is not { } name) return;
        SchemaShape.Column weight = Find(schema, name, WeightRemedy);
        if (weight.Kind != Kind.Scalar || weight.ItemType != NumberDataViewType.Single || weight.IsKey)
            throw Wrong(name, "one Single a row", Text(weight), WeightRemedy);
    }

    public static ArgumentException Wrong(string column, string rule, string got, string remedy) =>
        new($"column {column} must be {rule}; got {got}. {remedy}");

    public static ArgumentException Missing(string column, IEnumerable<string> names, string remedy) =>
        new($"column {column} must be in the data; got {string.Join(", ", names)}. Name another in the options, or make it. {remedy}");

    private static SchemaShape.Column Find(SchemaShape schema, string name, string remedy)
    {
        foreach (SchemaShape.Column column in schema)
            if (column.Name == name) return column;
        throw Missing(name, schema.Select(column => column.Name), remedy);
    }

    private static string Text(SchemaShape.Column column)
    {
        string item = column.IsKey ? $"key of {column.ItemType}" : $"{column.ItemType}";
        return column.Kind switch { Kind.Scalar => $"one {item} a row", Kind.Vector => $"a vector of {item}", _ => $"a vector of {item} of unknown size" };
    }
}
