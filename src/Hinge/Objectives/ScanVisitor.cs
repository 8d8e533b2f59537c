using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>During a scan: C_i·loss of each example, and its dual term.</summary>
internal sealed class ScanVisitor(Problem problem, DualVariables duals) : IScoreVisitor<double>
{
    private readonly BlockSums _dualTerms = new();

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
                if (!duals.IsZero(i)) dualTerm = double.NegativeInfinity;
                continue;
            }
            loss += cost * problem.Loss.Value(scores.Slice(start, problem.ClassCount), problem.Labels[i]);
            dualTerm += problem.DualTerm(i, duals);
        }
        _dualTerms.Add(firstRow, dualTerm);
        return loss;
    }

    /// <summary>Σ_i dualTerm(b_i), once the scan is over.</summary>
    public double DualTerms() => _dualTerms.Total();
}
