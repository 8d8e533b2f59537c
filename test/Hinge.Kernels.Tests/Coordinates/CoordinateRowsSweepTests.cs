using System.Numerics;
using Hinge.Kernels.Coordinates;
using Hinge.Kernels.Tests.Passes;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Coordinates;

/// <summary>Rows beside weights of their own against plain loops, around the edges of vectors and tiles.</summary>
public class CoordinateRowsSweepTests
{
    private const int Rows = 5, Rounds = 3;

    private static readonly int[] FeatureCounts = [.. Enumerable.Range(1, 40), 63, 64, 65];
    private static readonly int[] ClassCounts = [.. Enumerable.Range(1, 12), 58];

    public static TheoryData<bool> Storages => [false, true];

    [Theory]
    [MemberData(nameof(Storages))]
    public void AllMembers_WholeNumbers_AreExact(bool isSparse)
    {
        Sweep<float, float>(isSparse, WholeNumbers, (_, _) => 0);
        Sweep<float, double>(isSparse, WholeNumbers, (_, _) => 0);
        Sweep<double, double>(isSparse, WholeNumbers, (_, _) => 0);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void AllMembers_RealNumbers_AgreeWithPlainLoops(bool isSparse)
    {
        Sweep<float, float>(isSparse, RealNumbers, Tolerances.SumOfFloatProducts);
        Sweep<float, double>(isSparse, RealNumbers, Tolerances.SumOfProducts);
        Sweep<double, double>(isSparse, RealNumbers, Tolerances.SumOfProducts);
    }

    // Of 58 classes to 2000, some panels: their scores have the values of the whole, others are left as they were, and only their
    // coefficients are added.
    [Theory]
    [MemberData(nameof(Storages))]
    public void Panels_WholeNumbers_AloneAreWorkedOn(bool isSparse)
    {
        foreach (int k in (int[])[1, 5, 6, 16, 17, 58, 200, 1000, 2000])
        {
            RequirePanels<float>(isSparse, k);
            RequirePanels<double>(isSparse, k);
        }
    }

    private static void RequirePanels<T>(bool isSparse, int k)
        where T : unmanaged, INumber<T>
    {
        const int D = 19;
        const ulong Panels = 0x9249_2492_4924_9249;
        double[] x = WholeNumbers(Rows * D, 1), weights = WholeNumbers(D * k, 2), coefficients = WholeNumbers(k, 3);
        using CoordinateRows<T> rows = NewRows<float, T>(isSparse, x, Rows, D, k);
        rows.SetWeights(weights, WeightLayout.ByFeature(k));
        Assert.InRange(rows.PanelCount, 1, 64);
        Assert.InRange(k, (rows.PanelCount - 1) * rows.PanelSize + 1, rows.PanelCount * rows.PanelSize);
        string at = $"{(isSparse ? "sparse" : "dense")}, {typeof(T).Name}, K = {k}";
        T[] whole = new T[rows.ScoreLength], scores = new T[rows.ScoreLength], change = new T[rows.ScoreLength];
        for (int j = 0; j < k; j++) change[j] = T.CreateTruncating(coefficients[j]);
        for (int i = 0; i < Rows; i++)
        {
            rows.FetchWeights(i, Panels);
            rows.Scores(i, whole);
            Array.Fill(scores, T.CreateTruncating(77));
            rows.Scores(i, scores, Panels);
            rows.Add(i, change, Panels);
            for (int j = 0; j < k; j++)
            {
                bool counts = (Panels >> (j / rows.PanelSize) & 1) != 0;
                Assert.True(scores[j] == (counts ? whole[j] : T.CreateTruncating(77)), $"score of row {i}, class {j}: {scores[j]}; {at}");
                for (int f = 0; f < D && counts; f++) weights[f * k + j] += x[i * D + f] * coefficients[j];
            }
        }
        MatrixAssert.SameBits(weights, Weights(rows), k, $"weights, {at}");
    }

    private static double[] WholeNumbers(int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (double)random.Next(-3, 4))];
    }

    private static double[] RealNumbers(int count, int seed) => [.. Blobs.Normals(count, seed).Select(v => (double)(float)v)];

    private static void Sweep<TX, T>(bool isSparse, Func<int, int, double[]> newNumbers, Func<int, double, double> tolerance)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        foreach (int d in FeatureCounts)
            foreach (int k in ClassCounts)
                Check<TX, T>(isSparse, d, k, newNumbers, tolerance);
    }

    private static void Check<TX, T>(bool isSparse, int d, int k, Func<int, int, double[]> newNumbers, Func<int, double, double> tolerance)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        double[] x = newNumbers(Rows * d, d), weights = newNumbers(d * k, d + 1), coefficients = newNumbers(Rows * k, d + 2);
        // Sparse data leave a row without entries; a class has no coefficients.
        for (int e = 0; e < x.Length && isSparse; e++)
            if (e % 3 == 1 || e / d == 2) x[e] = 0;
        for (int e = 0; e < coefficients.Length && k > 1; e += k) coefficients[e + 1] = 0;
        string at = $"{(isSparse ? "sparse" : "dense")}, {typeof(TX).Name} in {typeof(T).Name}, D = {d}, K = {k}";

        using CoordinateRows<T> rows = NewRows<TX, T>(isSparse, x, Rows, d, k);
        Assert.Equal((d, k), (rows.FeatureCount, rows.ClassCount));
        rows.SetWeights(weights, WeightLayout.ByFeature(k));
        MatrixAssert.SameBits(weights, Weights(rows), k, $"weights set, {at}");
        RequireScores(rows, x, weights, tolerance, at);

        double largest = 1;
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Rows; i++)
            {
                T[] change = new T[rows.ScoreLength];
                for (int j = 0; j < k; j++) change[j] = T.CreateTruncating(coefficients[i * k + j]);
                rows.Add(i, change);
                for (int f = 0; f < d; f++)
                    for (int j = 0; j < k; j++)
                        weights[f * k + j] += x[i * d + f] * coefficients[i * k + j];
            }
        }
        foreach (double w in x.Concat(coefficients)) largest = Math.Max(largest, w * w);
        foreach (double w in weights) largest = Math.Max(largest, Math.Abs(w));
        double[] added = Weights(rows);
        MatrixAssert.Close(weights, added, k, tolerance(Rounds * Rows + 1, (Rounds * Rows + 1) * largest), $"weights after {Rounds} rounds, {at}");
        RequireScores(rows, x, added, tolerance, $"after {Rounds} rounds, {at}");
        MatrixAssert.Close(added.Sum(w => w * w), rows.SquaredNorm(), Tolerances.SumOfProducts(d * k, 1), $"squared norm, {at}");

        rows.Scale(-0.5);
        MatrixAssert.SameBits([.. added.Select(w => -0.5 * w)], Weights(rows), k, $"weights scaled, {at}");
    }

    private static void RequireScores<T>(CoordinateRows<T> rows, double[] x, double[] weights, Func<int, double, double> tolerance, string at)
        where T : unmanaged, INumber<T>
    {
        int d = rows.FeatureCount, k = rows.ClassCount;
        PlainScores expected = PlainScores.Of<double, double>(x, Rows, d, k, weights);
        double allowed = tolerance(d, expected.LargestMagnitude);
        T[] scores = new T[rows.ScoreLength];
        for (int i = 0; i < Rows; i++)
        {
            rows.Fetch(i);
            rows.FetchWeights(i);
            rows.Scores(i, scores);
            MatrixAssert.Close(expected.Of(Rows).Slice(i * k, k), Wide(scores.AsSpan(0, k)), k, allowed, $"scores of row {i}, {at}");
            Assert.False(scores.AsSpan(k).ContainsAnyExcept(T.Zero), $"the padding of scores was written, row {i}, {at}");
        }
        RecordingVisitor<T> visitor = new(k, new T[Rows * k]);
        visitor.Forget();
        Assert.Equal(RecordingVisitor<T>.Loss(Rows), rows.Scan(visitor, threads: 1));
        MatrixAssert.Close(expected.Of(Rows), visitor.Scores(Rows), k, allowed, $"scan, {at}");
    }

    private static double[] Weights<T>(CoordinateRows<T> rows)
        where T : unmanaged, INumber<T>
    {
        int d = rows.FeatureCount, k = rows.ClassCount;
        double[] byClass = new double[d * k], byFeature = new double[d * k];
        rows.CopyWeightsTo(byClass, WeightLayout.ByClass(d));
        for (int e = 0; e < byFeature.Length; e++) byFeature[e] = byClass[e % k * d + e / k];
        return byFeature;
    }

    private static double[] Wide<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        double[] wide = new double[values.Length];
        for (int e = 0; e < wide.Length; e++) wide[e] = Element.ToDouble(values[e]);
        return wide;
    }

    /// <summary>Rows of the given storage.</summary>
    internal static CoordinateRows<T> NewRows<TX, T>(bool isSparse, double[] x, int n, int d, int k)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        if (!isSparse) return new DenseCoordinateRows<TX, T>([.. x.Select(TX.CreateTruncating)], n, d, k);
        (long[] offsets, int[] columns, double[] values) = Storage.Compress(x, n, d);
        return new SparseCoordinateRows<TX, T>(offsets, columns, [.. values.Select(TX.CreateTruncating)], d, k);
    }
}
