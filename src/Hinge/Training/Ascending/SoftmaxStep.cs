using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Probabilities;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The step of <see cref="Softmax"/> by <see cref="SoftmaxBlock"/>.</summary>
internal sealed class SoftmaxStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : KernelStep<T>(problem, solver, duals, shardCount)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _workspace = new double[SoftmaxBlock.WorkspaceRows * SparseRow.Stride(problem.ClassCount)];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override (double Loss, double DualTerm, double Gap) Measure(int label, ReadOnlySpan<T> scores, ReadOnlySpan<double> dual, double cost) =>
        SoftmaxBlock.Measure(scores, Problem.ClassCount, label, dual, cost);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TrySolve(int label, ReadOnlySpan<T> scores, double squaredNorm, double cost, Span<double> dual, Span<T> change, out double gap, out bool isChanged) =>
        isChanged = SoftmaxBlock.TrySolve(scores, Problem.ClassCount, label, squaredNorm, cost, dual, change, _workspace, out gap);
}
