namespace Hinge.Kernels.Reference;

/// <summary>
/// The student's two loops, in double precision: the specification of the Weston–Watkins loss and its gradient.
/// Every faster kernel is held against them.
/// </summary>
/// <remarks>
/// <para>
/// L(W) = Σ_i Σ_{j≠y_i} max(0, s_ij − s_iy + Δ) with s_i = x_iᵀW. Each positive term depends on <em>two</em> columns
/// of W, so it adds +x_i to column j and −x_i to column y_i (Weston and Watkins, ESANN 1999, eq. 3, with margin Δ).
/// </para>
/// <para>
/// The sum over examples is returned, not the mean, and no regularization is added. At a kink (a violation of exactly
/// zero) the term counts as not violated. NaN in any input spreads to nothing: a NaN violation is not positive.
/// </para>
/// </remarks>
public static class StudentLoops
{
    /// <summary>Loss and gradient over dense rows.</summary>
    /// <param name="features">X, N×D, row-major.</param>
    /// <param name="labels">y, length N, each in [0, K).</param>
    /// <param name="weights">W, D×K, row-major: one column a class.</param>
    /// <param name="classCount">K.</param>
    /// <param name="delta">Δ, the margin asked for.</param>
    /// <param name="gradient">dW, D×K, row-major; overwritten. Must not overlap the inputs.</param>
    /// <returns>The summed loss.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static double Dense(
        ReadOnlySpan<double> features,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights,
        int classCount,
        double delta,
        Span<double> gradient)
    {
        // n examples, d features, k classes; i example, j class, f feature, y the right class of i
        KernelArguments.Require(classCount >= 1 && weights.Length % classCount == 0, nameof(weights), "hold D×K values");
        int n = labels.Length, k = classCount, d = weights.Length / k;
        KernelArguments.Require(features.Length == (long)n * d, nameof(features), "hold N×D values");
        KernelArguments.Require(gradient.Length == weights.Length, nameof(gradient), "be as long as weights");

        gradient.Clear();
        double loss = 0;
        Span<double> scores = new double[k];
        for (int i = 0; i < n; i++)
        {
            ReadOnlySpan<double> x = features.Slice(i * d, d);
            scores.Clear();
            for (int f = 0; f < d; f++)
                for (int j = 0; j < k; j++)
                    scores[j] += x[f] * weights[f * k + j];

            int y = labels[i];
            for (int j = 0; j < k; j++)
            {
                if (j == y) continue;
                double violation = scores[j] - scores[y] + delta;
                if (violation > 0)
                {
                    loss += violation;
                    for (int f = 0; f < d; f++)
                    {
                        gradient[f * k + j] += x[f];
                        gradient[f * k + y] -= x[f];
                    }
                }
            }
        }
        return loss;
    }

    /// <summary>Loss and gradient over compressed sparse rows.</summary>
    /// <param name="rowOffsets">Length N + 1: row i owns entries rowOffsets[i] to rowOffsets[i + 1].</param>
    /// <param name="columns">The column of each entry, in [0, D).</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="labels">y, length N, each in [0, K).</param>
    /// <param name="weights">W, D×K, row-major.</param>
    /// <param name="classCount">K.</param>
    /// <param name="delta">Δ, the margin asked for.</param>
    /// <param name="gradient">dW, D×K, row-major; overwritten. Must not overlap the inputs.</param>
    /// <returns>The summed loss.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static double Sparse(
        ReadOnlySpan<long> rowOffsets,
        ReadOnlySpan<int> columns,
        ReadOnlySpan<double> values,
        ReadOnlySpan<int> labels,
        ReadOnlySpan<double> weights,
        int classCount,
        double delta,
        Span<double> gradient)
    {
        int n = labels.Length, k = classCount;
        KernelArguments.Require(k >= 1 && weights.Length % k == 0, nameof(weights), "hold D×K values");
        KernelArguments.Require(rowOffsets.Length == n + 1, nameof(rowOffsets), "hold N + 1 offsets");
        KernelArguments.Require(columns.Length == values.Length, nameof(columns), "be as long as values");
        KernelArguments.Require(gradient.Length == weights.Length, nameof(gradient), "be as long as weights");

        gradient.Clear();
        double loss = 0;
        Span<double> scores = new double[k];
        for (int i = 0; i < n; i++)
        {
            int start = (int)rowOffsets[i], end = (int)rowOffsets[i + 1];
            scores.Clear();
            for (int e = start; e < end; e++)
                for (int j = 0; j < k; j++)
                    scores[j] += values[e] * weights[columns[e] * k + j];

            int y = labels[i];
            for (int j = 0; j < k; j++)
            {
                if (j == y) continue;
                double violation = scores[j] - scores[y] + delta;
                if (violation > 0)
                {
                    loss += violation;
                    for (int e = start; e < end; e++)
                    {
                        gradient[columns[e] * k + j] += values[e];
                        gradient[columns[e] * k + y] -= values[e];
                    }
                }
            }
        }
        return loss;
    }
}
