using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels;

/// <summary>Arithmetic on whole arrays, each element by itself: its bits do not depend on the others, nor on the vector width.</summary>
public static class Elementwise
{
    private const int Lanes = 8;

    /// <summary>x ← x / divisor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(Span<double> x, double divisor)
    {
        Vector512<double> by = Vector512.Create(divisor);
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> part = x.Slice(e, Lanes);
            (Vector512.Create<double>(part) / by).CopyTo(part);
        }
        for (; e < x.Length; e++) x[e] /= divisor;
    }

    /// <summary>x ← x / divisor + factor·y, each operation rounded.</summary>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DivideAndAdd(Span<double> x, double divisor, double factor, ReadOnlySpan<double> y)
    {
        KernelArguments.Require(x.Length == y.Length, nameof(y), "be as long as x");
        Vector512<double> by = Vector512.Create(divisor), times = Vector512.Create(factor);
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> part = x.Slice(e, Lanes);
            (Vector512.Create<double>(part) / by + times * Vector512.Create(y.Slice(e, Lanes))).CopyTo(part);
        }
        for (; e < x.Length; e++) x[e] = x[e] / divisor + factor * y[e];
    }
}
