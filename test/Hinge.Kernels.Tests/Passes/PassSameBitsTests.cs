using System.Numerics;
using Hinge.Kernels.Dense;
using Hinge.Kernels.Vectorized;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>The bits of a pass do not depend on threads, addresses or other rows.</summary>
public class PassSameBitsTests
{
    private const int Offsets = 8;

    private static readonly int[] ThreadCounts = [1, 2, 3, 8];

    // Parts of one block and of several; parts longer than a flush; stretches of columns, the last one short.
    private static readonly (int N, int D, int K)[] Shapes = [(5000, 67, 13), (3000, 300, 7), (40_000, 9, 6)];

    [Fact]
    public void DensePass_FloatsInFloatAtOtherThreadsAndAddresses_SameBits() => RequireDenseSameBits<float, float>();

    [Fact]
    public void DensePass_FloatsInDoubleAtOtherThreadsAndAddresses_SameBits() => RequireDenseSameBits<float, double>();

    [Fact]
    public void DensePass_DoublesInDoubleAtOtherThreadsAndAddresses_SameBits() => RequireDenseSameBits<double, double>();

    [Fact]
    public void SparsePass_FloatsInFloatAtOtherThreadsAndAddresses_SameBits() => RequireSparseSameBits<float, float>();

    [Fact]
    public void SparsePass_FloatsInDoubleAtOtherThreadsAndAddresses_SameBits() => RequireSparseSameBits<float, double>();

    [Fact]
    public void SparsePass_DoublesInDoubleAtOtherThreadsAndAddresses_SameBits() => RequireSparseSameBits<double, double>();

    [Fact]
    public void DensePass_ScoresInDouble_HaveTheBitsOfDenseRow()
    {
        RequireDenseRowBits<float>();
        RequireDenseRowBits<double>();
    }

    [Fact]
    public void SparsePass_ScoresInDouble_HaveTheBitsOfSparseRow()
    {
        RequireSparseRowBits<float>();
        RequireSparseRowBits<double>();
    }

    [Fact]
    public void DensePass_FloatScoresOfARow_DoNotDependOnOtherRowsAndClasses()
    {
        const int N = 23, D = 45, K = 17;
        float[] x = [.. Blobs.Normals(N * D, seed: 1).Select(v => (float)v)];
        double[] w = Blobs.Normals(D * K, seed: 2);
        double[] all = DenseScores<float, float>(x, N, D, w, K).ToArray();
        for (int i = 0; i < N; i++)
            MatrixAssert.SameBits(all.AsSpan(i * K, K), DenseScores<float, float>(x[(i * D)..((i + 1) * D)], 1, D, w, K), K, $"scores of row {i} alone");
        for (int j = 0; j < K; j++)
        {
            double[] column = [.. Enumerable.Range(0, N).Select(i => all[i * K + j])];
            MatrixAssert.SameBits(column, DenseScores<float, float>(x, N, D, w[(j * D)..((j + 1) * D)], 1), 1, $"scores of class {j} alone");
        }
    }

