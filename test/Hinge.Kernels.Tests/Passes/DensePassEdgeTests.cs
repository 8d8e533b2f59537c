using System.Numerics;
using Hinge.Kernels.Dense;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>
/// Dense passes around the edges of tiles, vectors, blocks, parts and flushes, on whole numbers: every sum is exact in
/// float and double, in any order, so results must be equal.
/// </summary>
public class DensePassEdgeTests
{
    // Scores stay below 784·4·4 and gradients below 5000·4·3, far from 2²⁴ where float ceases to be exact.
    private const int LargestInteger = 4;

    private static readonly int[] FeatureCounts = [15, 16, 17, 63, 64, 65, 129, 784];
    private static readonly int[] ClassCounts = [1, 4, 5, 6, 9, 10, 11, 16, 17, 100];
    private static readonly int[] ExampleCounts = [255, 256, 257, 511, 513, 2047, 2049, 5000];

    /// <summary>Every D with every K; N in turn, so that every N meets every D and every K.</summary>
    [Fact]
    public void Run_WholeNumbersAroundEdges_IsExact()
    {
        int[] x = Integers(ExampleCounts.Max() * FeatureCounts.Max()), w = Integers(FeatureCounts.Max() * ClassCounts.Max() + 1)[1..];
        for (int a = 0; a < FeatureCounts.Length; a++)
        {
            for (int b = 0; b < ClassCounts.Length; b++)
            {
                int n = ExampleCounts[(a + b) % ExampleCounts.Length], d = FeatureCounts[a], k = ClassCounts[b], pattern = (a + 2 * b) % CoefficientPatterns.Names.Length;
                double[] weights = [.. w[..(d * k)].Select(v => (double)v)];
                double[] features = [.. x[..(n * d)].Select(v => (double)v)], coefficients = CoefficientPatterns.Integers<double>(pattern, n, k);
                double[] scores = new double[n * k], gradient = new double[d * k];
                Multiply(features, weights, coefficients, n, d, k, scores, gradient);
                using PlacedWeights placed = new(d, k, (a + b) % 2 == 0 ? WeightLayout.ByClass(d) : WeightLayout.ByFeature(k));
                placed.Place(weights);
                string at = $"N = {n}, D = {d}, K = {k}, {placed.Name}, {CoefficientPatterns.Names[pattern]}";
                Check<float, float>(features, coefficients, scores, gradient, n, d, k, placed, $"float in float, {at}");
                Check<float, double>(features, coefficients, scores, gradient, n, d, k, placed, $"float in double, {at}");
                Check<double, double>(features, coefficients, scores, gradient, n, d, k, placed, $"double in double, {at}");
            }
        }
    }

    private static void Check<TX, T>(
        double[] features, double[] coefficients, double[] scores, double[] gradient, int n, int d, int k, PlacedWeights placed, string at)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        using GuardedBuffer<TX> buffer = new(n * d);
        Span<TX> x = buffer.EndingAt(n * d, 0);
        for (int e = 0; e < x.Length; e++) x[e] = TX.CreateTruncating(features[e]);
        RecordingVisitor<T> visitor = new(k, [.. coefficients.Select(T.CreateTruncating)]);
        foreach (GradientPlan plan in (GradientPlan[])[GradientPlan.Parts, GradientPlan.Columns])
        {
            visitor.Forget();
            double loss = DensePass.RunVectorized(x, n, d, placed.Weights, k, placed.Layout, visitor, placed.NewGradient(), 2, plan);
            Assert.True(loss == RecordingVisitor<T>.Loss(n), $"not every row was visited once, {plan}, {at}");
            MatrixAssert.Close(scores, visitor.Scores(n), k, 0, $"scores, {plan}, {at}");
            placed.RequireGradient(gradient, 0, $"{plan}, {at}");
        }
        visitor.Forget();
        Assert.Equal(RecordingVisitor<T>.Loss(n), DensePass.RunVectorized(x, n, d, placed.Weights, k, placed.Layout, visitor, [], 2, default));
        MatrixAssert.Close(scores, visitor.Scores(n), k, 0, $"scores only, {at}");
    }

    /// <summary>Scores and gradient by plain loops, W by feature.</summary>
    private static void Multiply(double[] x, double[] w, double[] c, int n, int d, int k, double[] scores, double[] gradient)
    {
        for (int i = 0; i < n; i++)
        {
            Span<double> s = scores.AsSpan(i * k, k);
            ReadOnlySpan<double> ci = c.AsSpan(i * k, k);
            for (int f = 0; f < d; f++)
            {
                double xf = x[i * d + f];
                Span<double> g = gradient.AsSpan(f * k, k);
                ReadOnlySpan<double> wf = w.AsSpan(f * k, k);
                for (int j = 0; j < k; j++)
                {
                    s[j] += xf * wf[j];
                    g[j] += xf * ci[j];
                }
            }
        }
    }

    private static int[] Integers(int count)
    {
        Random random = new(4);
        int[] values = new int[count];
        for (int e = 0; e < count; e++) values[e] = random.Next(-LargestInteger, LargestInteger + 1);
        return values;
    }
}
