using System.Numerics;
using Hinge.Kernels;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>During a scan of a <see cref="ProximalPoint{T}"/>: takes the scores over, and leaves β as coefficients b.</summary>
internal sealed class ProximalVisitor<T>(Problem problem, MarginTerms terms, ProximalPoint<T> point, bool keepsScores) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BlockSums _dualTerms = new();

    /// <inheritdoc/>
    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        int k = terms.ClassCount;
        double loss = 0, dualTerms = 0;
        Span<double> beta = k <= 256 ? stackalloc double[k] : new double[k];
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            Span<T> row = scores.Slice(start, k);
            Span<T> kept = point.ScoresOf(i);
            if (!keepsScores) row.CopyTo(kept);
            double cost = problem.Cost(i);
            if (cost == 0)
            {
                row.Clear();
                continue;
            }
            int y = problem.Labels[i];
            terms.Violations<T>(kept, y, beta);
            if (!point.HasAlpha(i) && !MarginTerms.AnyPositive(beta))
            {
                row.Clear();
                point.FreeCounts[i] = 0;
                continue;
            }
            loss += cost * terms.Loss(beta);
            point.Step(i, beta, out point.FreeCounts[i]);

            // What the gradient gets must be what D counts: rounded to T.
            for (int j = 0; j < k; j++)
            {
                row[j] = T.CreateTruncating(beta[j]);
                beta[j] = double.CreateTruncating(row[j]);
            }
            dualTerms += terms.DualTerm(beta, y, cost);
            terms.ToDual(beta, y);
            row[y] = T.CreateTruncating(beta[y]);
        }
        _dualTerms.Add(firstRow, dualTerms);
        return loss;
    }

    public double DualTerms() => _dualTerms.Total();
}
