using Hinge.Kernels;

namespace Hinge.Training.Descending;

/// <summary>
/// What one or more steps do to weights w, velocities v and sums of weights u whose feature does not occur in their batches:
/// u += SumW·w + SumV·v, then (w, v) ← (WW·w + WV·v, VW·w + VV·v), then w ← soft(w, Threshold).
/// </summary>
/// <remarks>
/// Such steps compose to one of the same form, so a feature can wait for its next occurrence. That needs WV = VW = SumW = 0 where
/// Threshold > 0: soft-thresholding is not linear, but soft(a₂·soft(a₁w, c₁), c₂) = soft(a₂a₁w, |a₂|c₁ + c₂).
/// </remarks>
internal readonly record struct Transition(double WW, double WV, double VW, double VV, double SumW, double SumV, double Threshold)
{
    /// <summary>No step at all.</summary>
    public static Transition Identity { get; } = new(1, 0, 0, 1, 0, 0, 0);

    /// <summary>One step: v ← m·v − decay·(w + look·v), w ← w + v, with look = m for Nesterov's momentum, else 0.</summary>
    /// <param name="momentum">m.</param>
    /// <param name="isNesterov">Whether the penalty's gradient is taken at w + m·v.</param>
    /// <param name="decay">The step's length times λ'.</param>
    /// <param name="threshold">The step's length times λ'μ.</param>
    /// <param name="sums">Whether the new weights are added to u.</param>
    public static Transition Step(double momentum, bool isNesterov, double decay, double threshold, bool sums)
    {
        double repeated = isNesterov ? momentum * (1 - decay) : momentum, kept = 1 - decay;
        return new(kept, repeated, -decay, repeated, sums ? kept : 0, sums ? repeated : 0, threshold);
    }

    /// <summary>This and then <paramref name="next"/>.</summary>
    public Transition Then(in Transition next) => new(
        next.WW * WW + next.WV * VW,
        next.WW * WV + next.WV * VV,
        next.VW * WW + next.VV * VW,
        next.VW * WV + next.VV * VV,
        SumW + next.SumW * WW + next.SumV * VW,
        SumV + next.SumW * WV + next.SumV * VV,
        Math.Abs(next.WW) * Threshold + next.Threshold);

    /// <summary>Takes the steps.</summary>
    /// <param name="w">Weights.</param>
    /// <param name="v">Their velocities, or empty for zeros.</param>
    /// <param name="u">Their sums, or empty for none.</param>
    public void Apply(Span<double> w, Span<double> v, Span<double> u)
    {
        if (!u.IsEmpty && SumW != 0) Elementwise.Combine(u, 1, w, SumW);
        if (!u.IsEmpty && SumV != 0 && !v.IsEmpty) Elementwise.Combine(u, 1, v, SumV);
        if (v.IsEmpty) Elementwise.Shrink(w, WW, Threshold);
        else Elementwise.Mix(w, v, WW, WV, VW, VV);
    }
}
