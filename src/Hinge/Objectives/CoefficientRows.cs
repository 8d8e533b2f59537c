using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>Keeps b_i = C_i·∂loss(s_i) as dual variables and leaves them as coefficients, so that a pass also computes Xᵀ·b.</summary>
internal sealed class CoefficientRows(Problem problem, DualVariables duals) : IScoreVisitor<double>
{
    private readonly BlockSums _dualTerms = new();

    /// <inheritdoc/>
    public double Visit(int firstRow, Span<double> scores, int stride)
    {
        double loss = 0, dualTerm = 0;
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            double cost = problem.Cost(i);
            Span<double> coefficients = scores.Slice(start, problem.ClassCount);
            if (cost == 0)
            {
                coefficients.Clear();
                continue;
            }
            loss += cost * problem.Loss.ValueAndCoefficients(coefficients, problem.Labels[i]);
            foreach (ref double c in coefficients) c *= cost;
            duals.SetRow(i, coefficients);
            dualTerm += problem.DualTerm(i, duals);
        }
        _dualTerms.Add(firstRow, dualTerm);
        return loss;
    }

    /// <summary>Σ_i dualTerm(b_i), once the pass is over.</summary>
    public double DualTerms() => _dualTerms.Total();
}
