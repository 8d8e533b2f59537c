namespace Hinge.Testing;

/// <summary>Every tolerance of the tests, with where it comes from. u = 2⁻⁵³ is the unit roundoff of double.</summary>
public static class Tolerances
{
    /// <summary>u.</summary>
    public const double UnitRoundoff = 1.1102230246251565e-16;

    /// <summary>The unit roundoff of float, 2⁻²⁴.</summary>
    public const double FloatUnitRoundoff = 5.9604644775390625e-8;

    /// <summary>A handful of operations on numbers near 1, as in hand-worked examples: about a hundred roundings.</summary>
    public const double HandWorked = 1e-14;

    /// <summary>Relative: the same formula summed in another order over at most a thousand terms without cancellation (10³·u ≈ 1e-13, ten times that for exp and log).</summary>
    public const double SameFormula = 1e-12;

    /// <summary>The step h of central differences of a loss of scores near 1.</summary>
    public const double DerivativeStep = 1e-6;

    /// <summary>
    /// Relative to 1 + |value|: rounding u/h ≈ 1e-10 for values near 1, truncation h²·f''' ≈ 1e-12; a hundred times that
    /// because squared losses of K classes have larger values.
    /// </summary>
    public const double NumericDerivative = 1e-8;

    /// <summary>Relative: a gap recomputed by plain loops. Sums of a few thousand roundings (1e-12) behind a square root or a factor.</summary>
    public const double IndependentGap = 1e-9;

    /// <summary>Relative to the magnitudes of a block's terms: what a block step may lose of the best dual value, a thousand roundings.</summary>
    public const double BlockObjective = 1e-12;

    /// <summary>Relative: how far a coordinate ascent's reported dual may fall between two scans, the rounding of an updated W.</summary>
    public const double DualMonotonicity = 1e-12;

    /// <summary>
    /// Relative to |P|: two certified optima of gap g differ by at most the sum of their gaps; at 1e-10 each, with rounding.
    /// </summary>
    public const double CertifiedOptima = 1e-9;

    /// <summary>
    /// Absolute, weights near 1: two ways of some thousand steps of gradient descent, which contract, so that what each rounds (a
    /// hundred u) does not grow but add up over 1/(step·λ') steps at most; ten times that.
    /// </summary>
    public const double Trajectory = 1e-10;

    /// <summary>The gap asked for where an optimum serves as the reference.</summary>
    public const double ReferenceGap = 1e-11;

    /// <summary>
    /// |computed − exact| ≤ γ_n·Σ|xw| for a sum of n products in any order, fused or not, γ_n = (n + 1)u/(1 − (n + 1)u)
    /// (Higham, Accuracy and Stability of Numerical Algorithms, 3.1); twice, because both sides are rounded.
    /// </summary>
    public static double SumOfProducts(int terms, double sumOfMagnitudes) =>
        2 * (terms + 1) * UnitRoundoff / (1 - (terms + 1) * UnitRoundoff) * sumOfMagnitudes;

    /// <summary>The same in float, u = 2⁻²⁴: the bound of the computed side alone is doubled, so the other may be rounded in either type.</summary>
    public static double SumOfFloatProducts(int terms, double sumOfMagnitudes) =>
        2 * (terms + 1) * FloatUnitRoundoff / (1 - (terms + 1) * FloatUnitRoundoff) * sumOfMagnitudes;

    /// <summary>
    /// Entries of a solved block: the targets u_j = v_j/‖x‖² + α_j + Σα carry a few roundings of their largest part and
    /// the rounding of a sum of K terms; the solution moves by at most twice what the targets move.
    /// </summary>
    public static double BlockEntry(int classCount, double largestTarget) => 4 * (8 + classCount) * UnitRoundoff * largestTarget;
}
