using System.Numerics;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>The SIMD kernels of a sparse pass against sums in plain loops, at every small shape, between guard pages.</summary>
/// <remarks>
/// At each N, D and K the whole pass runs, and each half of it alone. Strides, patterns of coefficients and numbers of
/// threads take turns with N, so that every D and K meets all.
/// </remarks>
public class SparsePassSweepTests
{
    private const int Most = 40;

    private static readonly int[] ManyClasses = [58, 64, 65, 100];

    [Fact]
    public void Run_FloatsInFloatOfEveryShape_AgreesWithPlainLoops() => Sweep<float, float>(Tolerances.SumOfFloatProducts);

    [Fact]
    public void Run_FloatsInDoubleOfEveryShape_AgreesWithPlainLoops() => Sweep<float, double>(Tolerances.SumOfProducts);

    [Fact]
    public void Run_DoublesInDoubleOfEveryShape_AgreesWithPlainLoops() => Sweep<double, double>(Tolerances.SumOfProducts);

    private static void Sweep<TX, T>(Func<int, double, double> tolerance)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        double[] weights = Blobs.Normals(Most * ManyClasses.Max(), seed: 5);
        for (int d = 1; d <= Most; d++)
        {
            // Every fourth D has its last feature in no row.
            (long[] offsets, int[] columns, double[] values) = Rows(Most, d, d % 4 == 0 ? d - 1 : d);
            TX[] narrow = [.. values.Select(TX.CreateTruncating)];
            for (int k = 1; k <= Most; k++) SweepRows<TX, T>(offsets, columns, narrow, d, k, weights.AsSpan(0, d * k), tolerance);
            if (d % 7 != 5) continue;
            foreach (int k in ManyClasses) SweepRows<TX, T>(offsets, columns, narrow, d, k, weights.AsSpan(0, d * k), tolerance);
        }
    }

    /// <summary>All N at one D and K: sums over the rows grow with N.</summary>
    private static void SweepRows<TX, T>(long[] offsets, int[] columns, TX[] values, int d, int k, ReadOnlySpan<double> weights, Func<int, double, double> tolerance)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int[] strides = [k, Padding.RoundUp(k, 8), k + 3];
        PlacedWeights[] placed = [.. strides.Select(stride => new PlacedWeights(d, k, WeightLayout.ByFeature(stride)))];
        foreach (PlacedWeights w in placed) w.Place(weights);
        using GuardedBuffer<TX> valueBuffer = new(values.Length);
        using GuardedBuffer<int> columnBuffer = new(values.Length);
        using GuardedBuffer<long> offsetBuffer = new(offsets.Length);
        PlainScores scores = PlainScores.OfSparse<TX, T>(offsets, columns, values, k, weights);
        T[][] coefficients = [.. CoefficientPatterns.Names.Select((_, p) => CoefficientPatterns.Normals<T>(p, Most, k, seed: 6))];
        RecordingVisitor<T>[] visitors = [.. coefficients.Select(c => new RecordingVisitor<T>(k, c))];
        PlainGradient[] sums = [.. coefficients.Select(_ => new PlainGradient(d, k))];
        double[] zeros = new double[Most * k];
        double scoreTolerance = tolerance(d, scores.LargestMagnitude);
        for (int n = 1; n <= Most; n++)
        {
            Range entries = (int)offsets[n - 1]..(int)offsets[n];
            for (int p = 0; p < sums.Length; p++) sums[p].Add<TX, T>(columns.AsSpan(entries), values.AsSpan(entries), coefficients[p].AsSpan((n - 1) * k, k));
            int pattern = n % sums.Length, threads = 1 + n % 2, count = (int)offsets[n];
            PlacedWeights w = placed[n / sums.Length % placed.Length];
            RecordingVisitor<T> visitor = visitors[pattern];
            // The gradient is summed in double whatever the type of the scores.
            double gradientTolerance = Tolerances.SumOfProducts(n, sums[pattern].LargestMagnitude);
            string at = $"N = {n}, D = {d}, K = {k}, {w.Name}, {CoefficientPatterns.Names[pattern]}, threads {threads}";
            Span<TX> v = valueBuffer.EndingAt(count, 0);
            Span<int> c = columnBuffer.EndingAt(count, 0);
            Span<long> o = offsetBuffer.EndingAt(n + 1, 0);
            values.AsSpan(0, count).CopyTo(v);
            columns.AsSpan(0, count).CopyTo(c);
            offsets.AsSpan(0, n + 1).CopyTo(o);

            visitor.Forget();
            double loss = SparsePass.RunVectorized<TX, T>(o, c, v, d, w.Weights, k, w.Layout, visitor, w.NewGradient(), threads);
            Assert.True(loss == RecordingVisitor<T>.Loss(n), $"not every row was visited once, {at}");
            MatrixAssert.Close(scores.Of(n), visitor.Scores(n), k, scoreTolerance, $"scores, {at}");
            w.RequireGradient(sums[pattern].Values, gradientTolerance, at);

            visitor.Forget();
            loss = SparsePass.RunVectorized<TX, T>(o, c, v, d, w.Weights, k, w.Layout, visitor, [], threads);
            Assert.True(loss == RecordingVisitor<T>.Loss(n), $"not every row was visited once, scores only, {at}");
            MatrixAssert.Close(scores.Of(n), visitor.Scores(n), k, scoreTolerance, $"scores only, {at}");

            visitor.Forget();
            loss = SparsePass.RunVectorized<TX, T>(o, c, v, d, [], k, w.Layout, visitor, w.NewGradient(), threads);
            Assert.True(loss == RecordingVisitor<T>.Loss(n), $"not every row was visited once, without weights, {at}");
            MatrixAssert.SameBits(zeros.AsSpan(0, n * k), visitor.Scores(n), k, $"scores without weights, {at}");
            w.RequireGradient(sums[pattern].Values, gradientTolerance, $"without weights, {at}");
        }
        foreach (PlacedWeights w in placed) w.Dispose();
    }

    /// <summary>Rows with about a third of the first <paramref name="used"/> features; every fifth has none, every seventh all.</summary>
    private static (long[] Offsets, int[] Columns, double[] Values) Rows(int n, int d, int used)
    {
        double[] x = Blobs.Normals(n * d, seed: d);
        for (int e = 0; e < x.Length; e++)
        {
            int i = e / d, f = e % d;
            if (f >= used || i % 5 == 3 || (i % 7 != 0 && (i * 13 + f * 5) % 3 != 0)) x[e] = 0;
        }
        return Storage.Compress(x, n, d);
    }
}
