using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Probabilities;

/// <summary>exp and log of eight doubles, lane by lane, to within two units in the last place.</summary>
/// <remarks>
/// Own code, so that bits depend neither on the runtime nor on the C library. exp is 2ⁿ·exp(r) with |r| ≤ ½·ln 2, by the first
/// fourteen terms of its series, of which the rest is below 1e-17. log is that of fdlibm: x = 2ⁿ·m with m in [√½, √2), and an
/// odd polynomial in (m − 1)/(m + 1).
/// </remarks>
internal static class Exponential
{
    /// <summary>exp is zero below: there 2ⁿ would be subnormal. It is also the log of everything that is no normal positive number.</summary>
    public const double Least = -708;

    private const double OneOverLn2 = 1.4426950408889634, Ln2High = 6.93147180369123816490e-01, Ln2Low = 1.90821492927058770002e-10;

    /// <summary>1.5·2⁵²: added, it rounds to a whole number, which then stands in the lowest bits.</summary>
    private const double Rounder = 6755399441055744.0;

    private const double SmallestNormal = 2.2250738585072014e-308;
    private const long SqrtHalfBits = 0x3FE6A09E667F3BCD, ExponentMask = 0x7FF0000000000000;

    /// <summary>exp(x) for x ≤ 709; zero for x below <see cref="Least"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Of(Vector512<double> x)
    {
        Vector512<double> shifted = Fused(x, OneOverLn2, Vector512.Create(Rounder)), n = shifted - Vector512.Create(Rounder);
        Vector512<double> r = Fused(n, -Ln2Low, Fused(n, -Ln2High, x)), r2 = r * r, r4 = r2 * r2;
        Vector512<double> low = Fused(r2, Pair(r, 1.0 / 6, 1.0 / 2), Vector512<double>.One + r);
        Vector512<double> middle = Fused(r2, Pair(r, 1.0 / 5040, 1.0 / 720), Pair(r, 1.0 / 120, 1.0 / 24));
        Vector512<double> high = Fused(r2, Pair(r, 1.0 / 39916800, 1.0 / 3628800), Pair(r, 1.0 / 362880, 1.0 / 40320));
        Vector512<double> sum = Fused(r4, Fused(r4, Fused(r4, Pair(r, 1.0 / 6227020800, 1.0 / 479001600), high), middle), low);
        Vector512<double> scaled = (sum.AsInt64() + Vector512.ShiftLeft(shifted.AsInt64(), 52)).AsDouble();
        return scaled & Vector512.GreaterThanOrEqual(x, Vector512.Create(Least));
    }

    /// <summary>log(x) for x > 0; at least <see cref="Least"/>, which it is for zero and less too.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Log(Vector512<double> x)
    {
        Vector512<long> bits = Vector512.Max(x, Vector512.Create(SmallestNormal)).AsInt64();
        // The exponent of x/√½, rounded down, so that m lies in [√½, √2).
        Vector512<long> exponent = (bits - Vector512.Create(SqrtHalfBits)) & Vector512.Create(ExponentMask | long.MinValue);
        Vector512<double> f = (bits - exponent).AsDouble() - Vector512<double>.One;
        // A whole number in the upper bits of a double, moved to the lower ones of 1.5·2⁵²: shifting keeps its sign.
        Vector512<double> n = (Vector512.ShiftRightArithmetic(exponent, 52) + Vector512.Create(Rounder).AsInt64()).AsDouble() - Vector512.Create(Rounder);
        Vector512<double> s = f / (f + Vector512.Create(2.0)), z = s * s, w = z * z, half = 0.5 * (f * f);
        Vector512<double> even = w * Fused(w, Pair(w, 1.531383769920937332e-01, 2.222219843214978396e-01), Vector512.Create(3.999999999940941908e-01));
        Vector512<double> odd = z * Fused(w, Fused(w, Pair(w, 1.479819860511658591e-01, 1.818357216161805012e-01), Vector512.Create(2.857142874366239149e-01)), Vector512.Create(6.666666666666735130e-01));
        Vector512<double> correction = Fused(s, half + even + odd, n * Ln2Low);
        return Vector512.Max(Fused(n, Ln2High, f - (half - correction)), Vector512.Create(Least));
    }

    /// <summary>The same of one number.</summary>
    public static double Log(double x) => Log(Vector512.Create(x))[0];

    /// <summary>a·x + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Pair(Vector512<double> x, double a, double b) => Fused(x, a, Vector512.Create(b));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, double b, Vector512<double> c) => Fused(a, Vector512.Create(b), c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Fused(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);
}
