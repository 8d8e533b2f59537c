namespace Hinge.Losses;

/// <summary>loss(s, y) = max(0, max_{j≠y} (s_j − s_y + Δ_yj)) (Crammer and Singer, JMLR 2, 2001).</summary>
/// <remarks>
/// Coefficients: 1 for the most violating class (the lowest of equals), −1 for y; all zero without violation.
/// Dual: b_j = α_j ≥ 0 for j ≠ y with Σ_j α_j ≤ C, b_y = −Σ_j α_j, and −C·loss*(b/C) = Σ_j Δ_yj α_j. Kinks where the
/// largest v_j is 0 or is shared.
/// </remarks>
public sealed class CrammerSinger(Delta? delta = null) : Loss, IBlockSolver
{
    internal const string LossName = "crammer-singer";

    private readonly Delta _delta = delta ?? new Delta();

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "max(0, max_{j≠y} (s_j − s_y + Δ))";

    /// <inheritdoc/>
    public override double Smoothness(int classCount) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override Delta Delta => _delta;

    internal override bool HasLinearDual => true;

    internal override double LeastCost(ReadOnlySpan<double> dual, int label) => Math.Max(0, -dual[label]);

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label) => Worst(scores, label).Loss;

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        (double loss, int worst) = Worst(scores, label);
        scores.Clear();
        if (loss > 0)
        {
            scores[worst] = 1;
            scores[label] = -1;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost)
    {
        double sum = 0, total = 0;
        for (int j = 0; j < dual.Length; j++)
        {
            if (j == label) continue;
            if (!(dual[j] >= 0)) return double.NegativeInfinity;
            total += dual[j];
            sum += _delta[label, j] * dual[j];
        }
        return total <= cost * (1 + MarginBlock.Slack(dual.Length)) && MarginBlock.IsBalanced(dual, label, total) ? sum : double.NegativeInfinity;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// β_j = max(0, u_j − θ) with u as for Weston–Watkins. Without the bound on the sum, θ = Σ_j β_j. Where that
    /// exceeds C, θ solves Σ_j max(0, u_j − θ) = C instead: a convex falling function, on which Newton from the left
    /// goes up to the root in at most K steps. There only differences of u count, and they are taken before the division
    /// by ‖x‖²: u itself may be so much larger than C that its rounding would break Σ_j β_j ≤ C.
    /// </remarks>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        if (!(squaredNorm > 0))
        {
            SolveWithoutFeatures(label, cost, dual);
            return;
        }
        squaredNorm = Math.Max(squaredNorm, MarginBlock.SmallestSquaredNorm);
        MarginBlock.Targets(scores, label, squaredNorm, _delta, dual, workspace);
        double theta = ClippedSum.Solve(workspace, label, slope: 1, double.PositiveInfinity, start: -dual[label]);
        if (theta > cost)
        {
            DifferencesFromLargest(scores, label, squaredNorm, dual, workspace);
            theta = RaiseToSum(workspace, label, cost, start: -cost);
        }
        for (int j = 0; j < dual.Length; j++)
            dual[j] = Math.Max(0, workspace[j] - theta);
        MarginBlock.Balance(dual, label);
    }

    /// <summary>u_j − u_best in place of u_j, for the best j ≠ y.</summary>
    private void DifferencesFromLargest(ReadOnlySpan<double> scores, int label, double squaredNorm, ReadOnlySpan<double> dual, Span<double> targets)
    {
        int best = label == 0 ? 1 : 0;
        for (int j = best + 1; j < targets.Length; j++)
            if (j != label && targets[j] > targets[best]) best = j;
        for (int j = 0; j < targets.Length; j++)
            targets[j] = (scores[j] - scores[best] + (_delta[label, j] - _delta[label, best])) / squaredNorm + (dual[j] - dual[best]);
    }

    /// <summary>θ with Σ_{j≠y} max(0, u_j − θ) = total, from a start where the sum is no less.</summary>
    private static double RaiseToSum(ReadOnlySpan<double> u, int label, double total, double start)
    {
        double theta = start;
        while (true)
        {
            int above = 0;
            double sum = 0;
            for (int j = 0; j < u.Length; j++)
            {
                if (j == label || !(u[j] > theta)) continue;
                above++;
                sum += u[j];
            }
            double next = above == 0 ? theta : (sum - total) / above;
            if (!(next > theta)) return theta;
            theta = next;
        }
    }

    private void SolveWithoutFeatures(int label, double cost, Span<double> dual)
    {
        int best = label;
        for (int j = 0; j < dual.Length; j++)
            if (j != label && _delta[label, j] > (best == label ? 0 : _delta[label, best])) best = j;
        dual.Clear();
        if (best == label) return;
        dual[best] = cost;
        dual[label] = -cost;
    }

    private (double Loss, int Worst) Worst(ReadOnlySpan<double> scores, int label)
    {
        double loss = 0;
        int worst = -1;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - scores[label] + _delta[label, j];
            if (violation > loss)
            {
                loss = violation;
                worst = j;
            }
        }
        return (loss, worst);
    }
}
