using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>Solves equations in Σ_j max(0, u_j − θ), which falls and is convex in θ: the blocks of Crammer–Singer and of squared Weston–Watkins.</summary>
/// <remarks>
/// Newton's method. A tangent of a convex function lies below it, so after one step, from wherever, θ is no higher than the root,
/// and from then on only goes up; it is there when the terms above zero are those of the step before, at most K steps later.
/// </remarks>
internal static unsafe class PositiveParts
{
    private const int Lanes = 8;

    /// <summary>θ ≥ 0 with slope·Σ_j max(0, u_j − θ) = θ.</summary>
    /// <param name="u">Padded with −∞ to a multiple of 8.</param>
    /// <param name="length">The length of u.</param>
    /// <param name="slope">Above 0.</param>
    /// <param name="start">Where to begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LevelOfSum(double* u, int length, double slope, double start)
    {
        double theta = Next(start, out int before);
        while (true)
        {
            double next = Next(theta, out int above);
            // Rounding may go back and forth between two sets where a u_j is θ.
            if (above == before || !(next > theta)) return theta;
            (theta, before) = (next, above);
        }

        double Next(double theta, out int above)
        {
            (above, double sum) = Above(u, length, theta);
            return slope * sum / (1 + slope * above);
        }
    }

    /// <summary>θ with Σ_j max(0, u_j − θ) = total, from a start where the sum is no less.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LevelOfTotal(double* u, int length, double total, double start)
    {
        double theta = start;
        while (true)
        {
            (int above, double sum) = Above(u, length, theta);
            double next = above == 0 ? theta : (sum - total) / above;
            if (!(next > theta)) return theta;
            theta = next;
        }
    }

    /// <summary>How many u_j lie above θ, and their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int Count, double Sum) Above(double* u, int length, double theta)
    {
        Vector512<double> level = Vector512.Create(theta), sums = default;
        int count = 0;
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> target = Vector512.Load(u + j), isAbove = Vector512.GreaterThan(target, level);
            sums += target & isAbove;
            count += BitOperations.PopCount(isAbove.ExtractMostSignificantBits());
        }
        return (count, Element.Fold(sums));
    }
}
