using System.Numerics;
using Hinge.Kernels.Dense;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>How far NaN and infinity spread in a pass.</summary>
public class PassNonfiniteTests
{
    private const int N = 70, D = 21, K = 13;

    private static readonly double[] Values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void DensePass_NonfiniteWeight_KeepsTheBitsOfOtherClasses()
    {
        foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
        {
            RequireOtherClassesKept<float>((w, visitor, gradient) => RunDense<float, float>(w, visitor, gradient, plan), $"float, {plan}");
            RequireOtherClassesKept<double>((w, visitor, gradient) => RunDense<float, double>(w, visitor, gradient, plan), $"float in double, {plan}");
            RequireOtherClassesKept<double>((w, visitor, gradient) => RunDense<double, double>(w, visitor, gradient, plan), $"double, {plan}");
        }
    }

    [Fact]
    public void SparsePass_NonfiniteWeight_KeepsTheBitsOfOtherClasses()
    {
        RequireOtherClassesKept<float>(RunSparse<float, float>, "float");
        RequireOtherClassesKept<double>(RunSparse<float, double>, "float in double");
        RequireOtherClassesKept<double>(RunSparse<double, double>, "double");
    }

    [Fact]
    public void DensePass_NonfiniteFeature_KeepsTheScoresOfOtherRows()
    {
        double[] x = Blobs.Normals(N * D, seed: 1), w = Blobs.Normals(D * K, seed: 2);
        RecordingVisitor<double> expected = new(K, new double[N * K]);
        DensePass.RunVectorized<double, double>(x, N, D, w, K, WeightLayout.ByFeature(K), expected, [], 1, default);
        for (int i = 0; i < N; i++)
        {
            double[] spoiled = [.. x];
            spoiled[i * D + i % D] = Values[i % Values.Length];
            RecordingVisitor<double> visitor = new(K, new double[N * K]);
            DensePass.RunVectorized<double, double>(spoiled, N, D, w, K, WeightLayout.ByFeature(K), visitor, [], 1, default);
            for (int other = 0; other < N; other++)
            {
                Range row = (other * K)..((other + 1) * K);
                if (other != i) MatrixAssert.SameBits(expected.Scores(N)[row], visitor.Scores(N)[row], K, $"scores of row {other}, row {i} spoiled");
            }
        }
    }

    /// <summary>Rows of the gradient lie side by side, and vectors of classes reach from one into the next.</summary>
    [Fact]
    public void SparsePass_NonfiniteFeature_KeepsTheGradientOfOtherFeatures()
    {
        (long[] offsets, int[] columns, double[] values) = Storage.Compress(Blobs.Raw(N, D, 2, seed: 3, density: 0.5).X, N, D);
        for (int k = 1; k <= 40; k++)
        {
            RecordingVisitor<double> visitor = new(k, CoefficientPatterns.Normals<double>(k % 2, N, k, seed: 4));
            double[] expected = new double[D * k], actual = new double[D * k];
            SparsePass.RunVectorized<double, double>(offsets, columns, values, D, [], k, WeightLayout.ByFeature(k), visitor, expected, 1);
            for (int e = 0; e < columns.Length; e += 17)
            {
                double[] spoiled = [.. values];
                spoiled[e] = Values[e % Values.Length];
                SparsePass.RunVectorized<double, double>(offsets, columns, spoiled, D, [], k, WeightLayout.ByFeature(k), visitor, actual, 1 + e % 3);
                expected.AsSpan(columns[e] * k, k).CopyTo(actual.AsSpan(columns[e] * k));
                MatrixAssert.SameBits(expected, actual, k, $"gradient of all features but {columns[e]}, K = {k}, entry {e} spoiled");
            }
        }
    }

    private delegate void Run<T>(double[] weights, IScoreVisitor<T> visitor, double[] gradient)
        where T : unmanaged;

    /// <summary>Scores are the coefficients, so that what is not finite gets into the gradient too.</summary>
    private static void RequireOtherClassesKept<T>(Run<T> run, string at)
        where T : unmanaged, INumber<T>
    {
        double[] w = Blobs.Normals(D * K, seed: 5), expected = new double[D * K];
        run(w, new ScoreDependentVisitor<T>(K), expected);
        for (int bad = 0; bad < K; bad++)
        {
            for (int f = 0; f < D; f++)
            {
                double[] spoiled = [.. w], actual = new double[D * K];
                spoiled[f * K + bad] = Values[(f + bad) % Values.Length];
                run(spoiled, new ScoreDependentVisitor<T>(K), actual);
                Assert.False(double.IsFinite(actual[f * K + bad]), $"the gradient of class {bad} hides its weight of feature {f}, {at}");
                for (int e = bad; e < actual.Length; e += K) actual[e] = expected[e];
                MatrixAssert.SameBits(expected, actual, K, $"gradient of all classes but {bad}, feature {f} spoiled, {at}");
            }
        }
    }

    private static void RunDense<TX, T>(double[] weights, IScoreVisitor<T> visitor, double[] gradient, GradientPlan plan)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        TX[] x = [.. Blobs.Normals(N * D, seed: 6).Select(TX.CreateTruncating)];
        DensePass.RunVectorized(x, N, D, weights, K, WeightLayout.ByFeature(K), visitor, gradient, 1, plan);
    }

    private static void RunSparse<TX, T>(double[] weights, IScoreVisitor<T> visitor, double[] gradient)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        (long[] offsets, int[] columns, double[] values) = Storage.Compress(Blobs.Raw(N, D, 2, seed: 7, density: 0.5).X, N, D);
        SparsePass.RunVectorized<TX, T>(offsets, columns, [.. values.Select(TX.CreateTruncating)], D, weights, K, WeightLayout.ByFeature(K), visitor, gradient, 2);
    }
}
