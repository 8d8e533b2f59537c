namespace Hinge.Losses;

/// <summary>loss(s, y) = log Σ_j exp(s_j − s_y): multinomial logistic regression, without a margin to choose.</summary>
/// <remarks>
/// Coefficients: p_j for j ≠ y and p_y − 1, with p = softmax(s). Dual: with p = b/C + e_y on the simplex,
/// −C·loss*(b/C) = −C Σ_j p_j log p_j. Smooth. Scores are shifted by their largest before exp, so nothing overflows.
/// </remarks>
public sealed class Softmax : Loss
{
    internal const string LossName = "softmax";

    /// <summary>How far p may leave the simplex: the rounding of K probabilities.</summary>
    private const double FeasibilitySlack = 1e-9;

    /// <inheritdoc/>
    public override string Name => LossName;

    /// <inheritdoc/>
    public override string Formula => "log Σ_j exp(s_j − s_y)";

    /// <inheritdoc/>
    /// <remarks>The Hessian is diag(p) − ppᵀ, whose largest eigenvalue is at most ½.</remarks>
    public override double Smoothness(int classCount) => 0.5;

    /// <inheritdoc/>
    public override double Value(ReadOnlySpan<double> scores, int label)
    {
        double largest = Largest(scores), sum = 0;
        foreach (double s in scores)
            sum += Math.Exp(s - largest);
        return Math.Log(sum) + largest - scores[label];
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<double> scores, int label)
    {
        double largest = Largest(scores), right = scores[label], sum = 0, others = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = Math.Exp(scores[j] - largest);
            sum += scores[j];
            if (j != label) others += scores[j];
        }
        for (int j = 0; j < scores.Length; j++)
            scores[j] /= sum;
        // p_y − 1 = −Σ_{j≠y} p_j keeps its digits where p_y is almost 1.
        scores[label] = -others / sum;
        return Math.Log(sum) + largest - right;
    }

    /// <inheritdoc/>
    public override double DualTerm(ReadOnlySpan<double> dual, int label, double cost)
    {
        double entropy = 0, total = 0;
        for (int j = 0; j < dual.Length; j++)
        {
            double p = dual[j] / cost + (j == label ? 1 : 0);
            if (!(p >= -FeasibilitySlack)) return double.NegativeInfinity;
            total += p;
            if (p > 0) entropy -= p * Math.Log(p);
        }
        return Math.Abs(total - 1) <= FeasibilitySlack ? cost * entropy : double.NegativeInfinity;
    }

    private static double Largest(ReadOnlySpan<double> scores)
    {
        double largest = double.NegativeInfinity;
        foreach (double s in scores)
            largest = Math.Max(largest, s);
        return largest;
    }
}
