using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>
/// One example of the one-vs-rest dual, plain or squared, along the classes in double: how far it is from its optimum, and the exact
/// maximizer over its block.
/// </summary>
/// <remarks>
/// With v_j = 1 − t_j s_j, t_y = 1 and t_j = −1 otherwise, and a_j = −t_j b_j ≥ 0 the example's Fenchel–Young gap is
/// Σ_j [C·max(0, v_j) − a_j v_j], a_j ≤ C; or Σ_j [C·max(0, v_j)² − a_j v_j + a_j²/(4C)] where squared. Each class has its own
/// maximizer: clip(a_j + v_j/‖x‖², 0, C), or max(0, (v_j + ‖x‖² a_j)/(‖x‖² + 1/(2C))).
/// </remarks>
public static unsafe class OneVsRestBlock
{
    private const int Lanes = 8;

    /// <summary>The example's loss, dual term Σ_j a_j, or Σ_j (a_j − a_j²/(4C)), and gap, of some neighbouring classes.</summary>
    /// <param name="scores">s, at least K rounded up to a multiple of 8.</param>
    /// <param name="first">The first class that counts.</param>
    /// <param name="end">The class after the last that counts.</param>
    /// <param name="label">y.</param>
    /// <param name="dual">b, padded with zeros to a multiple of 8; or empty for zeros.</param>
    /// <param name="cost">C.</param>
    /// <param name="isSquared">Whether violations are squared.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Loss, double DualTerm, double Gap) Measure<T>(ReadOnlySpan<T> scores, int first, int end, int label, ReadOnlySpan<double> dual, double cost, bool isSquared)
        where T : unmanaged, INumber<T>
    {
        fixed (T* s = scores)
        fixed (double* b = dual)
        {
            Vector512<double> y = Vector512.Create((double)label), from = Vector512.Create((double)first), to = Vector512.Create((double)end), index = Vector512<double>.Indices + Vector512.Create((double)(first / Lanes * Lanes)), one = Vector512<double>.One, quarter = Vector512.Create(isSquared ? -0.25 / cost : 0);
            Vector512<double> loss = default, term = default, product = default;
            for (int j = first / Lanes * Lanes; j < end; j += Lanes)
            {
                Vector512<double> counts = Vector512.GreaterThanOrEqual(index, from) & Vector512.LessThan(index, to), sign = Vector512.ConditionalSelect(Vector512.Equals(index, y), one, -one);
                Vector512<double> v = (one - sign * Element.Load<T, double>(s + j)) & counts, violation = Vector512.Max(v, default);
                loss = isSquared ? Vector512.MultiplyAddEstimate(violation, violation, loss) : loss + violation;
                if (b is not null)
                {
                    Vector512<double> a = -sign * (Vector512.Load(b + j) & counts), quadratic = a * quarter;
                    term = Vector512.MultiplyAddEstimate(a, one + quadratic, term);
                    product = Vector512.MultiplyAddEstimate(a, v + quadratic, product);
                }
                index += Vector512.Create((double)Lanes);
            }
            double total = Element.Fold(loss);
            return (total, Element.Fold(term), cost * total - Element.Fold(product));
        }
    }

    /// <summary>Replaces b by its block's maximizer.</summary>
    /// <param name="scores">s, at least K rounded up to a multiple of 8.</param>
    /// <param name="classCount">K.</param>
    /// <param name="label">y.</param>
    /// <param name="squaredNorm">‖x‖² > 0.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="isSquared">Whether violations are squared.</param>
    /// <param name="dual">b, padded with zeros to a multiple of 8; overwritten.</param>
    /// <param name="change">As long as the scores, zero from K on: old b − new b.</param>
    /// <param name="isChanged">Whether b changed.</param>
    /// <returns>The gap before.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Solve<T>(ReadOnlySpan<T> scores, int classCount, int label, double squaredNorm, double cost, bool isSquared, Span<double> dual, Span<T> change, out bool isChanged)
        where T : unmanaged, INumber<T>
    {
        isChanged = false;
        fixed (T* s = scores, c = change)
        fixed (double* b = dual)
        {
            Vector512<double> y = Vector512.Create((double)label), count = Vector512.Create((double)classCount), index = Vector512<double>.Indices, one = Vector512<double>.One, quarter = Vector512.Create(isSquared ? -0.25 / cost : 0);
            Vector512<double> loss = default, product = default, upper = Vector512.Create(isSquared ? double.PositiveInfinity : cost), norm = Vector512.Create(isSquared ? squaredNorm + 1 / (2 * cost) : squaredNorm);
            for (int j = 0; j < classCount; j += Lanes)
            {
                Vector512<double> isClass = Vector512.LessThan(index, count), sign = Vector512.ConditionalSelect(Vector512.Equals(index, y), one, -one);
                Vector512<double> v = (one - sign * Element.Load<T, double>(s + j)) & isClass, violation = Vector512.Max(v, default);
                Vector512<double> old = Vector512.Load(b + j), a = -sign * old;
                loss = isSquared ? Vector512.MultiplyAddEstimate(violation, violation, loss) : loss + violation;
                product = Vector512.MultiplyAddEstimate(a, v + a * quarter, product);
                Vector512<double> target = isSquared ? (v + squaredNorm * a) / norm : a + v / norm;
                Vector512<double> next = -sign * (Vector512.Min(Vector512.Max(target, default), upper) & isClass), difference = old - next;
                isChanged |= !Vector512.EqualsAll(difference, default);
                Element.Store(difference, c + j);
                next.Store(b + j);
                index += Vector512.Create((double)Lanes);
            }
            return cost * Element.Fold(loss) - Element.Fold(product);
        }
    }
}
