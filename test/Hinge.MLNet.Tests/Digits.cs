using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Tests;

/// <summary>The shipped digits as data views, dense and sparse, with labels of text.</summary>
internal static class Digits
{
    public static string Path { get; } = RepositoryFile.At("samples", "digits.svm");

    /// <summary>As Hinge's own reader has them: sparse, classes in the order of numbers.</summary>
    public static Dataset Own { get; } = SvmLightReader.Read<float>(Path);

    public static IDataView Dense(MLContext context, int rowCount = int.MaxValue) => WithKeys(context, context.Data.LoadFromEnumerable(Rows(rowCount).Select(row => new DenseDigit { Name = row.Name, Weight = row.Weight, Features = [.. row.Features.DenseValues()] })));

    public static IDataView Sparse(MLContext context, int rowCount = int.MaxValue) => WithKeys(context, context.Data.LoadFromEnumerable(Rows(rowCount)));

    /// <summary>Keys in the order of the names, which for digits is that of the numbers.</summary>
    public static IDataView WithKeys(MLContext context, IDataView data) =>
        context.Transforms.Conversion.MapValueToKey("Label", nameof(SparseDigit.Name), keyOrdinality: Microsoft.ML.Transforms.ValueToKeyMappingEstimator.KeyOrdinality.ByValue).Fit(data).Transform(data);

    public static IEnumerable<SparseDigit> Rows(int rowCount = int.MaxValue)
    {
        SparseMatrix<float> features = (SparseMatrix<float>)Own.Features;
        for (int i = 0; i < Math.Min(rowCount, Own.ExampleCount); i++)
        {
            yield return new SparseDigit
            {
                Name = Own.Labels.ClassNames[Own.Labels[i]],
                Weight = 0.5f + i % 4,
                Features = new VBuffer<float>(features.FeatureCount, features.RowValues(i).Length, features.RowValues(i).ToArray(), features.RowColumns(i).ToArray()),
            };
        }
    }

    /// <summary>Row i of the matrix, dense.</summary>
    public static float[] Row(int i) => [.. Rows().ElementAt(i).Features.DenseValues()];
}

internal sealed class SparseDigit
{
    public string Name { get; set; } = "";

    public float Weight { get; set; }

    [VectorType(64)]
    public VBuffer<float> Features { get; set; }
}

internal sealed class DenseDigit
{
    public string Name { get; set; } = "";

    public float Weight { get; set; }

    [VectorType(64)]
    public float[] Features { get; set; } = [];
}

internal sealed class DigitAnswer
{
    public uint PredictedLabel { get; set; }

    public float[] Score { get; set; } = [];
}
