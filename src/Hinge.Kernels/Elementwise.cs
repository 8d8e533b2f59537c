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

    /// <summary>x ← a·x + b·y, each operation rounded.</summary>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Combine(Span<double> x, double a, ReadOnlySpan<double> y, double b)
    {
        KernelArguments.Require(x.Length == y.Length, nameof(y), "be as long as x");
        Vector512<double> timesX = Vector512.Create(a), timesY = Vector512.Create(b);
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> part = x.Slice(e, Lanes);
            (timesX * Vector512.Create<double>(part) + timesY * Vector512.Create(y.Slice(e, Lanes))).CopyTo(part);
        }
        for (; e < x.Length; e++) x[e] = a * x[e] + b * y[e];
    }

    /// <summary>(x, y) ← (xx·x + xy·y, yx·x + yy·y), each operation rounded.</summary>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Mix(Span<double> x, Span<double> y, double xx, double xy, double yx, double yy)
    {
        KernelArguments.Require(x.Length == y.Length, nameof(y), "be as long as x");
        Vector512<double> vxx = Vector512.Create(xx), vxy = Vector512.Create(xy), vyx = Vector512.Create(yx), vyy = Vector512.Create(yy);
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> partX = x.Slice(e, Lanes), partY = y.Slice(e, Lanes);
            Vector512<double> oldX = Vector512.Create<double>(partX), oldY = Vector512.Create<double>(partY);
            (vxx * oldX + vxy * oldY).CopyTo(partX);
            (vyx * oldX + vyy * oldY).CopyTo(partY);
        }
        for (; e < x.Length; e++) (x[e], y[e]) = (xx * x[e] + xy * y[e], yx * x[e] + yy * y[e]);
    }

    /// <summary>x ← soft(factor·x, threshold), soft(u, τ) = u − clamp(u, −τ, τ): what is within the threshold becomes zero.</summary>
    /// <param name="x">Updated in place; NaN stays NaN.</param>
    /// <param name="factor">What multiplies x first.</param>
    /// <param name="threshold">τ ≥ 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Shrink(Span<double> x, double factor, double threshold)
    {
        Vector512<double> times = Vector512.Create(factor), high = Vector512.Create(threshold), low = -high;
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> part = x.Slice(e, Lanes);
            Vector512<double> u = times * Vector512.Create<double>(part);
            (u - Vector512.Max(low, Vector512.Min(high, u))).CopyTo(part);
        }
        for (; e < x.Length; e++) x[e] = Soft(factor * x[e], threshold);
    }

    /// <summary>u ← soft(x + y, threshold), y ← u − x, x ← u: a step y, shortened so that it ends where the threshold says.</summary>
    /// <exception cref="ArgumentException">x and y differ in length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Move(Span<double> x, Span<double> y, double threshold)
    {
        KernelArguments.Require(x.Length == y.Length, nameof(y), "be as long as x");
        Vector512<double> high = Vector512.Create(threshold), low = -high;
        int e = 0;
        for (; e + Lanes <= x.Length; e += Lanes)
        {
            Span<double> partX = x.Slice(e, Lanes), partY = y.Slice(e, Lanes);
            Vector512<double> from = Vector512.Create<double>(partX), to = from + Vector512.Create<double>(partY);
            to -= Vector512.Max(low, Vector512.Min(high, to));
            (to - from).CopyTo(partY);
            to.CopyTo(partX);
        }
        for (; e < x.Length; e++)
        {
            double to = Soft(x[e] + y[e], threshold);
            y[e] = to - x[e];
            x[e] = to;
        }
    }

    private static double Soft(double u, double threshold) => u - Math.Max(-threshold, Math.Min(threshold, u));
}
