using Hinge.Data;
using Hinge.Kernels;
using Hinge.Models;

namespace Hinge.Training.Descending;

/// <summary>
/// A step reaches the features that occur in its batch, O(nonzeros·K); the others wait and catch up on momentum and penalty when
/// they occur again, or when all weights are asked for. Equal to <see cref="EagerWeights"/> but for rounding.
/// </summary>
/// <remarks>
/// Lazy L2 by a factor: Bottou, 2012, section 5.1. Lazy L1 by the penalty summed up since a feature last occurred: Langford, Li and
/// Zhang, "Sparse online learning via truncated gradient", JMLR 2009; Tsuruoka, Tsujii and Ananiadou, ACL 2009; Duchi and Singer,
/// "Efficient online and batch learning using forward backward splitting", JMLR 2009, whose step this is.
/// </remarks>
internal sealed class LazyWeights : DescentWeights
{
    private readonly TransitionHistory _history = new();
    private readonly int[] _seen;
    private readonly List<int> _touched = [];

    /// <summary>Weights of zero, by feature.</summary>
    public LazyWeights(Func<WorkingWeights> newWeights, bool hasVelocity, bool hasSum)
        : base(newWeights, hasVelocity, hasSum) => _seen = new int[Weights.FeatureCount];

    /// <inheritdoc/>
    public override void Refresh(FeatureMatrix features, ReadOnlySpan<int> batch)
    {
        CatchingUp visitor = new(this);
        foreach (int i in batch) features.VisitNonzeros(i, ref visitor);
    }

    /// <inheritdoc/>
    public override void Refresh()
    {
        if (_history.Count == 0) return;
        for (int f = 0; f < _seen.Length; f++) CatchUp(f);
        Array.Clear(_seen);
        _history.Clear();
    }

    /// <inheritdoc/>
    protected override void Take(FeatureMatrix features, ReadOnlySpan<int> batch, ReadOnlySpan<double> push, in StepRule rule)
    {
        // Occurring features: the linear part, then the loss, then the threshold.
        _touched.Clear();
        Beginning visitor = new(this, rule.Weights with { Threshold = 0 });
        foreach (int i in batch) features.VisitNonzeros(i, ref visitor);
        (rule.Bias with { Threshold = 0 }).Apply(Weights.Bias, Velocity is null ? default : Velocity.Bias, Sum is null ? default : Sum.Bias);
        for (int r = 0; r < batch.Length; r++)
        {
            if (RowOf(push, r) is not { IsEmpty: false } row) continue;
            features.AddOuterProduct(batch[r], row, Weights);
            if (Velocity is not null) features.AddOuterProduct(batch[r], row, Velocity);
            if (rule.Sums) features.AddOuterProduct(batch[r], row, Sum!);
        }
        if (rule.Weights.Threshold > 0)
            foreach (int f in _touched) Elementwise.Shrink(Row(Weights, f), 1, rule.Weights.Threshold);
        if (rule.Bias.Threshold > 0) Elementwise.Shrink(Weights.Bias, 1, rule.Bias.Threshold);
        _history.Add(rule.Weights);
        // A stream has no end of epoch: all catch up once a feature's worth of steps, at O(K) a step.
        if (_history.Count >= Math.Max(_seen.Length, 1 << 12)) Refresh();
    }

    private void CatchUp(int feature)
    {
        if (_seen[feature] == _history.Count) return;
        Apply(_history.Since(_seen[feature]), feature);
        _seen[feature] = _history.Count;
    }

    private void Begin(int feature, in Transition linear)
    {
        if (_seen[feature] > _history.Count) return;
        Apply(linear, feature);
        _seen[feature] = _history.Count + 1;
        _touched.Add(feature);
    }

    private void Apply(in Transition transition, int feature) =>
        transition.Apply(Row(Weights, feature), Row(Velocity, feature), Row(Sum, feature));

    private static Span<double> Row(WorkingWeights? weights, int feature) =>
        weights is null ? default : weights.Values.AsSpan(feature * weights.ScoreLength, weights.ScoreLength);

    private readonly struct CatchingUp(LazyWeights weights) : INonzeroVisitor
    {
        public void Visit(int column, double value) => weights.CatchUp(column);
    }

    private readonly struct Beginning(LazyWeights weights, Transition linear) : INonzeroVisitor
    {
        public void Visit(int column, double value) => weights.Begin(column, linear);
    }
}
