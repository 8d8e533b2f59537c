using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>The diagonal of the Newton system, where the factors of its blocks would be too large: 1 + Σ_i w_ic x_if².</summary>
internal sealed class DiagonalScaling : IPreconditioner
{
    private readonly double[] _diagonal;
    private readonly double[] _column;
    private readonly int _classCount;

    public DiagonalScaling(Problem problem, MarginTerms terms, FreeTerms free)
    {
        int d = problem.Features.FeatureCount;
        _classCount = terms.ClassCount;
        _column = new double[d + 1];
        _diagonal = new double[checked((d + 1) * _classCount)];
        Array.Fill(_diagonal, 1);
        SquaredRow row = new(_diagonal, new double[_classCount]);
        for (int r = 0; r < free.Rows.Length; r++)
        {
            int i = free.Rows[r];
            for (int c = 0; c < _classCount; c++)
                row.Weights[c] = terms.Weight(free.Slopes.AsSpan(r * _classCount, _classCount), problem.Labels[i], c);
            problem.Features.VisitNonzeros(i, ref row);
            row.Visit(d, problem.Objective.BiasScale);
        }
    }

    /// <inheritdoc/>
    public void Apply(WorkingWeights residual, WorkingWeights result)
    {
        for (int c = 0; c < _classCount; c++)
        {
            residual.CopyClass<double>(c, _column);
            for (int f = 0; f < _column.Length; f++) _column[f] /= _diagonal[f * _classCount + c];
            result.SetClass<double>(c, _column);
        }
    }

    private readonly struct SquaredRow(double[] diagonal, double[] weights) : INonzeroVisitor
    {
        public double[] Weights => weights;

        public void Visit(int column, double value)
        {
            for (int c = 0; c < weights.Length; c++)
                diagonal[column * weights.Length + c] += weights[c] * value * value;
        }
    }
}
