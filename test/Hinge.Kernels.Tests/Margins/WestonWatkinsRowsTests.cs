using System.Numerics;
using System.Runtime.Intrinsics;
using Hinge.Kernels.Margins;
using Hinge.Testing;

namespace Hinge.Kernels.Tests.Margins;

/// <summary>The Weston–Watkins loss of rows, lane by lane, against plain loops.</summary>
public class WestonWatkinsRowsTests
{
    private const int Rows = 60;

    private static readonly int[] ClassCounts = [.. Enumerable.Range(2, 39), 100];

    [Fact]
    public void ValueAndCoefficients_WholeNumbers_AreExact()
    {
        Sweep<float>(WholeNumbers, tolerance: _ => 0);
        Sweep<double>(WholeNumbers, tolerance: _ => 0);
    }

    // Violations are computed in T by the same two operations as in the loops; only their sum is rounded otherwise.
    [Fact]
    public void ValueAndCoefficients_RealNumbers_AgreeWithPlainLoops()
    {
        Sweep<float>(k => Blobs.Normals(Rows * k, seed: k), loss => Tolerances.SumOfProducts(Rows * 100, loss));
        Sweep<double>(k => Blobs.Normals(Rows * k, seed: k), loss => Tolerances.SumOfProducts(Rows * 100, loss));
    }

    [Fact]
    public void ValueAndCoefficients_NaNAndInfinity_AreOffWhereTheViolationIsNotPositive()
    {
        Sweep<float>(WithNonfinite, tolerance: _ => 0);
        Sweep<double>(WithNonfinite, tolerance: _ => 0);
    }

    // s = (3, 2, 1), y = 0, Δ = 1: violations 0 (a kink, off) and −1.  s = (1, 2, 3), y = 0: 2 and 3, loss 5.
    [Fact]
    public void ValueAndCoefficients_HandWorkedExample_KinkIsOff()
    {
        double[] scores = [3, 2, 1, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 0];
        const double Off = double.NegativeInfinity;
        double loss = WestonWatkinsRows.ValueAndCoefficients<double>(scores, 8, [0, 0], [1, 1, 1, Off, Off, Off, Off, Off]);
        Assert.Equal(5, loss);
        MatrixAssert.SameBits([0, 0, 0, 0, 0, 0, 0, 0, -2, 1, 1, 0, 0, 0, 0, 0], scores, 8, "coefficients");
    }

    [Fact]
    public void ValueAndCoefficients_ArgumentsThatDoNotFit_NamesTheArgument()
    {
        Assert.Throws<ArgumentException>("stride", () => WestonWatkinsRows.ValueAndCoefficients<double>(new double[9], 9, [0], new double[9]));
        Assert.Throws<ArgumentException>("stride", () => WestonWatkinsRows.ValueAndCoefficients<float>(new float[8], 8, [0], new float[8]));
        Assert.Throws<ArgumentException>("stride", () => WestonWatkinsRows.ValueAndCoefficients<double>([], 0, [], []));
        Assert.Throws<ArgumentException>("scores", () => WestonWatkinsRows.ValueAndCoefficients<double>(new double[8], 8, [0, 1], new double[8]));
        Assert.Throws<ArgumentException>("delta", () => WestonWatkinsRows.ValueAndCoefficients<double>(new double[8], 8, [0], []));
        Assert.Throws<ArgumentException>("delta", () => WestonWatkinsRows.ValueAndCoefficients<double>(new double[8], 8, [0], new double[9]));
    }

    private static double[] WholeNumbers(int k) => [.. Enumerable.Range(0, Rows * k).Select(e => (double)((e * 37 + e / k * 5) % 11 - 5))];

    private static double[] WithNonfinite(int k)
    {
        double[] scores = WholeNumbers(k);
        for (int e = 0; e < scores.Length; e += 3)
        {
            if (e / k % 4 == 1) scores[e] = double.NaN;
            if (e / k % 4 == 2) scores[e] = double.NegativeInfinity;
            if (e / k % 4 == 3 && e % k % 2 == 1) scores[e] = double.PositiveInfinity;
        }
        return scores;
    }

    private static void Sweep<T>(Func<int, double[]> newScores, Func<double, double> tolerance)
        where T : unmanaged, INumber<T>
    {
        foreach (int k in ClassCounts)
        {
            double[] scores = newScores(k);
            int[] labels = [.. Enumerable.Range(0, Rows).Select(i => i * 7 % k)];
            int stride = Padding.RoundUp(k, Vector512<T>.Count);
            foreach (bool isTable in (bool[])[false, true])
            {
                // Whole margins from 1 to 3; in a table they differ by label.
                T[] delta = new T[isTable ? k * stride : stride];
                for (int e = 0; e < delta.Length; e++)
                    delta[e] = e % stride < k ? T.CreateTruncating(1 + e % 3) : T.CreateTruncating(double.NegativeInfinity);
                T[] actual = new T[Rows * stride];
                for (int e = 0; e < scores.Length; e++) actual[e / k * stride + e % k] = T.CreateTruncating(scores[e]);
                T[] expected = [.. actual];

                double expectedLoss = PlainLoops(expected, k, stride, labels, delta, isTable);
                using GuardedBuffer<T> scoreBuffer = new(actual.Length), deltaBuffer = new(delta.Length);
                Span<T> guarded = scoreBuffer.EndingAt(actual.Length, 0), guardedDelta = deltaBuffer.EndingAt(delta.Length, 0);
                actual.CopyTo(guarded);
                delta.CopyTo(guardedDelta);
                double loss = WestonWatkinsRows.ValueAndCoefficients<T>(guarded, stride, labels, guardedDelta);
                string at = $"{typeof(T).Name}, K = {k}, {(isTable ? "a table of margins" : "one row of margins")}";
                MatrixAssert.Close([expectedLoss], [loss], 1, tolerance(expectedLoss), $"loss, {at}");
                MatrixAssert.SameBits(Wide(expected), Wide(guarded), stride, $"coefficients, {at}");
                Assert.True(scoreBuffer.IsUntouchedOutside(), $"scores were written outside their span, {at}");
            }
        }
    }

    private static double PlainLoops<T>(T[] scores, int k, int stride, int[] labels, T[] delta, bool isTable)
        where T : unmanaged, INumber<T>
    {
        double loss = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            Span<T> row = scores.AsSpan(i * stride, k);
            int y = labels[i], violated = 0;
            T right = row[y];
            for (int j = 0; j < k; j++)
            {
                T violation = row[j] - right + delta[(isTable ? y * stride : 0) + j];
                bool on = j != y && violation > T.Zero;
                row[j] = on ? T.One : T.Zero;
                if (!on) continue;
                loss += Element.ToDouble(violation);
                violated++;
            }
            row[y] = T.CreateTruncating(-violated);
        }
        return loss;
    }

    private static double[] Wide<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        double[] wide = new double[values.Length];
        for (int e = 0; e < wide.Length; e++) wide[e] = Element.ToDouble(values[e]);
        return wide;
    }
}
