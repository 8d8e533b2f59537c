namespace Hinge.Losses;

/// <summary>What the dual blocks of the margin losses share.</summary>
internal static class MarginBlock
{
    /// <summary>The distance from 1 to the next double.</summary>
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>
    /// The least ‖x‖² > 0 that blocks work with, so that v_j/‖x‖² cannot overflow. A larger ‖x‖² bounds the dual from
    /// below, so the step still never lowers it.
    /// </summary>
    public const double SmallestSquaredNorm = 1e-200;

    /// <summary>u_j = (s_j − s_y + Δ_yj)/‖x‖² + α_j + Σ_l α_l into <paramref name="targets"/>; entry y means nothing.</summary>
    public static void Targets(ReadOnlySpan<double> scores, int label, double squaredNorm, Delta delta, ReadOnlySpan<double> dual, Span<double> targets)
    {
        double sum = -dual[label], right = scores[label];
        for (int j = 0; j < dual.Length; j++)
            targets[j] = (scores[j] - right + delta[label, j]) / squaredNorm + dual[j] + sum;
    }

    /// <summary>b_y = −Σ_{j≠y} b_j.</summary>
    public static void Balance(Span<double> dual, int label)
    {
        double sum = 0;
        for (int j = 0; j < dual.Length; j++)
            if (j != label) sum += dual[j];
        dual[label] = -sum;
    }

    /// <summary>Whether b_y = −Σ_{j≠y} b_j, but for the rounding of sums and scalings of K terms.</summary>
    /// <param name="dual">b, length K.</param>
    /// <param name="label">y.</param>
    /// <param name="sum">Σ_{j≠y} b_j ≥ 0.</param>
    public static bool IsBalanced(ReadOnlySpan<double> dual, int label, double sum) =>
        Math.Abs(dual[label] + sum) <= Slack(dual.Length) * sum;

    /// <summary>The relative rounding of a sum of K terms, with room.</summary>
    public static double Slack(int classCount) => 1e-12 + 4 * classCount * Epsilon;
}
