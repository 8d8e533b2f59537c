using System.Numerics;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Kernels.Dense;

namespace Hinge.Testing.Probe;

/// <summary>
/// Passes over fixed seeded numbers in [−1, 1], at several thread counts: losses, scores and gradients. Names are
/// storage, features, arithmetic, N×D×K, plan or coordinates, what, threads. Coefficients are fixed, so that rounding of scores stays out of gradients.
/// </summary>
internal static class PassResults
{
    private static readonly (int N, int D, int K)[] Shapes = [(1, 1, 1), (5, 3, 2), (41, 8, 4), (300, 17, 11), (1100, 65, 10), (300, 257, 23), (4500, 5, 3)];

    public static IEnumerable<(string Name, double[] Values)> All()
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            foreach (int threads in (int[])[1, 3])
            {
                foreach ((string name, double[] values) in Of<float, float>(n, d, k, threads)) yield return ($"{name}-threads{threads}", values);
                foreach ((string name, double[] values) in Of<float, double>(n, d, k, threads)) yield return ($"{name}-threads{threads}", values);
                foreach ((string name, double[] values) in Of<double, double>(n, d, k, threads)) yield return ($"{name}-threads{threads}", values);
            }
        }
    }

    private static IEnumerable<(string Name, double[] Values)> Of<TX, T>(int n, int d, int k, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        string type = $"{(typeof(TX) == typeof(float) ? "float" : "double")}-{(typeof(T) == typeof(float) ? "float" : "double")}-{n}x{d}x{k}";
        double[] x = Uniform(n * d, seed: 1), w = Uniform(d * k, seed: 2), gradient = new double[d * k];
        TX[] dense = [.. x.Select(TX.CreateTruncating)];
        WeightLayout layout = WeightLayout.ByFeature(k);
        // Rows with all coefficients, with one, with none.
        double[] coefficients = Uniform(n * k, seed: 3);
        for (int e = 0; e < coefficients.Length; e++)
            if (e / k % 3 == 1 || (e / k % 3 == 2 && e % k != 0)) coefficients[e] = 0;
        Visitor<T> visitor = new(k, [.. coefficients.Select(T.CreateTruncating)]);

        foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
        {
            double loss = KernelChoice.IsVectorized
                ? DensePass.RunVectorized(dense, n, d, w, k, layout, visitor, gradient, threads, plan)
                : DensePass.Run(dense, n, d, w, k, layout, visitor, gradient, threads);
            yield return ($"dense-{type}-{plan}-loss", [loss]);
            yield return ($"dense-{type}-{plan}-gradient", [.. gradient]);
        }
        yield return ($"dense-{type}-scores", [.. visitor.Scores]);
        using DenseCoordinateRows<TX, T> denseRows = new(dense, n, d, k);
        foreach ((string name, double[] values) in Coordinates(denseRows, n, w, coefficients)) yield return ($"dense-{type}-{name}", values);

        // A third of the entries; some rows have none.
        for (int e = 0; e < x.Length; e++)
            if (e * 7 % 3 != 0 || e / d % 5 == 3) x[e] = 0;
        (long[] offsets, int[] columns, double[] entries) = Storage.Compress(x, n, d);
        TX[] sparse = [.. entries.Select(TX.CreateTruncating)];
        double sparseLoss = SparsePass.Run<TX, T>(offsets, columns, sparse, d, w, k, layout, visitor, gradient, threads);
        yield return ($"sparse-{type}-loss", [sparseLoss]);
        yield return ($"sparse-{type}-gradient", [.. gradient]);
        yield return ($"sparse-{type}-scores", [.. visitor.Scores]);
        using SparseCoordinateRows<TX, T> sparseRows = new(offsets, columns, sparse, d, k);
        foreach ((string name, double[] values) in Coordinates(sparseRows, n, w, coefficients)) yield return ($"sparse-{type}-{name}", values);
    }

    /// <summary>The scores of every row, and the weights once each row has been added.</summary>
    private static IEnumerable<(string Name, double[] Values)> Coordinates<T>(CoordinateRows<T> rows, int n, double[] w, double[] coefficients)
        where T : unmanaged, INumber<T>
    {
        int k = rows.ClassCount;
        rows.SetWeights(w, WeightLayout.ByFeature(k));
        T[] row = new T[rows.ScoreLength];
        double[] scores = new double[n * k], weights = new double[w.Length];
        for (int i = 0; i < n; i++)
        {
            rows.Scores(i, row);
            for (int j = 0; j < k; j++) scores[i * k + j] = double.CreateTruncating(row[j]);
        }
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < k; j++) row[j] = T.CreateTruncating(coefficients[i * k + j]);
            rows.Add(i, row);
        }
        rows.CopyWeightsTo(weights, WeightLayout.ByFeature(k));
        yield return ("coordinates-scores", scores);
        yield return ("coordinates-weights", weights);
    }

    private static double[] Uniform(int count, int seed)
    {
        Random random = new(seed);
        double[] values = new double[count];
        for (int e = 0; e < count; e++) values[e] = 2 * random.NextDouble() - 1;
        return values;
    }

    /// <summary>Keeps the scores, sums them as losses and leaves given coefficients.</summary>
    private sealed class Visitor<T>(int classCount, T[] coefficients) : IScoreVisitor<T>
        where T : unmanaged, INumber<T>
    {
        public double[] Scores { get; } = new double[coefficients.Length];

        public double Visit(int firstRow, Span<T> scores, int stride)
        {
            double loss = 0;
            for (int r = 0; r < scores.Length / stride; r++)
            {
                for (int j = 0; j < classCount; j++)
                {
                    int e = (firstRow + r) * classCount + j;
                    Scores[e] = double.CreateTruncating(scores[r * stride + j]);
                    scores[r * stride + j] = coefficients[e];
                    loss += Scores[e];
                }
            }
            return loss;
        }
    }
}
