using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The step of <see cref="OneVsRest"/> or <see cref="SquaredOneVsRest"/> by <see cref="OneVsRestBlock"/>.</summary>
internal sealed class OneVsRestStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : KernelStep<T>(problem, solver, duals, shardCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isSquared = problem.Loss is SquaredOneVsRest;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override (double Loss, double DualTerm, double Gap) Measure(int label, ReadOnlySpan<T> scores, ReadOnlySpan<double> dual, double cost) =>
        OneVsRestBlock.Measure(scores, Problem.ClassCount, label, dual, cost, _isSquared);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TrySolve(int label, ReadOnlySpan<T> scores, double squaredNorm, double cost, Span<double> dual, Span<T> change, out double gap, out bool isChanged)
    {
        gap = OneVsRestBlock.Solve(scores, Problem.ClassCount, label, squaredNorm, cost, _isSquared, dual, change, out isChanged);
        return true;
    }
}
