using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>One example of the Crammer–Singer dual, along the classes in double: how far it is from its optimum, and the exact maximizer over its block.</summary>
/// <remarks>
/// With v_j = s_j − s_y + Δ_yj, α ≥ 0 and Σα ≤ C the example's Fenchel–Young gap is C·max(0, max_j v_j) − Σ_j α_j v_j. The
/// block's maximizer is β_j = max(0, v_j/‖x‖² + α_j + Σα − θ) with θ = Σ_j β_j; where that exceeds C, with Σ_j β_j = C instead.
/// There only differences of targets count, and they are taken before the division by ‖x‖²: targets may be so much larger than C
/// that their rounding would break Σβ ≤ C. Dual variables are b_j = α_j for j ≠ y and b_y = −Σα, as everywhere.
/// </remarks>
public static unsafe class CrammerSingerBlock
{
    private const int Lanes = 8;

    /// <summary>The example's loss, dual term Σ_j Δ_yj α_j, and gap.</summary>
    /// <param name="scores">s, length at least that of delta.</param>
    /// <param name="label">y.</param>
    /// <param name="dual">b, as long as delta or empty for zeros.</param>
    /// <param name="delta">Δ_y, padded to a multiple of 8 with −∞.</param>
    /// <param name="cost">C.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Loss, double DualTerm, double Gap) Measure<T>(ReadOnlySpan<T> scores, int label, ReadOnlySpan<double> dual, ReadOnlySpan<double> delta, double cost)
        where T : unmanaged, INumber<T>
    {
        fixed (T* s = scores)
        fixed (double* b = dual, d = delta)
        {
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), y = Vector512.Create((double)label), index = Vector512<double>.Indices;
            Vector512<double> largest = default, term = default, product = default, minus = Vector512.Create(double.NegativeInfinity);
            for (int j = 0; j < delta.Length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y), margin = Vector512.Load(d + j);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + margin);
                largest = Vector512.Max(largest, v);
                if (b is not null)
                {
                    Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel), isOn = Vector512.GreaterThan(alpha, default);
                    term = Vector512.MultiplyAddEstimate(alpha, margin & isOn, term);
                    product = Vector512.MultiplyAddEstimate(alpha, v & isOn, product);
                }
                index += Vector512.Create((double)Lanes);
            }
            double loss = Element.LargestLane(largest);
            return (loss, Element.Fold(term), cost * loss - Element.Fold(product));
        }
    }

    /// <summary>Replaces b by its block's maximizer.</summary>
    /// <param name="scores">s, length at least that of delta.</param>
    /// <param name="label">y.</param>
    /// <param name="squaredNorm">‖x‖² > 0.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="delta">Δ_y, padded to a multiple of 8 with −∞.</param>
    /// <param name="dual">b, as long as delta; overwritten.</param>
    /// <param name="change">As long as the scores: old b − new b.</param>
    /// <param name="workspace">As long as delta; its content is lost.</param>
    /// <param name="isChanged">Whether b changed.</param>
    /// <returns>The gap before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Solve<T>(ReadOnlySpan<T> scores, int label, double squaredNorm, double cost, ReadOnlySpan<double> delta, Span<double> dual, Span<T> change, Span<double> workspace, out bool isChanged)
        where T : unmanaged, INumber<T>
    {
        isChanged = false;
        fixed (T* s = scores, c = change)
        fixed (double* b = dual, d = delta, u = workspace)
        {
            int length = delta.Length;
            double sum = -b[label];
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), y = Vector512.Create((double)label), index = Vector512<double>.Indices, norm = Vector512.Create(squaredNorm);
            Vector512<double> largest = default, product = default, highest = Vector512.Create(double.NegativeInfinity), minus = highest;
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + Vector512.Load(d + j));
                Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel), target = v / norm + alpha + Vector512.Create(sum);
                largest = Vector512.Max(largest, v);
                highest = Vector512.Max(highest, target);
                product = Vector512.MultiplyAddEstimate(alpha, v & Vector512.GreaterThan(alpha, default), product);
                target.Store(u + j);
                index += Vector512.Create((double)Lanes);
            }
            double gap = cost * Element.LargestLane(largest) - Element.Fold(product);
            if (!(gap > 0)) return gap;

            double theta = PositiveParts.LevelOfSum(u, length, slope: 1, start: sum);
            if (theta > cost)
            {
                TakeDifferences(s, b, d, u, label, First(u, length, Element.LargestLane(highest)), squaredNorm, length);
                theta = PositiveParts.LevelOfTotal(u, length, cost, start: -cost);
            }
            Vector512<double> shift = Vector512.Create(theta), sums = default;
            index = Vector512<double>.Indices;
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> beta = Vector512.Max(Vector512.Load(u + j) - shift, default);
                Vector512<double> difference = Vector512.AndNot(Vector512.Load(b + j), Vector512.Equals(index, y)) - beta;
                sums += beta;
                isChanged |= !Vector512.EqualsAll(difference, default);
                Element.Store(difference, c + j);
                beta.Store(b + j);
                index += Vector512.Create((double)Lanes);
            }
            double total = Element.Fold(sums);
            b[label] = -total;
            c[label] = Element.Narrow<T>(total - sum);
            return gap;
        }
    }

    /// <summary>In place of each target by how much it exceeds that of the class given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TakeDifferences<T>(T* s, double* b, double* d, double* u, int label, int best, double squaredNorm, int length)
        where T : unmanaged, INumber<T>
    {
        Vector512<double> score = Vector512.Create(Element.ToDouble(s[best])), margin = Vector512.Create(d[best]), alpha = Vector512.Create(b[best]), norm = Vector512.Create(squaredNorm);
        for (int j = 0; j < length; j += Lanes)
        {
            Vector512<double> difference = Element.Load<T, double>(s + j) - score + (Vector512.Load(d + j) - margin);
            (difference / norm + (Vector512.Load(b + j) - alpha)).Store(u + j);
        }
        u[label] = double.NegativeInfinity;
    }

    /// <summary>The first class with this target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int First(double* u, int length, double target)
    {
        int j = 0;
        while (j < length - 1 && u[j] != target) j++;
        return j;
    }
}
