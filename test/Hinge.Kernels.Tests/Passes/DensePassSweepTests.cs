using System.Numerics;
using Hinge.Kernels.Dense;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>The SIMD kernels of a dense pass against sums in plain loops, at every small shape, between guard pages.</summary>
/// <remarks>
/// At each N, D and K both plans of the gradient run, and each half of the pass alone. Layouts, patterns of coefficients
/// and the guard that X touches take turns with N, so that every D and K meets all.
/// </remarks>
public class DensePassSweepTests
{
    private const int Most = 40;

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
        TX[] normals = [.. Blobs.Normals(Most * Most, seed: 1).Select(TX.CreateTruncating)];
        double[] weights = Blobs.Normals(Most * Most, seed: 2);
        using GuardedBuffer<TX> xBuffer = new(Most * Most);
        for (int d = 1; d <= Most; d++)
        {
            TX[] x = normals[..(Most * d)];
            for (int k = 1; k <= Most; k++) SweepRows<TX, T>(x, d, k, weights.AsSpan(0, d * k), xBuffer, tolerance);
        }
    }

    /// <summary>All N at one D and K: sums over the rows grow with N.</summary>
    private static void SweepRows<TX, T>(TX[] x, int d, int k, ReadOnlySpan<double> weights, GuardedBuffer<TX> xBuffer, Func<int, double, double> tolerance)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        WeightLayout[] layouts = [WeightLayout.ByFeature(k), WeightLayout.ByFeature(k + 3), WeightLayout.ByClass(d)];
        PlacedWeights[] placed = [.. layouts.Select(layout => new PlacedWeights(d, k, layout))];
        foreach (PlacedWeights w in placed) w.Place(weights);
        PlainScores scores = PlainScores.Of<TX, T>(x, Most, d, k, weights);
        T[][] coefficients = [.. CoefficientPatterns.Names.Select((_, p) => CoefficientPatterns.Normals<T>(p, Most, k, seed: 3))];
        RecordingVisitor<T>[] visitors = [.. coefficients.Select(c => new RecordingVisitor<T>(k, c))];
        PlainGradient[] sums = [.. coefficients.Select(_ => new PlainGradient(d, k))];
        double[] zeros = new double[Most * k];
        double scoreTolerance = tolerance(d, scores.LargestMagnitude);
        for (int n = 1; n <= Most; n++)
        {
            for (int p = 0; p < sums.Length; p++) sums[p].Add<TX, T>(x.AsSpan((n - 1) * d, d), coefficients[p].AsSpan((n - 1) * k, k));
            int pattern = n % sums.Length;
            PlacedWeights w = placed[n / sums.Length % placed.Length];
            Span<TX> rows = n / 12 % 2 == 0 ? xBuffer.EndingAt(n * d, 0) : xBuffer.StartingAt(n * d, 0);
            x.AsSpan(0, n * d).CopyTo(rows);
            RecordingVisitor<T> visitor = visitors[pattern];
            double gradientTolerance = tolerance(n, sums[pattern].LargestMagnitude);
            string at = $"N = {n}, D = {d}, K = {k}, {w.Name}, {CoefficientPatterns.Names[pattern]}";

            foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
            {
                Check(rows, w.Weights, w.NewGradient(), plan, $"{plan}, {at}");
                MatrixAssert.Close(scores.Of(n), visitor.Scores(n), k, scoreTolerance, $"scores, {plan}, {at}");
                w.RequireGradient(sums[pattern].Values, gradientTolerance, $"{plan}, {at}");
            }

            Check(rows, w.Weights, [], default, $"scores only, {at}");
            MatrixAssert.Close(scores.Of(n), visitor.Scores(n), k, scoreTolerance, $"scores only, {at}");

            GradientPlan either = n / 2 % 2 == 0 ? GradientPlan.Parts : GradientPlan.Columns;
            Check(rows, [], w.NewGradient(), either, $"{either} without weights, {at}");
            MatrixAssert.SameBits(zeros.AsSpan(0, n * k), visitor.Scores(n), k, $"scores without weights, {at}");
            w.RequireGradient(sums[pattern].Values, gradientTolerance, $"{either} without weights, {at}");

            void Check(ReadOnlySpan<TX> rows, ReadOnlySpan<double> weights, Span<double> gradient, GradientPlan plan, string what)
            {
                visitor.Forget();
                double loss = DensePass.RunVectorized(rows, n, d, weights, k, w.Layout, visitor, gradient, 1, plan);
                Assert.True(loss == RecordingVisitor<T>.Loss(n), $"not every row was visited once, {what}");
            }
        }
        foreach (PlacedWeights w in placed) w.Dispose();
    }
}