    private static void RequireDenseSameBits<TX, T>()
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            TX[] x = [.. Blobs.Normals(n * d, seed: 3).Select(TX.CreateTruncating)];
            double[] w = Blobs.Normals(d * k, seed: 4);
            ScoreDependentVisitor<T> visitor = new(k);
            foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
            {
                (double Loss, double[] Gradient)? expected = null;
                foreach (int threads in ThreadCounts)
                {
                    for (int offset = 0; offset < Offsets; offset++)
                    {
                        double[] gradient = new double[d * k + offset];
                        double loss = DensePass.RunVectorized(
                            Shifted(x, offset), n, d, Shifted(w, offset), k, WeightLayout.ByClass(d), visitor, gradient.AsSpan(offset), threads, plan);
                        expected ??= (loss, gradient);
                        string at = $"{plan}, N = {n}, D = {d}, K = {k}, threads {threads}, offset {offset}";
                        MatrixAssert.SameBits([expected.Value.Loss], [loss], 1, $"loss, {at}");
                        MatrixAssert.SameBits(expected.Value.Gradient, gradient.AsSpan(offset), d, $"gradient, {at}");
                    }
                }
                Assert.Contains(expected!.Value.Gradient, g => g != 0);
            }
        }
    }

    private static void RequireSparseSameBits<TX, T>()
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        foreach ((int n, int d, int k) in Shapes)
        {
            (long[] offsets, int[] columns, double[] values) = Storage.Compress(Blobs.Raw(n, d, k, seed: 5, density: 0.2).X, n, d);
            TX[] narrow = [.. values.Select(TX.CreateTruncating)];
            double[] w = Blobs.Normals(d * k, seed: 6);
            ScoreDependentVisitor<T> visitor = new(k);
            (double Loss, double[] Gradient)? expected = null;
            foreach (int threads in ThreadCounts)
            {
                for (int offset = 0; offset < Offsets; offset++)
                {
                    double[] gradient = new double[d * k + offset];
                    double loss = SparsePass.RunVectorized<TX, T>(
                        offsets, columns, Shifted(narrow, offset), d, Shifted(w, offset), k, WeightLayout.ByFeature(k), visitor, gradient.AsSpan(offset), threads);
                    expected ??= (loss, gradient);
                    string at = $"N = {n}, D = {d}, K = {k}, threads {threads}, offset {offset}";
                    MatrixAssert.SameBits([expected.Value.Loss], [loss], 1, $"loss, {at}");
                    MatrixAssert.SameBits(expected.Value.Gradient, gradient.AsSpan(offset), k, $"gradient, {at}");
                }
            }
            Assert.Contains(expected!.Value.Gradient, g => g != 0);
        }
    }

    private static void RequireDenseRowBits<TX>()
        where TX : unmanaged, INumber<TX>
    {
        const int N = 9, MostFeatures = 70, MostClasses = 12;
        for (int d = 1; d <= MostFeatures; d++)
        {
            TX[] x = [.. Blobs.Normals(N * d, seed: d).Select(TX.CreateTruncating)];
            for (int k = 1; k <= MostClasses; k++)
            {
                double[] w = Blobs.Normals(d * k, seed: 7), expected = new double[N * k];
                for (int i = 0; i < N; i++) DenseVectorized.Scores<TX>(x.AsSpan(i * d, d), w, expected.AsSpan(i * k, k));
                MatrixAssert.SameBits(expected, DenseScores<TX, double>(x, N, d, w, k), k, $"scores, N = {N}, D = {d}, K = {k}");
            }
        }
    }

    private static void RequireSparseRowBits<TX>()
        where TX : unmanaged, INumber<TX>
    {
        const int N = 9, D = 50, MostClasses = 70;
        (long[] offsets, int[] columns, double[] values) = Storage.Compress(Blobs.Raw(N, D, 2, seed: 8, density: 0.5).X, N, D);
        TX[] narrow = [.. values.Select(TX.CreateTruncating)];
        for (int k = 1; k <= MostClasses; k++)
        {
            int stride = SparseRow.Stride(k);
            double[] w = Blobs.Normals(D * stride, seed: 9), expected = new double[N * k], row = new double[stride];
            for (int i = 0; i < N; i++)
            {
                Range entries = (int)offsets[i]..(int)offsets[i + 1];
                SparseVectorized.Scores<TX>(columns.AsSpan(entries), narrow.AsSpan(entries), w, row);
                row.AsSpan(0, k).CopyTo(expected.AsSpan(i * k));
            }
            RecordingVisitor<double> visitor = new(k, new double[N * k]);
            SparsePass.RunVectorized<TX, double>(offsets, columns, narrow, D, w, k, WeightLayout.ByFeature(stride), visitor, [], 1);
            MatrixAssert.SameBits(expected, visitor.Scores(N), k, $"scores, N = {N}, D = {D}, K = {k}");
        }
    }

    private static ReadOnlySpan<double> DenseScores<TX, T>(TX[] x, int n, int d, double[] weightsByClass, int k)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        RecordingVisitor<T> visitor = new(k, new T[n * k]);
        DensePass.RunVectorized(x, n, d, weightsByClass, k, WeightLayout.ByClass(d), visitor, [], 1, default);
        return visitor.Scores(n);
    }

    private static Span<TElement> Shifted<TElement>(TElement[] values, int offset)
    {
        TElement[] wide = new TElement[values.Length + offset];
        values.CopyTo(wide, offset);
        return wide.AsSpan(offset);
    }
}
