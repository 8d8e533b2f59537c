using Hinge.Data;
using Hinge.Kernels;
using Hinge.Models;

namespace Hinge.Training.Descending;

/// <summary>Every step reaches all D·K weights: the plain way, for dense rows, and the specification of <see cref="LazyWeights"/>.</summary>
/// <remarks>
/// V ← V-part of the rule + x·push, then W ← soft(W + V, threshold), and V the step so made: with an L1 penalty the inertial
/// proximal step (Ochs et al., "iPiano", 2014), with Nesterov's momentum that of FISTA (Beck and Teboulle, 2009).
/// </remarks>
internal sealed class EagerWeights(Func<WorkingWeights> newWeights, bool hasVelocity, bool hasSum)
    : DescentWeights(newWeights, hasVelocity, hasSum)
{
    /// <inheritdoc/>
    public override void Refresh(FeatureMatrix features, ReadOnlySpan<int> batch)
    {
    }

    /// <inheritdoc/>
    public override void Refresh()
    {
    }

    /// <inheritdoc/>
    protected override void Take(FeatureMatrix features, ReadOnlySpan<int> batch, ReadOnlySpan<double> push, in StepRule rule)
    {
        WorkingWeights moved = Velocity ?? Weights;
        Begin(Weights.Values, Velocity?.Values, rule.Weights);
        Begin(Weights.Bias, Velocity is null ? default : Velocity.Bias, rule.Bias);
        for (int r = 0; r < batch.Length; r++)
            if (RowOf(push, r) is { IsEmpty: false } row) features.AddOuterProduct(batch[r], row, moved);
        End(Weights.Values, Velocity?.Values, rule.Weights.Threshold);
        End(Weights.Bias, Velocity is null ? default : Velocity.Bias, rule.Bias.Threshold);
        if (rule.Sums) Sum!.Add(1, Weights);
    }

    private static void Begin(Span<double> w, Span<double> v, in Transition rule)
    {
        if (v.IsEmpty) Elementwise.Shrink(w, rule.WW, 0);
        else Elementwise.Combine(v, rule.VV, w, rule.VW);
    }

    private static void End(Span<double> w, Span<double> v, double threshold)
    {
        if (threshold == 0 && !v.IsEmpty) Elementwise.Combine(w, 1, v, 1);
        else if (!v.IsEmpty) Elementwise.Move(w, v, threshold);
        else if (threshold > 0) Elementwise.Shrink(w, 1, threshold);
    }
}
