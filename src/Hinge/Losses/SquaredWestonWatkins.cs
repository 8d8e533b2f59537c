namespace Hinge.Losses;

/// <summary>loss(s, y) = Σ_{j≠y} max(0, s_j − s_y + Δ_yj)².</summary>
/// <remarks>
/// Coefficients: 2·max(0, v_j) for j ≠ y, minus their sum for y. Dual: b_j = α_j ≥ 0 for j ≠ y, b_y = −Σ_j α_j, and
/// −C·loss*(b/C) = Σ_j (Δ_yj α_j − α_j²/(4C)). Differentiable everywhere; the second derivative jumps where v_j = 0.
/// </remarks>
public sealed class SquaredWestonWatkins(Delta? delta = null) : Loss, IBlockSolver
{
    internal const string LossName = "squared-weston-watkins";

    private readonly Delta _delta = delta ?? new Delta();

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "Σ_{j≠y} max(0, s_j − s_y + Δ)²";

    /// <inheritdoc/>
    /// <remarks>The Hessian is at most 2·Σ_{j≠y} (e_j − e_y)(e_j − e_y)ᵀ, a star graph's Laplacian twice, with largest eigenvalue 2K.</remarks>
    public override double Smoothness(int classCount) => 2 * classCount;

    /// <inheritdoc/>
    public override Delta Delta => _delta;

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - scores[label] + _delta[label, j];
            if (violation > 0) loss += violation * violation;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        double loss = 0, right = scores[label];
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = Math.Max(0, scores[j] - right + _delta[label, j]);
            loss += violation * violation;
            scores[j] = 2 * violation;
        }
        MarginBlock.Balance(scores, label);
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
            sum += _delta[label, j] * dual[j] - dual[j] * dual[j] / (4 * cost);
        }
        return MarginBlock.IsBalanced(dual, label, total) ? sum : double.NegativeInfinity;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// As for Weston–Watkins, without the upper bound and with one more term α_j/(2C) in the derivative:
    /// β_j = max(0, u_j − γ)·slope, slope = 2C‖x‖²/(2C‖x‖² + 1), γ = Σ_j β_j.
    /// </remarks>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        double sum = -dual[label];
        if (squaredNorm > 0)
        {
            squaredNorm = Math.Max(squaredNorm, MarginBlock.SmallestSquaredNorm);
            double slope = 2 * cost * squaredNorm / (2 * cost * squaredNorm + 1);
            MarginBlock.Targets(scores, label, squaredNorm, _delta, dual, workspace);
            double gamma = ClippedSum.Solve(workspace, label, slope, double.PositiveInfinity, start: sum);
            for (int j = 0; j < dual.Length; j++)
                dual[j] = Math.Max(0, slope * (workspace[j] - gamma));
        }
        else
        {
            for (int j = 0; j < dual.Length; j++)
                dual[j] = 2 * cost * (j == label ? 0 : _delta[label, j]);
        }
        MarginBlock.Balance(dual, label);
    }
}
