using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>Operations on whole arrays against the formula, element by element, at every length around whole vectors.</summary>
public class ElementwiseTests
{
    [Fact]
    public void Combine_AnyLength_IsTheFormulaToTheBit() => Sweep((x, y) =>
    {
        double[] expected = [.. x.Zip(y, (a, b) => 0.7 * a + -1.3 * b)];
        Elementwise.Combine(x, 0.7, y, -1.3);
        MatrixAssert.SameBits(expected, x, 1, "x");
    });

    [Fact]
    public void Mix_AnyLength_IsTheFormulaToTheBit() => Sweep((x, y) =>
    {
        double[] first = [.. x.Zip(y, (a, b) => 0.7 * a + 0.2 * b)], second = [.. x.Zip(y, (a, b) => -0.1 * a + 0.9 * b)];
        Elementwise.Mix(x, y, 0.7, 0.2, -0.1, 0.9);
        MatrixAssert.SameBits(first, x, 1, "x");
        MatrixAssert.SameBits(second, y, 1, "y");
    });

    [Fact]
    public void Shrink_AnyLength_IsTheSoftThreshold() => Sweep((x, _) =>
    {
        double[] expected = [.. x.Select(a => Soft(0.9 * a, 0.5))];
        Elementwise.Shrink(x, 0.9, 0.5);
        MatrixAssert.SameBits(expected, x, 1, "x");
        Elementwise.Shrink(x, 1, 0);
        MatrixAssert.SameBits(expected, x, 1, "x at threshold 0");
    });

    [Fact]
    public void Move_AnyLength_EndsAtTheSoftThresholdAndKeepsTheStep() => Sweep((x, y) =>
    {
        double[] to = [.. x.Zip(y, (a, b) => Soft(a + b, 0.5))], step = [.. to.Zip(x, (a, b) => a - b)];
        Elementwise.Move(x, y, 0.5);
        MatrixAssert.SameBits(to, x, 1, "x");
        MatrixAssert.SameBits(step, y, 1, "y");
    });

    [Fact]
    public void Shrink_NaN_StaysNaN()
    {
        double[] x = [.. Enumerable.Repeat(double.NaN, 9)];
        Elementwise.Shrink(x, 1, 0.5);
        Assert.All(x, value => Assert.True(double.IsNaN(value)));
    }

    [Fact]
    public void Pairs_OfDifferentLengths_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Elementwise.Combine(new double[2], 1, new double[3], 1));
        Assert.Throws<ArgumentException>(() => Elementwise.Mix(new double[2], new double[3], 1, 0, 0, 1));
        Assert.Throws<ArgumentException>(() => Elementwise.Move(new double[2], new double[3], 1));
    }

    [Fact]
    public void OfMagnitudes_AnyLength_IsTheSumOfMagnitudes()
    {
        foreach (int length in (int[])[0, 1, 7, 1024, 1025, 5000])
        {
            double[] x = Blobs.Normals(length, length);
            MatrixAssert.Close(x.Sum(Math.Abs), PairwiseSum.OfMagnitudes(x), Tolerances.SameFormula, $"Σ|x| of {length}");
        }
    }

    private static double Soft(double u, double threshold) => Math.Abs(u) <= threshold ? 0 : u - Math.Sign(u) * threshold;

    private static void Sweep(Action<double[], double[]> check)
    {
        for (int length = 0; length <= 40; length++) check(Blobs.Normals(length, length), Blobs.Normals(length, 100 + length));
    }
}
