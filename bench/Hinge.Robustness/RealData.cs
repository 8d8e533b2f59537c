using System.Globalization;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Robustness;

/// <summary>Data of the repository, and first rows of what bench/data/fetch gets.</summary>
internal static class RealData
{
    public static Dataset Iris()
    {
        string[][] lines = [.. File.ReadLines(RepositoryFile.At("samples", "iris.csv")).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
        float[] values = [.. lines.SelectMany(fields => fields[..4]).Select(field => float.Parse(field, CultureInfo.InvariantCulture))];
        return new Dataset(new DenseMatrix<float>(lines.Length, 4, values), Labels.FromNames([.. lines.Select(fields => fields[4])]));
    }

    public static Dataset Digits() => SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm"));

    /// <summary>The first rows of a file in bench/data/cache.</summary>
    public static Dataset Cached(string name, int rows) =>
        SvmLightReader.Read<float>(RepositoryFile.At("bench", "data", "cache", name)).Select([.. Enumerable.Range(0, rows)]);

    /// <summary>The data with every feature multiplied.</summary>
    public static Dataset Scaled(Dataset data, double factor)
    {
        FeatureMatrix features = data.Features switch
        {
            DenseMatrix<float> dense => new DenseMatrix<float>(dense.ExampleCount, dense.FeatureCount, [.. dense.Values.ToArray().Select(v => (float)(v * factor))]),
            SparseMatrix<float> sparse => new SparseMatrix<float>(sparse.FeatureCount, sparse.RowOffsets.ToArray(), sparse.Columns.ToArray(), [.. sparse.Values.ToArray().Select(v => (float)(v * factor))]),
            _ => throw new ArgumentException("Features are kept in float here.", nameof(data)),
        };
        return new Dataset(features, data.Labels);
    }
}
