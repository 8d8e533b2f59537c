using System.Numerics;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>What coordinate ascent does with the scores of one example.</summary>
/// <typeparam name="T">The arithmetic of the scores.</typeparam>
internal abstract class BlockStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The fastest for the problem's loss; of several shards it takes ‖x‖² that many times.</summary>
    public static BlockStep<T> For(Problem problem, IBlockSolver solver, DualVariables duals, int shardCount) => problem.Loss switch
    {
        WestonWatkins loss when KernelChoice.IsVectorized => new WestonWatkinsStep<T>(problem, loss, duals, shardCount),
        Softmax when KernelChoice.IsVectorized => new SoftmaxStep<T>(problem, solver, duals, shardCount),
        CrammerSinger or SquaredWestonWatkins when KernelChoice.IsVectorized => new MarginStep<T>(problem, solver, duals, shardCount),
        OneVsRest or SquaredOneVsRest when KernelChoice.IsVectorized => new OneVsRestStep<T>(problem, solver, duals, shardCount),
        _ => new AnyLossStep<T>(problem, solver, duals, shardCount),
    };

    /// <summary>loss(s_i), the dual term, and the gap g_i = C·loss − dualTerm − s·b.</summary>
    /// <remarks>May be called for several examples at the same time.</remarks>
    public abstract (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost);

    /// <summary>The same of the classes from the first up to the end, where they are a problem of their own.</summary>
    public virtual (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost, int first, int end) =>
        throw new NotSupportedException("This step measures blocks whole.");

    /// <summary>
    /// The panels of classes that b_i is likely to change, and all that it is not zero for: a bit each, and all ones where
    /// the block must be solved whole.
    /// </summary>
    /// <param name="example">i.</param>
    /// <param name="scores">s, padded.</param>
    /// <param name="panelSize">How many neighbouring classes a panel holds.</param>
    public virtual ulong Panels(int example, ReadOnlySpan<T> scores, int panelSize) => ulong.MaxValue;

    /// <summary>Replaces b_i by its block's maximizer; returns the gap g_i before.</summary>
    /// <param name="example">i.</param>
    /// <param name="scores">s, padded.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="change">old b − new b, padded; overwritten where b changed.</param>
    /// <param name="isChanged">Whether b changed.</param>
    public abstract double Solve(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, out bool isChanged);

    /// <summary>The same over the classes of some panels, the others' duals staying as they are: zero, unless classes are problems of their own.</summary>
    /// <param name="example">i.</param>
    /// <param name="scores">s, in these panels.</param>
    /// <param name="cost">C > 0.</param>
    /// <param name="change">old b − new b, overwritten in these panels where b changed.</param>
    /// <param name="panels">What <see cref="Panels"/> said, not all ones.</param>
    /// <param name="panelSize">How many neighbouring classes a panel holds.</param>
    /// <param name="isChanged">Whether b changed.</param>
    public virtual double SolvePanels(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, ulong panels, int panelSize, out bool isChanged) =>
        throw new NotSupportedException("This step solves blocks whole.");
}
