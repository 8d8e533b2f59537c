namespace Hinge.Losses;

/// <summary>What the dual blocks of the margin losses share.</summary>
internal static class MarginBlock
{
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
}
