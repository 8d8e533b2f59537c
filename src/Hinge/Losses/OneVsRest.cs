namespace Hinge.Losses;

/// <summary>loss(s, y) = Σ_j max(0, 1 − t_j s_j), with t_y = 1 and t_j = −1 otherwise: K two-class SVMs at once.</summary>
/// <remarks>
/// Coefficients: −t_j where 1 − t_j s_j > 0. Dual: b_j = −t_j a_j with a_j ∈ [0, C], and −C·loss*(b/C) = Σ_j a_j. Each
/// class is a problem of its own. Kinks where t_j s_j = 1.
/// </remarks>
public sealed class OneVsRest : Loss, IBlockSolver
{
    internal const string LossName = "one-vs-rest";

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "Σ_j max(0, 1 − t_j s_j)";

    /// <inheritdoc/>
    public override double Smoothness(int classCount) => double.PositiveInfinity;

    internal override bool ComparesWithRightClass => false;

    /// <inheritdoc/>
    public override double? Violation(ReadOnlySpan<double> scores, int label, int @class) => 1 - Sign(@class, label) * scores[@class];

    internal override bool HasLinearDual => true;

    internal override double LeastCost(ReadOnlySpan<double> dual, int label)
    {
        double largest = 0;
        foreach (double value in dual) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
            loss += Math.Max(0, 1 - Sign(j, label) * scores[j]);
        return loss;
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        double loss = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            double sign = Sign(j, label), violation = 1 - sign * scores[j];
            loss += Math.Max(0, violation);
            scores[j] = violation > 0 ? -sign : 0;
        }
        return loss;
    }

    /// <inheritdoc/>
    public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost)
    {
        double sum = 0;
        for (int j = 0; j < dual.Length; j++)
        {
            double a = -Sign(j, label) * dual[j];
            if (!(a >= 0 && a <= cost)) return double.NegativeInfinity;
            sum += a;
        }
        return sum;
    }

    /// <inheritdoc/>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        for (int j = 0; j < dual.Length; j++)
        {
            double sign = Sign(j, label), a = -sign * dual[j];
            double best = squaredNorm > 0 ? Math.Clamp(a + (1 - sign * scores[j]) / squaredNorm, 0, cost) : cost;
            dual[j] = -sign * best;
        }
    }

    /// <summary>t_j: 1 for the right class, −1 for the others.</summary>
    internal static double Sign(int @class, int label) => @class == label ? 1 : -1;
}
