using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Probabilities;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The softmax step by the SIMD kernel <see cref="SoftmaxBlock"/>; by the plain solver where that does not end, or there are no features.</summary>
internal sealed class SoftmaxStep<T>(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) : BlockStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly AnyLossStep<T> _plain = new(problem, solver, duals, shardCount);
    private readonly double[] _row = new double[SparseRow.Stride(problem.ClassCount)], _workspace = new double[SoftmaxBlock.WorkspaceRows * SparseRow.Stride(problem.ClassCount)];

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost) =>
        SoftmaxBlock.Measure(scores, problem.ClassCount, problem.Labels[example], duals.Padded(example), cost);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Solve(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, out bool isChanged)
    {
        double squaredNorm = shardCount * problem.SquaredNorm(example);
        Span<double> dual = duals.InPlace(example) ?? _row;
        if (dual == _row) duals.CopyRow(example, _row);
        if (!(squaredNorm > 0) || !SoftmaxBlock.TrySolve(scores, problem.ClassCount, problem.Labels[example], squaredNorm, cost, dual, change, _workspace, out double gap))
            return _plain.Solve(example, scores, cost, change, out isChanged);
        duals.SetRow(example, dual[..problem.ClassCount]);
        isChanged = true;
        return gap;
    }
}
