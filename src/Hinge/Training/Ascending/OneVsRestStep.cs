using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The step of <see cref="OneVsRest"/> or <see cref="SquaredOneVsRest"/> by <see cref="OneVsRestBlock"/>.</summary>
internal sealed class OneVsRestStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : KernelStep<T>(problem, solver, duals, shardCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isSquared = problem.Loss is SquaredOneVsRest;

    /// <summary>Some neighbouring classes.</summary>
    private readonly T[] _someScores = new T[SparseRow.Stride(problem.ClassCount)], _someChange = new T[SparseRow.Stride(problem.ClassCount)];
    private readonly double[] _someDual = new double[SparseRow.Stride(problem.ClassCount)];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost, int first, int end) =>
        OneVsRestBlock.Measure(scores, first, end, Problem.Labels[example], Duals.Padded(example), cost, _isSquared);

    /// <inheritdoc/>
    /// <remarks>The panels are neighbours, the others' duals may be anything, and b_i is kept whole.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double SolvePanels(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, ulong panels, int panelSize, out bool isChanged)
    {
        int first = BitOperations.TrailingZeroCount(panels) * panelSize, count = Math.Min(BitOperations.PopCount(panels) * panelSize, Problem.ClassCount - first), length = SparseRow.Stride(count);
        scores.Slice(first, count).CopyTo(_someScores);
        Span<double> kept = Duals.InPlace(example).AsSpan(first, count), dual = _someDual.AsSpan(0, length);
        kept.CopyTo(dual);
        dual[count..].Clear();
        // Rows of hardly any features take a shorter step than they could.
        double squaredNorm = Math.Max(SquaredNorm(example), MarginBlock.SmallestSquaredNorm);
        double gap = OneVsRestBlock.Solve<T>(
            _someScores.AsSpan(0, length), count, Problem.Labels[example] - first, squaredNorm, cost, _isSquared, dual, _someChange.AsSpan(0, length), out isChanged);
        if (!isChanged) return gap;
        dual[..count].CopyTo(kept);
        _someChange.AsSpan(0, count).CopyTo(change[first..]);
        return gap;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override (double Loss, double DualTerm, double Gap) Measure(int label, ReadOnlySpan<T> scores, ReadOnlySpan<double> dual, double cost) =>
        OneVsRestBlock.Measure(scores, 0, Problem.ClassCount, label, dual, cost, _isSquared);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TrySolve(int label, ReadOnlySpan<T> scores, double squaredNorm, double cost, Span<double> dual, Span<T> change, out double gap, out bool isChanged)
    {
        gap = OneVsRestBlock.Solve(scores, Problem.ClassCount, label, squaredNorm, cost, _isSquared, dual, change, out isChanged);
        return true;
    }
}
