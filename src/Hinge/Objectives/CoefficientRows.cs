using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>Keeps C_i·∂loss(s_i) as dual variables.</summary>
internal sealed class CoefficientRows(Problem problem, DualVariables duals) : IScoreVisitor<double>
{
    /// <inheritdoc/>
    public double Visit(int firstRow, Span<double> scores, int stride)
    {
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            double cost = problem.Cost(i);
            if (cost == 0) continue;
            Span<double> coefficients = scores.Slice(start, problem.ClassCount);
            problem.Loss.ValueAndCoefficients(coefficients, problem.Labels[i]);
            foreach (ref double c in coefficients) c *= cost;
            duals.SetRow(i, coefficients);
        }
        return 0;
    }
}
