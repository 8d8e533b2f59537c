using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>One example of the squared Weston–Watkins dual, along the classes in double: how far it is from its optimum, and the exact maximizer over its block.</summary>
/// <remarks>
/// With v_j = s_j − s_y + Δ_yj and α ≥ 0 the example's Fenchel–Young gap is Σ_j [C·max(0, v_j)² − α_j v_j + α_j²/(4C)]. The
/// block's maximizer is β_j = slope·max(0, v_j/‖x‖² + α_j + Σα − γ) with slope = 2C‖x‖²/(2C‖x‖² + 1) and γ = Σ_j β_j. Dual
/// variables are b_j = α_j for j ≠ y and b_y = −Σα, as everywhere.
/// </remarks>
public static unsafe class SquaredWestonWatkinsBlock
{
    private const int Lanes = 8;

    /// <summary>The example's loss, dual term Σ_j (Δ_yj α_j − α_j²/(4C)), and gap.</summary>
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
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), y = Vector512.Create((double)label), index = Vector512<double>.Indices, quarter = Vector512.Create(-0.25 / cost);
            Vector512<double> loss = default, term = default, product = default, minus = Vector512.Create(double.NegativeInfinity);
            for (int j = 0; j < delta.Length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y), margin = Vector512.Load(d + j);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + margin), violation = Vector512.Max(v, default);
                loss = Vector512.MultiplyAddEstimate(violation, violation, loss);
                if (b is not null)
                {
                    Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel), isOn = Vector512.GreaterThan(alpha, default), quadratic = alpha * quarter;
                    term = Vector512.MultiplyAddEstimate(alpha, (margin & isOn) + quadratic, term);
                    product = Vector512.MultiplyAddEstimate(alpha, (v & isOn) + quadratic, product);
                }
                index += Vector512.Create((double)Lanes);
            }
            double total = Element.Fold(loss);
            return (total, Element.Fold(term), cost * total - Element.Fold(product));
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
            double sum = -b[label], curvature = 2 * cost * squaredNorm, slope = curvature / (curvature + 1);
            Vector512<double> right = Vector512.Create(Element.ToDouble(s[label])), y = Vector512.Create((double)label), index = Vector512<double>.Indices, norm = Vector512.Create(squaredNorm), quarter = Vector512.Create(-0.25 / cost);
            Vector512<double> loss = default, product = default, minus = Vector512.Create(double.NegativeInfinity);
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> isLabel = Vector512.Equals(index, y);
                Vector512<double> v = Vector512.ConditionalSelect(isLabel, minus, Element.Load<T, double>(s + j) - right + Vector512.Load(d + j)), violation = Vector512.Max(v, default);
                Vector512<double> alpha = Vector512.AndNot(Vector512.Load(b + j), isLabel);
                loss = Vector512.MultiplyAddEstimate(violation, violation, loss);
                product = Vector512.MultiplyAddEstimate(alpha, (v & Vector512.GreaterThan(alpha, default)) + alpha * quarter, product);
                (v / norm + alpha + Vector512.Create(sum)).Store(u + j);
                index += Vector512.Create((double)Lanes);
            }
            double gap = cost * Element.Fold(loss) - Element.Fold(product);
            if (!(gap > 0)) return gap;

            Vector512<double> shift = Vector512.Create(PositiveParts.LevelOfSum(u, length, slope, start: sum)), sums = default;
            index = Vector512<double>.Indices;
            for (int j = 0; j < length; j += Lanes)
            {
                Vector512<double> beta = Vector512.Max(slope * (Vector512.Load(u + j) - shift), default);
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
}
