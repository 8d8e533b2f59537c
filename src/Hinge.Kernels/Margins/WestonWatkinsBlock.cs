using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>
/// One example of the Weston–Watkins dual, along the classes in double: how far it is from its optimum, and the exact
/// maximizer over its block.
/// </summary>
/// <remarks>
/// With v_j = s_j − s_y + Δ_yj and α_j ∈ [0, C] the example's Fenchel–Young gap is Σ_j [C·max(0, v_j) − α_j v_j]. The
/// block's maximizer is β_j = clip(v_j/‖x‖² + α_j + Σα − γ, 0, C) with γ = Σ_j β_j: one piecewise linear equation
/// (Wang and Scott, "An exact solver for the Weston-Watkins SVM subproblem", ICML 2021), solved by Newton steps inside an
/// open bracket. Dual variables are b_j = α_j for j ≠ y and b_y = −Σα, as everywhere.
/// </remarks>
public static unsafe class WestonWatkinsBlock
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
            Vector512<double> loss = default, term = default, product = default, minus = Vector512.Create(double.NegativeInfinity);
            for (int j = 0; j < delta.Length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y), margin = Vector512.Load(d + j);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + margin);
                loss += v & Vector512.GreaterThan(v, default);
                if (b is not null)
                {
                    Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel), isOn = Vector512.GreaterThan(alpha, default);
                    term = Vector512.MultiplyAddEstimate(alpha, margin & isOn, term);
                    product = Vector512.MultiplyAddEstimate(alpha, v & isOn, product);
                }
                index += Vector512.Create((double)Lanes);
            }
            double total = Element.Fold(loss);
            return (total, Element.Fold(term), cost * total - Element.Fold(product));
        }
    }

    /// <summary>The panels that hold a class that counts: y, one with α_j > 0, or one with v_j > −share·Δ_yj.</summary>
    /// <param name="scores">s, length at least that of delta.</param>
    /// <param name="label">y.</param>
    /// <param name="dual">b, as long as delta or empty for zeros.</param>
    /// <param name="delta">Δ_y, padded to a multiple of 8 with −∞.</param>
    /// <param name="share">How far a class may be from violating its margin and still count.</param>
    /// <param name="panelSize">How many neighbouring classes a panel holds; at most 64 panels.</param>
    /// <returns>Bit p for panel p.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong Panels<T>(ReadOnlySpan<T> scores, int label, ReadOnlySpan<double> dual, ReadOnlySpan<double> delta, double share, int panelSize)
        where T : unmanaged, INumber<T>
    {
        ulong panels = 1UL << (label / panelSize);
        fixed (T* s = scores)
        fixed (double* b = dual, d = delta)
        {
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), stretch = Vector512.Create(1 + share);
            for (int j = 0; j < delta.Length; j += Lanes)
            {
                Vector512<double> counts = Vector512.GreaterThan(Element.Load<T, double>(s + j) - right + stretch * Vector512.Load(d + j), default);
                if (b is not null) counts |= Vector512.GreaterThan(Vector512.Load(b + j), default);
                for (ulong lanes = counts.ExtractMostSignificantBits(); lanes != 0; lanes &= lanes - 1)
                    panels |= 1UL << ((j + BitOperations.TrailingZeroCount(lanes)) / panelSize);
            }
        }
        return panels;
    }

    /// <summary>Replaces b by its block's maximizer, unless the gap is at most <paramref name="skip"/>.</summary>
    /// <param name="scores">s, length at least that of delta.</param>
    /// <param name="label">y.</param>
    /// <param name="squaredNorm">‖x‖² > 0.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="delta">Δ_y, padded to a multiple of 8 with −∞.</param>
    /// <param name="skip">The gap that is left alone.</param>
    /// <param name="dual">b, as long as delta; overwritten.</param>
    /// <param name="change">As long as the scores: old b − new b, what W gains a multiple of x of.</param>
    /// <param name="workspace">As long as delta; its content is lost.</param>
    /// <param name="isChanged">Whether b changed.</param>
    /// <returns>The gap before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Solve<T>(ReadOnlySpan<T> scores, int label, double squaredNorm, double cost, ReadOnlySpan<double> delta, double skip, Span<double> dual, Span<T> change, Span<double> workspace, out bool isChanged)
        where T : unmanaged, INumber<T>
    {
        isChanged = false;
        fixed (T* s = scores, c = change)
        fixed (double* b = dual, d = delta, u = workspace)
        {
            int length = delta.Length;
            double sum = -b[label], inverse = 1 / squaredNorm;
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), y = Vector512.Create((double)label), index = Vector512<double>.Indices;
            Vector512<double> loss = default, product = default, largest = default, minus = Vector512.Create(double.NegativeInfinity);
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + Vector512.Load(d + j));
                Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel);
                loss += v & Vector512.GreaterThan(v, default);
                product = Vector512.MultiplyAddEstimate(alpha, v & Vector512.GreaterThan(alpha, default), product);
                Vector512<double> target = v * inverse + alpha + Vector512.Create(sum);
                largest = Vector512.Max(largest, target);
                target.Store(u + j);
                index += Vector512.Create((double)Lanes);
            }
            double gap = cost * Element.Fold(loss) - Element.Fold(product);
            if (!(gap > skip)) return gap;

            double gamma = Root(u, length, cost, sum, LargestLane(largest)), total = 0;
            Vector512<double> shift = Vector512.Create(gamma), upper = Vector512.Create(cost), sums = default;
            index = Vector512<double>.Indices;
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> beta = Vector512.Min(Vector512.Max(Vector512.Load(u + j) - shift, default), upper);
                sums += beta;
                Vector512<double> old = Vector512.AndNot(Vector512.Load(b + j), Vector512.Equals(index, y));
                Vector512<double> difference = old - beta;
                isChanged |= !Vector512.EqualsAll(difference, default);
                Element.Store(difference, c + j);
                beta.Store(b + j);
                index += Vector512.Create((double)Lanes);
            }
            total = Element.Fold(sums);
            b[label] = -total;
            c[label] = Element.Narrow<T>(total - sum);
            return gap;
        }
    }

    /// <summary>γ with Σ_j clip(u_j − γ, 0, C) = γ.</summary>
    private static double Root(double* u, int length, double cost, double start, double largest)
    {
        double low = 0, high = largest;
        if (high <= 0) return 0;
        double gamma = start >= low && start < high ? start : 0;
        int lastInside = -1, lastAtUpper = -1;
        bool isNewton = false;
        while (true)
        {
            int inside = 0, atUpper = 0;
            Vector512<double> sums = default, shift = Vector512.Create(gamma), upper = Vector512.Create(cost);
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> target = Vector512.Load(u + j), term = target - shift;
                Vector512<double> isUpper = Vector512.GreaterThanOrEqual(term, upper), isInside = Vector512.AndNot(Vector512.GreaterThan(term, default), isUpper);
                sums += target & isInside;
                inside += BitOperations.PopCount(isInside.ExtractMostSignificantBits());
                atUpper += BitOperations.PopCount(isUpper.ExtractMostSignificantBits());
            }
            // As γ grows both counts can only fall: equal counts after a Newton step mean equal sets, hence the root.
            if (isNewton && inside == lastInside && atUpper == lastAtUpper) return gamma;
            lastInside = inside;
            lastAtUpper = atUpper;
            double fixedPart = Element.Fold(sums) + (atUpper == 0 ? 0 : atUpper * cost), excess = fixedPart - inside * gamma - gamma;
            if (excess == 0) return gamma;
            if (excess > 0) low = gamma;
            else high = gamma;
            double next = fixedPart / (1 + inside);
            isNewton = next > low && next < high;
            if (!isNewton)
            {
                next = low + (high - low) / 2;
                if (!(next > low && next < high)) return next;
            }
            gamma = next;
        }
    }

    private static double LargestLane(Vector512<double> v)
    {
        double largest = v[0];
        for (int lane = 1; lane < Lanes; lane++) largest = Math.Max(largest, v[lane]);
        return largest;
    }
}
