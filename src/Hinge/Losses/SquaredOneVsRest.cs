namespace Hinge.Losses;

/// <summary>loss(s, y) = Σ_j max(0, 1 − t_j s_j)², with t_y = 1 and t_j = −1 otherwise.</summary>
/// <remarks>
/// Coefficients: −2 t_j max(0, 1 − t_j s_j). Dual: b_j = −t_j a_j with a_j ≥ 0, and
/// −C·loss*(b/C) = Σ_j (a_j − a_j²/(4C)). Differentiable everywhere.
/// </remarks>
public sealed class SquaredOneVsRest : Loss, IBlockSolver
{
    internal const string LossName = "squared-one-vs-rest";

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "Σ_j max(0, 1 − t_j s_j)²";

    /// <inheritdoc/>
    public override double Smoothness(int classCount) => 2;

    internal override bool ComparesWithRightClass => false;

    /// <inheritdoc/>
    public override double? Violation(ReadOnlySpan<double> scores, int label, int @class) => 1 - OneVsRest.Sign(@class, label) * scores[@class];

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            double violation = Math.Max(0, 1 - OneVsRest.Sign(j, label) * scores[j]);
            loss += violation * violation;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            double sign = OneVsRest.Sign(j, label), violation = Math.Max(0, 1 - sign * scores[j]);
            loss += violation * violation;
            scores[j] = -2 * sign * violation;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost)
    {
        double sum = 0;
        for (int j = 0; j < dual.Length; j++)
        {
            double a = -OneVsRest.Sign(j, label) * dual[j];
            if (!(a >= 0)) return double.NegativeInfinity;
            sum += a - a * a / (4 * cost);
        }
        return sum;
    }

    /// <inheritdoc/>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        for (int j = 0; j < dual.Length; j++)
        {
            double sign = OneVsRest.Sign(j, label), a = -sign * dual[j];
            double violation = squaredNorm > 0 ? 1 - sign * scores[j] : 1;
            double best = Math.Max(0, (violation + squaredNorm * a) / (squaredNorm + 1 / (2 * cost)));
            dual[j] = -sign * best;
        }
    }
}
