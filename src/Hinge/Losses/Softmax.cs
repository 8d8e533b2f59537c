namespace Hinge.Losses;

/// <summary>loss(s, y) = log Σ_j exp(s_j − s_y): multinomial logistic regression, without a margin to choose.</summary>
/// <remarks>
/// Coefficients: p_j for j ≠ y and p_y − 1, with p = softmax(s). Dual: with p = b/C + e_y on the simplex,
/// −C·loss*(b/C) = −C Σ_j p_j log p_j. Smooth. Scores are shifted by their largest before exp, so nothing overflows.
/// </remarks>
public sealed class Softmax : Loss, IBlockSolver
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

    /// <inheritdoc/>
    /// <remarks>
    /// With c = C‖x‖² and z_j = s_j + ‖x‖²·(b_old,j + C·[j = y]) the maximizer has log p_j + c·p_j = z_j − ν, ν such that
    /// Σ_j p_j = 1. Σ p_j falls with ν and is convex, so Newton from the left, where the largest p is 1, goes up to the
    /// root; and so does, downwards, Newton on u_j = log p_j in u_j + c·exp(u_j) = z_j − ν. (The two-level scheme of Yu, Huang
    /// and Lin, "Dual coordinate descent methods for logistic regression and maximum entropy models", 2011, solves the
    /// same block pair by pair.)
    /// </remarks>
    public void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace)
    {
        double c = cost * squaredNorm;
        Span<double> z = dual, u = workspace;
        for (int j = 0; j < z.Length; j++)
            z[j] = squaredNorm > 0 ? scores[j] + squaredNorm * (dual[j] + (j == label ? cost : 0)) : 0;

        double nu = Largest(z) - c;
        u.Clear();
        while (true)
        {
            double sum = 0, slope = 0;
            for (int j = 0; j < z.Length; j++)
            {
                u[j] = SolveLogarithm(c, z[j] - nu, u[j]);
                double p = Math.Exp(u[j]);
                sum += p;
                slope += p / (1 + c * p);
            }
            double next = nu + (sum - 1) / slope;
            if (!(sum > 1 && next > nu)) break;
            nu = next;
        }
        for (int j = 0; j < dual.Length; j++)
            dual[j] = cost * Math.Exp(u[j]);
        MarginBlock.Balance(dual, label);
    }

    /// <summary>u with u + c·exp(u) = right, by Newton from <paramref name="start"/> ≥ u: convex, so it only goes down.</summary>
    private static double SolveLogarithm(double c, double right, double start)
    {
        double u = Math.Min(start, right);
        while (true)
        {
            double exponential = c * Math.Exp(u);
            double next = u - (u + exponential - right) / (1 + exponential);
            if (!(next < u)) return u;
            u = next;
        }
    }

    private static double Largest(ReadOnlySpan<double> scores)
    {
        double largest = double.NegativeInfinity;
        foreach (double s in scores)
            largest = Math.Max(largest, s);
        return largest;
    }
}
