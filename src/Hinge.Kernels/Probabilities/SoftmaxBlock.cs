using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Probabilities;

/// <summary>
/// One example of softmax's dual, along the classes in double: how far it is from its optimum, and the exact maximizer over
/// its block.
/// </summary>
/// <remarks>
/// <para>
/// With p = b/C + e_y on the simplex the example's Fenchel–Young gap is C·(log Σ_j exp(s_j) + Σ_j p_j (log p_j − s_j)). With
/// c = C‖x‖² and u = log p the block's maximizer solves
/// </para>
/// <code>
/// F_j = u_j − s_j + c·(exp(u_j) − p_old,j) + ν = 0 for all j,   Σ_j exp(u_j) = 1
/// </code>
/// <para>
/// Newton's method on all K + 1 equations at once: they are linear in ν, and otherwise each holds one unknown, so a step takes one
/// exp a class. It begins at p_old, or, where that is a corner, at softmax(s), and is over when u no longer moves by more than the
/// square root of the rounding. All functions are convex, so that u, once above its solution, comes down; u ≤ 0 keeps
/// it from starting too high. Should it not end all the same, the caller has a slower solver that always does.
/// </para>
/// </remarks>
public static unsafe class SoftmaxBlock
{
    private const int Lanes = 8;

    /// <summary>Rows of the workspace: t, p_old, u, p, F and 1/(1 + c·p).</summary>
    public const int WorkspaceRows = 6;

    /// <summary>What t and u are past class K: their p is zero, and a step of u is lost in rounding.</summary>
    private const double Nowhere = -1e300;

    /// <summary>More steps are not taken.</summary>
    private const int MostSteps = 40;

    /// <summary>The last step in u: its square is lost in rounding. Beside it the rounding of F, a share of its largest terms.</summary>
    private const double LastStep = 1e-8, Rounding = 1e-15;

    /// <summary>
    /// Where rounding alone makes longer steps, from c = 10¹² on, none is the last: the caller's solver takes over. Beyond it
    /// 1 + step + ½·step² is no exp, and a block "solved" so would lower the dual.
    /// </summary>
    private const double LongestLastStep = 1e-3;

    /// <summary>How far Σ_{j≠y} p_j may exceed 1: a tenth of what the dual's domain is given for rounding.</summary>
    private const double MostExcess = 1e-10;

