using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Reading;

/// <summary>The columns to train on, found in a schema and of the right types.</summary>
/// <param name="Features">A vector of float of known size D.</param>
/// <param name="Label">A key of K values.</param>
/// <param name="Weight">A float a row, or null.</param>
internal sealed record TrainingColumns(DataViewSchema.Column Features, DataViewSchema.Column Label, DataViewSchema.Column? Weight)
{
    /// <summary>D.</summary>
    public int FeatureCount { get; } = ((VectorDataViewType)Features.Type).Size;

    /// <summary>K.</summary>
    public int ClassCount { get; } = (int)((KeyDataViewType)Label.Type).Count;

    /// <summary>The columns that a cursor must make.</summary>
    public IEnumerable<DataViewSchema.Column> All => Weight is { } weight ? [Features, Label, weight] : [Features, Label];

    /// <summary>Finds the columns that the options name.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    public static TrainingColumns In(DataViewSchema schema, HingeOptions options)
    {
        DataViewSchema.Column features = FeaturesIn(schema, options.FeatureColumnName);
        DataViewSchema.Column label = Find(schema, options.LabelColumnName, ColumnRules.KeyRemedy);
        if (label.Type is not KeyDataViewType key)
            throw ColumnRules.Wrong(label.Name, "a key", $"{label.Type}", ColumnRules.KeyRemedy);
        if (key.Count is < 2 or > int.MaxValue)
            throw ColumnRules.Wrong(label.Name, "a key of two values or more", string.Create(CultureInfo.InvariantCulture, $"{key.Count}"), "A classifier needs two classes: look at the labels and at how they are mapped to keys.");
        if (options.ExampleWeightColumnName is not { } name) return new(features, label, null);
        DataViewSchema.Column weight = Find(schema, name, ColumnRules.WeightRemedy);
        return weight.Type == NumberDataViewType.Single
            ? new(features, label, weight)
            : throw ColumnRules.Wrong(name, "one Single a row", $"{weight.Type}", ColumnRules.WeightRemedy);
    }

    /// <summary>The column of features.</summary>
    /// <exception cref="ArgumentException">It is missing or of the wrong type.</exception>
    public static DataViewSchema.Column FeaturesIn(DataViewSchema schema, string name)
    {
        DataViewSchema.Column features = Find(schema, name, ColumnRules.FeaturesRemedy);
        return features.Type is VectorDataViewType { IsKnownSize: true } vector && vector.ItemType == NumberDataViewType.Single
            ? features
            : throw ColumnRules.Wrong(name, "a vector of Single of known size", $"{features.Type}", ColumnRules.FeaturesRemedy);
    }

    private static DataViewSchema.Column Find(DataViewSchema schema, string name, string remedy) =>
        schema.GetColumnOrNull(name) ?? throw ColumnRules.Missing(name, schema.Where(column => !column.IsHidden).Select(column => column.Name), remedy);
}
