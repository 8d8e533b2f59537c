using System.Globalization;
using Hinge.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.Samples.MLNet;

/// <summary>Data of Hinge's as a data view of sparse rows.</summary>
internal static class Rows
{
    /// <summary>Label, a key in the order of the numbers, and Features.</summary>
    public static IDataView View(MLContext context, Dataset data)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(Row));
        schema[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, data.Features.FeatureCount);
        IDataView rows = context.Data.LoadFromEnumerable(Enumerable.Range(0, data.ExampleCount).Select(i => RowOf(data, i)), schema);
        IDataView keyed = context.Transforms.Conversion.MapValueToKey("Label", nameof(Row.Digit), keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(rows).Transform(rows);
        return context.Data.Cache(keyed, "Label", nameof(Row.Features));
    }

    private static Row RowOf(Dataset data, int example)
    {
        SparseMatrix<float> features = (SparseMatrix<float>)data.Features;
        float[] values = features.RowValues(example).ToArray();
        return new Row
        {
            Digit = float.Parse(data.Labels.ClassNames[data.Labels[example]], CultureInfo.InvariantCulture),
            Features = new VBuffer<float>(features.FeatureCount, values.Length, values, features.RowColumns(example).ToArray()),
        };
    }

    private sealed class Row
    {
        public float Digit { get; set; }

        public VBuffer<float> Features { get; set; }
    }
}
