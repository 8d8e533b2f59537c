using System.Numerics;
using Hinge.Kernels.Coordinates;
using Hinge.Kernels.Tests.Passes;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Coordinates;

/// <summary>Bits that do not depend on where a row lies or on threads, and arguments that do not fit.</summary>
public class CoordinateRowsContractTests
{
    public static TheoryData<bool> Storages => [false, true];

    // NaN everywhere else: any product with another row's features would show, even with a weight of zero.
    [Theory]
    [MemberData(nameof(Storages))]
    public void ScoresAndAdd_SameRowAmongRowsOfNaN_SameBitsAtEveryPosition(bool isSparse)
    {
        foreach (int d in (int[])[1, 3, 7, 8, 9, 15, 16, 17, 33, 65])
        {
            RequireSameBitsAtEveryPosition<float, float>(isSparse, d);
            RequireSameBitsAtEveryPosition<float, double>(isSparse, d);
            RequireSameBitsAtEveryPosition<double, double>(isSparse, d);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Scan_AnyThreadCount_SameBitsAndEveryRowOnce(bool isSparse)
    {
        RequireSameScan<float, float>(isSparse);
        RequireSameScan<float, double>(isSparse);
        RequireSameScan<double, double>(isSparse);
    }

    // The scan's tiles and the row's alone are the same chain of sums.
    [Fact]
    public void Scan_DenseRows_HasTheBitsOfScores()
    {
        const int N = 41, D = 67, K = 13;
        using CoordinateRows<float> rows = CoordinateRowsSweepTests.NewRows<float, float>(false, Blobs.Normals(N * D, seed: 1), N, D, K);
        rows.SetWeights(Blobs.Normals(D * K, seed: 2), WeightLayout.ByFeature(K));
        RecordingVisitor<float> visitor = new(K, new float[N * K]);
        rows.Scan(visitor, threads: 2);
        float[] scores = new float[rows.ScoreLength];
        for (int i = 0; i < N; i++)
        {
            rows.Scores(i, scores);
            MatrixAssert.SameBits(visitor.Scores(N).Slice(i * K, K), [.. scores.Take(K).Select(s => (double)s)], K, $"row {i}");
        }
    }

    [Fact]
    public void Constructors_ArgumentsThatDoNotFit_NameTheArgument()
    {
        Assert.Throws<ArgumentException>("features", () => new DenseCoordinateRows<float, float>(new float[5], 2, 3, 2));
        Assert.Throws<ArgumentException>("featureCount", () => new DenseCoordinateRows<float, float>([], 2, 0, 2));
        Assert.Throws<ArgumentException>("classCount", () => new DenseCoordinateRows<float, float>(new float[6], 2, 3, 0));
        Assert.Throws<ArgumentNullException>("features", () => new DenseCoordinateRows<float, float>((float[])null!, 2, 3, 2));
        Assert.Throws<ArgumentException>("rowOffsets", () => new SparseCoordinateRows<float, float>([0, 1], [0, 1], new float[2], 3, 2));
        Assert.Throws<ArgumentException>("rowOffsets", () => new SparseCoordinateRows<float, float>([], [], [], 3, 2));
        Assert.Throws<ArgumentException>("columns", () => new SparseCoordinateRows<float, float>([0, 2], [0], new float[2], 3, 2));
        Assert.Throws<ArgumentException>("featureCount", () => new SparseCoordinateRows<float, float>([0], [], [], 0, 2));
    }

    // Rows of whole vectors are converted a vector at a time: within the span, and by the element where it ends before the last padding.
    [Fact]
    public void Weights_PaddedByFeature_ComeBackWithinTheSpan()
    {
        for (int k = 1; k <= 20; k++)
        {
            foreach (int d in (int[])[1, 3])
            {
                int stride = SparseRow.Stride(k);
                foreach (int length in (int[])[d * stride, (d - 1) * stride + k])
                {
                    using GuardedBuffer<double> buffer = new(length);
                    using CoordinateRows<float> rows = CoordinateRowsSweepTests.NewRows<float, float>(isSparse: true, new double[d], 1, d, k);
                    double[] expected = new double[length];
                    for (int f = 0; f < d; f++)
                        for (int j = 0; j < k; j++) expected[f * stride + j] = 1 + f * k + j;
                    Span<double> weights = buffer.EndingAt(length, 0);
                    expected.CopyTo(weights);
                    rows.SetWeights(weights, WeightLayout.ByFeature(stride));
                    weights.Clear();
                    rows.CopyWeightsTo(weights, WeightLayout.ByFeature(stride));
                    MatrixAssert.SameBits(expected, weights, 1, $"weights of D = {d}, K = {k}, length {length}");
                    Assert.True(buffer.IsUntouchedOutside(), $"D = {d}, K = {k}, length {length}");
                    double[] tooShort = new double[(d - 1) * stride + k - 1];
                    Assert.ThrowsAny<Exception>(() => rows.CopyWeightsTo(tooShort, WeightLayout.ByFeature(stride)));
                    Assert.ThrowsAny<Exception>(() => rows.SetWeights(tooShort, WeightLayout.ByFeature(stride)));
                }
            }
        }
    }

    private static void RequireSameBitsAtEveryPosition<TX, T>(bool isSparse, int d)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        const int K = 7, Positions = 9;
        double[] row = Blobs.Normals(d, seed: d), weights = Blobs.Normals(d * K, seed: d + 1), change = Blobs.Normals(K, seed: d + 2);
        (double[] Scores, double[] Weights)? first = null;
        for (int position = 0; position < Positions; position++)
        {
            double[] x = new double[Positions * d];
            Array.Fill(x, double.NaN);
            row.CopyTo(x, position * d);
            using CoordinateRows<T> rows = CoordinateRowsSweepTests.NewRows<TX, T>(isSparse, x, Positions, d, K);
            rows.SetWeights(weights, WeightLayout.ByFeature(K));
            T[] scores = new T[rows.ScoreLength], coefficients = new T[rows.ScoreLength];
            for (int j = 0; j < K; j++) coefficients[j] = T.CreateTruncating(change[j]);
            rows.Scores(position, scores);
            rows.Add(position, coefficients);
            double[] after = new double[d * K], wide = [.. scores.Select(double.CreateTruncating)];
            rows.CopyWeightsTo(after, WeightLayout.ByFeature(K));
            first ??= (wide, after);
            string at = $"{(isSparse ? "sparse" : "dense")}, {typeof(TX).Name} in {typeof(T).Name}, D = {d}, position {position}";
            Assert.All(wide.Concat(after), value => Assert.True(double.IsFinite(value), at));
            MatrixAssert.SameBits(first.Value.Scores, wide, K, $"scores, {at}");
            MatrixAssert.SameBits(first.Value.Weights, after, K, $"weights, {at}");
        }
    }

    private static void RequireSameScan<TX, T>(bool isSparse)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        const int N = 2000, D = 19, K = 6;
        using CoordinateRows<T> rows = CoordinateRowsSweepTests.NewRows<TX, T>(isSparse, Blobs.Raw(N, D, K, seed: 3, density: 0.5).X, N, D, K);
        rows.SetWeights(Blobs.Normals(D * K, seed: 4), WeightLayout.ByFeature(K));
        double[]? expected = null;
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            RecordingVisitor<T> visitor = new(K, new T[N * K]);
            visitor.Forget();
            Assert.Equal(RecordingVisitor<T>.Loss(N), rows.Scan(visitor, threads));
            expected ??= visitor.Scores(N).ToArray();
            MatrixAssert.SameBits(expected, visitor.Scores(N), K, $"{threads} threads");
        }
        Assert.DoesNotContain(expected!, double.IsNaN);
    }
}
