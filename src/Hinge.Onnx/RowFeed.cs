using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Hinge.Onnx;

/// <summary>Rows to verify with: as Hinge's features, and as the inputs of the graph.</summary>
/// <param name="features">The rows' features.</param>
/// <param name="table">The table that they were made of, or null.</param>
/// <param name="featurizer">How, or null.</param>
internal sealed class RowFeed(FeatureMatrix features, Table? table, Featurizer? featurizer)
{
    public FeatureMatrix Features => features;

    /// <summary>How messages name a row.</summary>
    public string NameOf(int row) => table is null
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"row {row + 1}")
        : table.Refused(row, "").Message.TrimEnd(' ', ':');

    /// <summary>The inputs of some rows.</summary>
    public List<NamedOnnxValue> Inputs(int first, int count)
    {
        if (table is null || featurizer is null) return [NamedOnnxValue.CreateFromTensor(ModelGraph.Features, Dense(first, count))];
        return [.. featurizer.Columns.Select(column => Input(column, table[column.Name], first, count))];
    }

    private DenseTensor<float> Dense(int first, int count)
    {
        int d = features.FeatureCount;
        float[] values = new float[checked(count * d)];
        double[] row = new double[d];
        for (int r = 0; r < count; r++)
        {
            features.CopyRow(first + r, row);
            for (int f = 0; f < d; f++) values[r * d + f] = (float)row[f];
        }
        return new DenseTensor<float>(values, [count, d]);
    }

    private static NamedOnnxValue Input(ColumnFeatures features, TableColumn column, int first, int count)
    {
        switch (column)
        {
            case NumberColumn numbers:
                return NamedOnnxValue.CreateFromTensor(column.Name, new DenseTensor<double>(numbers.Values.Slice(first, count).ToArray(), [count, 1]));
            case TextColumn texts:
                string[] values = new string[count];
                for (int r = 0; r < count; r++) values[r] = texts[first + r] ?? "";
                return NamedOnnxValue.CreateFromTensor(column.Name, new DenseTensor<string>(values, [count, 1]));
            case VectorColumn vectors:
                float[] lists = new float[checked(count * vectors.Length)];
                for (int r = 0; r < count; r++) vectors.Row(first + r).CopyTo(lists.AsSpan(r * vectors.Length));
                return NamedOnnxValue.CreateFromTensor(column.Name, new DenseTensor<float>(lists, [count, vectors.Length]));
            default:
                throw new InvalidOperationException($"no input for {features.Kind}");
        }
    }
}
