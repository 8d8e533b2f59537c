using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>A step by a SIMD kernel, on rows padded for it; by the plain solver where there are hardly any features, or where the kernel leaves it to that.</summary>
internal abstract class KernelStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : BlockStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AnyLossStep<T> _plain = new(problem, solver, duals, shardCount);
    private readonly double[] _row = new double[SparseRow.Stride(problem.ClassCount)];

    /// <summary>The problem.</summary>
    protected Problem Problem { get; } = problem;

    /// <summary>b.</summary>
    protected DualVariables Duals { get; } = duals;

    /// <summary>‖x‖² as steps take it: once for each shard.</summary>
    protected double SquaredNorm(int example) => shardCount * Problem.SquaredNorm(example);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost) =>
        Measure(Problem.Labels[example], scores, Duals.Padded(example), cost);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public sealed override double Solve(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, out bool isChanged)
    {
        double squaredNorm = SquaredNorm(example);
        Span<double> dual = Duals.InPlace(example) ?? _row;
        if (dual == _row) Duals.CopyRow(example, _row);
        if (!(squaredNorm >= MarginBlock.SmallestSquaredNorm) || !TrySolve(Problem.Labels[example], scores, squaredNorm, cost, dual, change, out double gap, out isChanged))
            return _plain.Solve(example, scores, cost, change, out isChanged);
        // Where the row has memory of its own it was changed in place; a row of zeros gives its memory back.
        if (isChanged) Duals.SetRow(example, dual[..Problem.ClassCount]);
        return gap;
    }

    /// <summary>The kernel's measure.</summary>
    /// <param name="label">y.</param>
    /// <param name="scores">s, padded.</param>
    /// <param name="dual">b, padded; empty for zeros.</param>
    /// <param name="cost">C > 0.</param>
    protected abstract (double Loss, double DualTerm, double Gap) Measure(int label, ReadOnlySpan<T> scores, ReadOnlySpan<double> dual, double cost);

    /// <summary>Replaces b by its block's maximizer; false, and nothing changed, where the kernel leaves it to the plain solver.</summary>
    /// <param name="label">y.</param>
    /// <param name="scores">s, padded.</param>
    /// <param name="squaredNorm">‖x‖² > 0.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="dual">b, padded; overwritten.</param>
    /// <param name="change">old b − new b, padded.</param>
    /// <param name="gap">The gap before.</param>
    /// <param name="isChanged">Whether b changed.</param>
    protected abstract bool TrySolve(int label, ReadOnlySpan<T> scores, double squaredNorm, double cost, Span<double> dual, Span<T> change, out double gap, out bool isChanged);
}
