using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Multipliers;

namespace Hinge.Training;

/// <summary>
/// A short coordinate ascent, then the augmented Lagrangian method on the dual with semismooth Newton steps: for large costs
/// and small gaps, where coordinate ascent crawls. For the losses that are sums of margin terms: Weston–Watkins
/// and one-vs-rest, plain and squared.
/// </summary>
/// <remarks>
/// Stops when (P − D)/|P| ≤ the relative gap asked for, P being the lowest primal seen and D the highest dual. An epoch is a
/// pass over all examples, or a product over those that have free duals.
/// </remarks>
public sealed class AugmentedLagrangian : ITrainer
{
    internal const string TrainerName = "augmented-lagrangian";

    /// <summary>The ascent's gap, and its largest C·mean ‖x‖².</summary>
    private const double FirstGap = 0.2, FirstCost = 1;

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
        if (MarginTerms.Of(objective.Loss, 2) is null)
            throw new ArgumentException($"objective must have a loss that is a sum of margin terms for {TrainerName}; {objective.Loss} is none. Use {DualCoordinateAscent.TrainerName}.", nameof(objective));
        options.RequireShardsOf(data);
        Problem problem = new(data, objective);
        using TrainingRun run = new(problem, TrainerName, options, progress, cancellation);
        bool beginsAnew = options.Start is null && run.RestoredStage is null;
        (DualVariables duals, WorkingWeights? weights) = beginsAnew ? Begin(problem, run, options, cancellation) : WarmStart.Of(problem, options);
        MultiplierMethod method = new(problem, run, duals, weights ?? problem.NewWeights());
        run.Restore(method.Exchange);
        return run.Finish(method.Run(), duals);
    }

    /// <summary>Coordinate ascent at a cost small enough for it, scaled up to the cost asked for: best for p = 1, for p = 2 by a lower bound of the dual there.</summary>
    private static (DualVariables Duals, WorkingWeights Weights) Begin(Problem problem, TrainingRun run, TrainingOptions options, CancellationToken cancellation)
    {
        double squaredNorm = problem.MeanSquaredNorm(), cost = problem.Objective.CostFor(problem.ExampleCount), small = Math.Min(cost, FirstCost / (squaredNorm > 0 ? squaredNorm : 1));
        Objective easier = problem.Objective with { Cost = small, Lambda = null };
        TrainingResult first = new DualCoordinateAscent().Train(problem.Data, easier, options with { RelativeGap = Math.Max(FirstGap, options.RelativeGap), Checkpoint = null }, null, cancellation);
        run.CountEpochs(first.Certificate.Epochs);
        WorkingWeights weights = problem.WeightsOf(first.Duals, run.Threads);
        double factor = Math.Min(cost / small, WarmStart.BestFactor(first.Certificate.Dual + 0.5 * weights.SquaredNorm(), weights.SquaredNorm()));
        first.Duals.Scale(factor);
        weights.Scale(factor);
        return (first.Duals, weights);
    }
}