    /// <summary>The example's loss, dual term −C Σ_j p_j log p_j, and gap.</summary>
    /// <param name="scores">s, at least K rounded up to a multiple of 8.</param>
    /// <param name="classCount">K.</param>
    /// <param name="label">y.</param>
    /// <param name="dual">b, padded with zeros to a multiple of 8; or empty for zeros.</param>
    /// <param name="cost">C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Loss, double DualTerm, double Gap) Measure<T>(ReadOnlySpan<T> scores, int classCount, int label, ReadOnlySpan<double> dual, double cost)
        where T : unmanaged, INumber<T>
    {
        fixed (T* s = scores)
        fixed (double* b = dual)
        {
            int length = Padding.RoundUp(classCount, Lanes);
            double largest = Largest(s, classCount, length), inverse = 1 / cost;
            Vector512<double> shift = Vector512.Create(largest), y = Vector512.Create((double)label), count = Vector512.Create((double)classCount), index = Vector512<double>.Indices;
            Vector512<double> sum = default, entropy = default, product = default;
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> t = Element.Load<T, double>(s + j) - shift;
                sum += Exponential.Of(t) & Vector512.LessThan(index, count);
                if (b is not null)
                {
                    Vector512<double> p = Probability(Vector512.Load(b + j), inverse, Vector512.Equals(index, y));
                    entropy -= p * Exponential.Log(p);
                    product = Vector512.MultiplyAddEstimate(p, t, product);
                }
                index += Vector512.Create((double)Lanes);
            }
            double log = Exponential.Log(Element.Fold(sum)), right = Element.ToDouble(s[label]) - largest;
            if (b is null) return (log - right, 0, cost * (log - right));
            double term = Element.Fold(entropy);
            return (log - right, cost * term, cost * (log - (term + Element.Fold(product))));
        }
    }

    /// <summary>Replaces b by its block's maximizer.</summary>
    /// <param name="scores">s, at least K rounded up to a multiple of 8.</param>
    /// <param name="classCount">K.</param>
    /// <param name="label">y.</param>
    /// <param name="squaredNorm">‖x‖² > 0.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="dual">b, padded with zeros to a multiple of 8; overwritten.</param>
    /// <param name="change">As long as the scores, zero from K on: old b − new b.</param>
    /// <param name="workspace"><see cref="WorkspaceRows"/> times the length of <paramref name="dual"/>; its content is lost.</param>
    /// <param name="gap">The gap before.</param>
    /// <returns>Whether it came to an end; if not, nothing is changed.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TrySolve<T>(ReadOnlySpan<T> scores, int classCount, int label, double squaredNorm, double cost, Span<double> dual, Span<T> change, Span<double> workspace, out double gap)
        where T : unmanaged, INumber<T>
    {
        fixed (T* s = scores, changes = change)
        fixed (double* b = dual, t = workspace)
        {
            int length = dual.Length;
            double* old = t + length, u = old + length, p = u + length, f = p + length, r = f + length;
            double largest = Largest(s, classCount, length), c = cost * squaredNorm;
            gap = cost * Begin(s, b, t, old, u, p, classCount, label, 1 / cost, largest, length, out double least);
            double enough = LastStep + Math.Min(Rounding * (c - least), LongestLastStep);
            for (int step = 0; step < MostSteps; step++)
            {
                double nu = Equations(t, old, u, p, f, r, c, length);
                if (Move(u, f, r, nu, length) <= enough) return Finish(b, p, f, changes, label, cost, length);
                for (int j = 0; j < length; j += Lanes) Exponential.Of(Vector512.Load(u + j)).Store(p + j);
            }
            return false;
        }
    }

    /// <summary>The first t = s − max s, p_old, u and p; the gap over C, and the least t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Begin<T>(T* s, double* b, double* t, double* old, double* u, double* p, int classCount, int label, double inverse, double largest, int length, out double least)
        where T : unmanaged, INumber<T>
    {
        Vector512<double> shift = Vector512.Create(largest), y = Vector512.Create((double)label), count = Vector512.Create((double)classCount), index = Vector512<double>.Indices;
        Vector512<double> sum = default, distance = default, lowest = default, nowhere = Vector512.Create(Nowhere);
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> isClass = Vector512.LessThan(index, count), shifted = Element.Load<T, double>(s + j) - shift;
            Vector512<double> probability = Probability(Vector512.Load(b + j), inverse, Vector512.Equals(index, y)), log = Exponential.Log(probability);
            sum += Exponential.Of(shifted) & isClass;
            distance = Vector512.MultiplyAddEstimate(probability, (log - shifted) & isClass, distance);
            lowest = Vector512.Min(lowest, shifted & isClass);
            Vector512.ConditionalSelect(isClass, shifted, nowhere).Store(t + j);
            Vector512.ConditionalSelect(isClass, log, nowhere).Store(u + j);
            probability.Store(old + j);
            probability.Store(p + j);
            index += Vector512.Create((double)Lanes);
        }
        least = -Element.LargestLane(-lowest);
        double total = Exponential.Log(Element.Fold(sum));
        if (b[label] != 0) return total + Element.Fold(distance);
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> log = Vector512.Load(t + j) - Vector512.Create(total);
            log.Store(u + j);
            Exponential.Of(log).Store(p + j);
        }
        return total - t[label];
    }

    /// <summary>F but for ν, and 1/(1 + c·p); the next ν, which solves the linearized Σ p = 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Equations(double* t, double* old, double* u, double* p, double* f, double* r, double c, int length)
    {
        Vector512<double> sum = default, slopes = default, moves = default, wide = Vector512.Create(c), one = Vector512<double>.One;
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> probability = Vector512.Load(p + j), inverse = one / Vector512.MultiplyAddEstimate(wide, probability, one);
            Vector512<double> excess = Vector512.MultiplyAddEstimate(wide, probability - Vector512.Load(old + j), Vector512.Load(u + j) - Vector512.Load(t + j));
            Vector512<double> slope = probability * inverse;
            sum += probability;
            slopes += slope;
            moves = Vector512.MultiplyAddEstimate(slope, excess, moves);
            excess.Store(f + j);
            inverse.Store(r + j);
        }
        return (Element.Fold(sum) - 1 - Element.Fold(moves)) / Element.Fold(slopes);
    }

    /// <summary>u's step, at most to zero; in place of F what it was meant to be. The largest of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Move(double* u, double* f, double* r, double nu, int length)
    {
        Vector512<double> farthest = default, shift = Vector512.Create(nu);
        for (int j = 0; j < length; j += Lanes)
        {
            // Past class K u lies so low that a step is lost in rounding.
            Vector512<double> log = Vector512.Load(u + j), next = log - (Vector512.Load(f + j) + shift) * Vector512.Load(r + j), step = next - log;
            farthest = Vector512.Max(farthest, Vector512.Abs(step));
            Vector512.Min(next, default).Store(u + j);
            step.Store(f + j);
        }
        return Element.LargestLane(farthest);
    }

    /// <summary>
    /// b = C·p after the last step, whose exp is 1 + step + ½·step² to the last digit; false, and nothing changed, where rounding
    /// took Σ_{j≠y} p_j above 1: of c = 10¹⁰ the last step may be so long that its square counts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Finish<T>(double* b, double* p, double* f, T* changes, int label, double cost, int length)
        where T : unmanaged, INumber<T>
    {
        Vector512<double> y = Vector512.Create((double)label), index = Vector512<double>.Indices, one = Vector512<double>.One, sums = default;
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> step = Vector512.Load(f + j);
            Vector512<double> growth = Vector512.MultiplyAddEstimate(step, Vector512.MultiplyAddEstimate(step, Vector512.Create(0.5), one), one);
            Vector512<double> next = Vector512.AndNot(cost * (Vector512.Load(p + j) * growth), Vector512.Equals(index, y));
            next.Store(f + j);
            sums += next;
            index += Vector512.Create((double)Lanes);
        }
        double sum = Element.Fold(sums), oldRight = b[label];
        if (!(sum <= cost * (1 + MostExcess))) return false;
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> next = Vector512.Load(f + j);
            Element.Store(Vector512.Load(b + j) - next, changes + j);
            next.Store(b + j);
        }
        b[label] = -sum;
        changes[label] = Element.Narrow<T>(oldRight + sum);
        return true;
    }

    /// <summary>b/C + e_y; not below zero, where rounding would take it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Probability(Vector512<double> b, double inverse, Vector512<double> isLabel) =>
        Vector512.Max(Vector512.MultiplyAddEstimate(b, Vector512.Create(inverse), isLabel & Vector512<double>.One), default);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Largest<T>(T* s, int classCount, int length)
        where T : unmanaged, INumber<T>
    {
        Vector512<double> largest = Vector512.Create(double.NegativeInfinity), count = Vector512.Create((double)classCount), index = Vector512<double>.Indices;
        for (int j = 0; j < length; j += Lanes)
        {
            largest = Vector512.Max(largest, Vector512.ConditionalSelect(Vector512.LessThan(index, count), Element.Load<T, double>(s + j), Vector512.Create(double.NegativeInfinity)));
            index += Vector512.Create((double)Lanes);
        }
        return Element.LargestLane(largest);
    }
}
