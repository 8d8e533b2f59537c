using System.Collections.Concurrent;
using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>During a scan: C_i·loss of each example, its dual term, and where asked for its gap.</summary>
internal sealed class ScanVisitor(Problem problem, DualVariables duals, double[]? exampleGaps) : IScoreVisitor<double>
{
    private readonly ConcurrentDictionary<int, double> _dualTerms = [];

    /// <inheritdoc/>
    public double Visit(int firstRow, Span<double> scores, int stride)
    {
        double loss = 0, dualTerm = 0;
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            double cost = problem.Cost(i);
            if (cost == 0)
            {
                // No loss, so b_i = 0 is the only feasible dual.
                if (duals[i].ContainsAnyExcept(0.0)) dualTerm = double.NegativeInfinity;
                if (exampleGaps is not null) exampleGaps[i] = 0;
                continue;
            }
            ReadOnlySpan<double> s = scores.Slice(start, problem.ClassCount);
            double exampleLoss = cost * problem.Loss.Value(s, problem.Labels[i]);
            double exampleDual = problem.DualTerm(i, duals);
            loss += exampleLoss;
            dualTerm += exampleDual;
            if (exampleGaps is not null) exampleGaps[i] = exampleLoss - exampleDual - Dot(s, duals[i]);
        }
        _dualTerms[firstRow] = dualTerm;
        return loss;
    }

    /// <summary>Σ_i dualTerm(b_i), summed along a fixed tree over the blocks.</summary>
    public double DualTerms() => PairwiseSum.Of([.. _dualTerms.OrderBy(block => block.Key).Select(block => block.Value)]);

    private static double Dot(ReadOnlySpan<double> scores, ReadOnlySpan<double> dual)
    {
        double sum = 0;
        for (int j = 0; j < dual.Length; j++)
            sum += scores[j] * dual[j];
        return sum;
    }
}
