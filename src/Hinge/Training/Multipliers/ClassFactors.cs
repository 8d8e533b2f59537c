using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Kernels.Factors;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>
/// The blocks of the Newton system that lie within a class, factored: M_c = I + Σ_i w_ic x_i x_iᵀ = L·Lᵀ with w_ic the slope of
/// term c, or for c = y_i that of all the example's terms. Takes K·D² numbers.
/// </summary>
internal sealed class ClassFactors<T> : IPreconditioner
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[][] _factors;
    private readonly int _order;
    private readonly int _threads;

    public ClassFactors(Problem problem, MarginTerms terms, FreeTerms free, int threads)
    {
        _threads = threads;
        _order = OrderOf(problem);
        _factors = new T[terms.ClassCount][];
        Blocks.ForEach(_factors.Length, threads, () => 0, (c, _) => _factors[c] = Factor(problem, terms, free, c));
    }

    /// <summary>The numbers that the factors would take.</summary>
    public static double Length(Problem problem) => (double)problem.ClassCount * OrderOf(problem) * Cholesky.Stride(OrderOf(problem));

    /// <inheritdoc/>
    public void Apply(WorkingWeights residual, WorkingWeights result) =>
        Blocks.ForEach(_factors.Length, _threads, () => new T[_order], (c, column) =>
        {
            residual.CopyClass<T>(c, column);
            Cholesky.Solve<T>(_factors[c], _order, column);
            result.SetClass<T>(c, column);
        });

    private static int OrderOf(Problem problem) => problem.Features.FeatureCount + (problem.Objective.BiasScale == 0 ? 0 : 1);

    private T[] Factor(Problem problem, MarginTerms terms, FreeTerms free, int c)
    {
        int stride = Cholesky.Stride(_order), k = terms.ClassCount;
        T[] matrix = new T[checked(_order * stride)];
        for (int f = 0; f < _order; f++) matrix[f * stride + f] = T.One;
        using GramPanel<T> panel = new(_order);
        PanelRow row = new(panel);
        for (int r = 0; r < free.Rows.Length; r++)
        {
            int i = free.Rows[r];
            double weight = terms.Weight(free.Slopes.AsSpan(r * k, k), problem.Labels[i], c);
            if (weight == 0) continue;
            panel.BeginRow(T.CreateTruncating(weight));
            problem.Features.VisitNonzeros(i, ref row);
            if (_order > problem.Features.FeatureCount) row.Visit(_order - 1, problem.Objective.BiasScale);
            if (panel.IsFull) panel.AddTo(matrix);
        }
        panel.AddTo(matrix);
        Cholesky.Factor<T>(matrix, _order);
        return matrix;
    }

    private readonly struct PanelRow(GramPanel<T> panel) : INonzeroVisitor
    {
        public void Visit(int column, double value) => panel.Set(column, T.CreateTruncating(value));
    }
}
