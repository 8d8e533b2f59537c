using Hinge.Kernels;

namespace Hinge.Losses;

/// <summary>
/// loss(s, y) = Σ_{j≠y} max(0, s_j − s_y + Δ_yj): the student's loss (Weston and Watkins, ESANN 1999).
/// </summary>
/// <remarks>
/// Coefficients: 1 for each violating class j, and −(their number) for y: every violated term depends on two columns
/// of W. Dual: b_j = α_j ∈ [0, C] for j ≠ y, b_y = −Σ_j α_j, and −C·loss*(b/C) = Σ_j Δ_yj α_j. Kinks where some
/// v_j = 0.
/// </remarks>
public sealed class WestonWatkins(Delta? delta = null) : Loss, IBlockSolver
{
    internal const string LossName = "weston-watkins";

    private readonly Delta _delta = delta ?? new Delta();

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "Σ_{j≠y} max(0, s_j − s_y + Δ)";

    /// <inheritdoc/>
    public override double Smoothness(int classCount) => double.PositiveInfinity;

    /// <inheritdoc/>
    public override Delta Delta => _delta;

    internal override BlockLoss<T> ForBlocks<T>(int classCount) =>
        KernelChoice.IsVectorized && classCount > 1 ? new WestonWatkinsBlocks<T>(_delta, classCount) : base.ForBlocks<T>(classCount);

    internal override bool HasLinearDual => true;

    internal override double LeastCost(ReadOnlySpan<double> dual, int label)
    {
        double largest = 0;
        for (int j = 0; j < dual.Length; j++)
            if (j != label) largest = Math.Max(largest, dual[j]);
        return largest;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - scores[label] + _delta[label, j];
            if (violation > 0) loss += violation;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        double loss = 0, right = scores[label];
        int violated = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - right + _delta[label, j];
            bool isViolated = violation > 0;
            scores[j] = isViolated ? 1 : 0;
            if (isViolated)
            {
                loss += violation;
                violated++;
            }
        }
        scores[label] = -violated;
        return loss;
    }

    /// <inheritdoc/>
    public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost)
    {
        double sum = 0, total = 0;
        for (int j = 0; j < dual.Length; j++)
        {
            if (j == label) continue;
            if (!(dual[j] >= 0 && dual[j] <= cost)) return double.NegativeInfinity;
            total += dual[j];
            sum += _delta[label, j] * dual[j];
        }
        return MarginBlock.IsBalanced(dual, label, total) ? sum : double.NegativeInfinity;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Setting the derivative by α_j to zero gives β_j = clip(u_j − γ, 0, C) with u_j = v_j/‖x‖² + α_j + Σ_l α_l and
    /// γ = Σ_j β_j.
    /// </remarks>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        double sum = -dual[label];
        if (squaredNorm > 0)
        {
            squaredNorm = Math.Max(squaredNorm, MarginBlock.SmallestSquaredNorm);
            MarginBlock.Targets(scores, label, squaredNorm, _delta, dual, workspace);
            double gamma = ClippedSum.Solve(workspace, label, slope: 1, cost, start: sum);
            for (int j = 0; j < dual.Length; j++)
                dual[j] = Math.Clamp(workspace[j] - gamma, 0, cost);
        }
        else
        {
            for (int j = 0; j < dual.Length; j++)
                dual[j] = _delta[label, j] > 0 ? cost : 0;
        }
        MarginBlock.Balance(dual, label);
    }
}
