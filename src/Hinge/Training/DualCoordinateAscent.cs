using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Ascending;
using Hinge.Training.Checkpoints;
using Hinge.Training.Multipliers;

namespace Hinge.Training;

/// <summary>
/// Block coordinate ascent on the dual D(b) = Σ_i dualTerm(b_i) − ½‖W(b)‖², W(b) = −Σ_i x_i b_iᵀ: each step maximizes
/// exactly over one example's K variables, in a seeded random order.
/// </summary>
/// <remarks>
/// <para>
/// Scan and polish. A <em>scan</em> passes over all examples in parallel and gives the exact primal, the dual, and each
/// example's Fenchel–Young gap g_i = C_i·loss(s_i) − dualTerm(b_i) − s_i·b_i ≥ 0. <em>Polish</em> passes visit, one
/// after the other, only the examples whose g_i matters, and drop each as it settles. The next scan finds whatever has
/// become wrong meanwhile: nothing stays shrunk when the gap is computed.
/// </para>
/// <para>
/// Where at the pace of its last scans the gap asked for is more than 15 passes away, and the method of multipliers is good for the problem,
/// it hands over to that (<see cref="AugmentedLagrangian"/>): large costs on correlated features.
/// </para>
/// <para>
/// Stops when a scan finds (P − D)/|P| ≤ the relative gap asked for, P being the lowest primal seen. Coordinate ascent
/// for multiclass SVMs: Keerthi et al., "A sequential dual method for large scale multi-class linear SVMs", KDD 2008;
/// exact Weston–Watkins blocks: Wang and Scott, ICML 2021.
/// </para>
/// </remarks>
public sealed class DualCoordinateAscent : ITrainer
{
    /// <summary>The relative gap down to which features in float are trained with weights in float: below, their rounding counts.</summary>
    private const double SinglePrecisionGap = 1e-5;

    internal const string TrainerName = "dual-coordinate-ascent";

    /// <inheritdoc/>
    public string Name => TrainerName;

    /// <inheritdoc/>
    public TrainingResult Train(Dataset data, Objective objective, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new TrainingOptions();
        options.Validate();
        objective.RequireSquaredPenalty(TrainerName);
        if (objective.Loss is not IBlockSolver solver)
            throw new ArgumentException($"objective must have a loss with an exact block solver for {TrainerName}; {objective.Loss} has none. Use {GradientDescent.TrainerName}.", nameof(objective));
        options.RequireShardsOf(data);
        Problem problem = new(data, objective);
        using TrainingRun run = new(problem, TrainerName, options, progress, cancellation);
        (DualVariables duals, WorkingWeights? weights) = WarmStart.Of(problem, options);
        RandomOrder random = new(options.Seed);
        // Where memory is so short that rows are visited by blocks, it must not take N×K scores.
        bool handsOver = run.BlockRows >= problem.ExampleCount && MultiplierMethod.IsGoodFor(problem), isSingle = data.Features.IsSingle;
        TrainingStage stage = run.RestoredStage ?? (isSingle ? TrainingStage.SingleAscent : TrainingStage.DoubleAscent);
        if (stage == TrainingStage.SingleAscent)
        {
            using Ascent<float> quick = new(problem, solver, run, duals, weights, random);
            if (!run.Restore(quick.Exchange) && options.Start is null) quick.BeginAtLowCosts();
            if (quick.Run(Math.Max(options.RelativeGap, SinglePrecisionGap), handsOver) is { } reason && reason != StopReason.GapReached) return run.Finish(reason, duals);
            if (!quick.Crawls && run.FinishIfCertified(duals) is { } result) return result;
            weights = problem.WeightsOf(duals, options.Threads);
            if (quick.Crawls) run.RecomputePrimal();
            stage = quick.Crawls ? TrainingStage.Multipliers : TrainingStage.DoubleAscent;
        }
        if (stage == TrainingStage.DoubleAscent)
        {
            using Ascent<double> exact = new(problem, solver, run, duals, weights, random);
            if (!run.Restore(exact.Exchange) && !isSingle && options.Start is null) exact.BeginAtLowCosts();
            StopReason? end = exact.Run(options.RelativeGap, handsOver);
            if (!exact.Crawls) return run.Finish(end ?? StopReason.GapReached, duals);
            exact.CopyTo(weights ??= problem.NewWeights());
        }
        MultiplierMethod method = new(problem, run, duals, weights ?? problem.NewWeights());
        run.Restore(method.Exchange);
        return run.Finish(method.Run(), duals);
    }
}
