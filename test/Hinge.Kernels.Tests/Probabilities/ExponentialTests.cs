using System.Runtime.Intrinsics;
using Hinge.Kernels.Probabilities;

namespace Hinge.Kernels.Tests.Probabilities;

/// <summary>exp and log of vectors against those of the C library, over their whole range.</summary>
public class ExponentialTests
{
    /// <summary>Relative: two units in the last place, as promised, and the library's one.</summary>
    private const double Relative = 3 * 2.220446049250313e-16;

    [Fact]
    public void Of_WholeRange_AgreesWithTheLibrary()
    {
        Random random = new(1);
        foreach (double largest in (double[])[1e-9, 0.4, 3, 40, 708])
            for (int trial = 0; trial < 20_000; trial++)
                Compare(largest * (2 * random.NextDouble() - 1), x => Exponential.Of(x), Math.Exp);
    }

    [Fact]
    public void Log_WholeRange_AgreesWithTheLibrary()
    {
        Random random = new(2);
        foreach (double largest in (double[])[1e-15, 1e-9, 0.1, 1, 30, 307])
            for (int trial = 0; trial < 20_000; trial++)
                Compare(Math.Pow(10, largest * (2 * random.NextDouble() - 1)), x => Exponential.Log(x), Math.Log);
    }

    // Where the polynomials change hands: halves of ln 2, powers of 2, and √½.
    [Fact]
    public void OfAndLog_AtTheirSeams_AgreeWithTheLibrary()
    {
        foreach (double seam in (double[])[Math.Log(2) / 2, -Math.Log(2) / 2, 1.5 * Math.Log(2), -700])
            foreach (double x in (double[])[Math.BitDecrement(seam), seam, Math.BitIncrement(seam)])
                Compare(x, v => Exponential.Of(v), Math.Exp);
        foreach (double seam in (double[])[Math.Sqrt(0.5), Math.Sqrt(2), 0.5, 1, 2, 1024, 1 / 1024.0, 1e-307])
            foreach (double x in (double[])[Math.BitDecrement(seam), seam, Math.BitIncrement(seam)])
                Compare(x, v => Exponential.Log(v), Math.Log);
    }

    [Fact]
    public void Of_Low_IsZero()
    {
        foreach (double x in (double[])[Math.BitDecrement(Exponential.Least), -1000, -1e300, double.NegativeInfinity])
            Assert.Equal(Vector512<double>.Zero, Exponential.Of(Vector512.Create(x)));
        Assert.Equal(1, Exponential.Of(Vector512<double>.Zero)[0]);
    }

    [Fact]
    public void Log_NotPositive_IsTheLeast()
    {
        foreach (double x in (double[])[0, -0.0, -1, double.NegativeInfinity, double.Epsilon])
            Assert.Equal(Exponential.Least, Exponential.Log(x));
        Assert.Equal(0, Exponential.Log(1));
    }

    private static void Compare(double x, Func<Vector512<double>, Vector512<double>> lanes, Func<double, double> library)
    {
        double expected = library(x), actual = lanes(Vector512.Create(x))[3];
        Assert.True(Math.Abs(expected - actual) <= Relative * Math.Abs(expected), FormattableString.Invariant($"at {x:R}: expected {expected:R}, got {actual:R}"));
    }
}
