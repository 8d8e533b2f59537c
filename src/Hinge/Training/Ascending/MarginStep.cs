using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The step of <see cref="CrammerSinger"/> or <see cref="SquaredWestonWatkins"/> by <see cref="CrammerSingerBlock"/> or <see cref="SquaredWestonWatkinsBlock"/>.</summary>
internal sealed class MarginStep<T> : KernelStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly bool _isSquared;
    private readonly double[][] _margins;
    private readonly double[] _workspace;

    public MarginStep(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount)
        : base(problem, solver, duals, shardCount)
    {
        int length = SparseRow.Stride(problem.ClassCount);
        Delta delta = problem.Loss.Delta!;
        _isSquared = problem.Loss is SquaredWestonWatkins;
        _workspace = new double[length];
        _margins = [.. Enumerable.Range(0, delta.TableClassCount == 0 ? 1 : problem.ClassCount).Select(label =>
        {
            double[] margins = new double[length];
            Array.Fill(margins, double.NegativeInfinity);
            for (int j = 0; j < problem.ClassCount; j++) margins[j] = delta[label, j];
            return margins;
        })];
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override (double Loss, double DualTerm, double Gap) Measure(int label, ReadOnlySpan<T> scores, ReadOnlySpan<double> dual, double cost) =>
        _isSquared ? SquaredWestonWatkinsBlock.Measure(scores, label, dual, MarginsOf(label), cost) : CrammerSingerBlock.Measure(scores, label, dual, MarginsOf(label), cost);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    protected override bool TrySolve(int label, ReadOnlySpan<T> scores, double squaredNorm, double cost, Span<double> dual, Span<T> change, out double gap, out bool isChanged)
    {
        gap = _isSquared
            ? SquaredWestonWatkinsBlock.Solve(scores, label, squaredNorm, cost, MarginsOf(label), dual, change, _workspace, out isChanged)
            : CrammerSingerBlock.Solve(scores, label, squaredNorm, cost, MarginsOf(label), dual, change, _workspace, out isChanged);
        return true;
    }

    private double[] MarginsOf(int label) => _margins[_margins.Length == 1 ? 0 : label];
}
