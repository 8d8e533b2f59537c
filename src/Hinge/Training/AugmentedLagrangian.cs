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
        Problem problem = new(data, objective);
        using TrainingRun run = new(problem, TrainerName, options, progress, cancellation);
        bool isResumed = run.RestoredStage is not null;
        (DualVariables duals, WorkingWeights weights) = isResumed
            ? (new DualVariables(problem.ExampleCount, problem.ClassCount), problem.NewWeights())
            : Begin(problem, run, options, cancellation);
        MultiplierMethod method = new(problem, run, duals, weights);
        run.Restore(method.Exchange);
        return run.Finish(method.Run(), duals);
    }

    /// <summary>Coordinate ascent at a cost small enough for it, scaled up to the cost asked for.</summary>
    private static (DualVariables Duals, WorkingWeights Weights) Begin(Problem problem, TrainingRun run, TrainingOptions options, CancellationToken cancellation)
    {
        double cost = problem.Objective.CostFor(problem.ExampleCount), small = Math.Min(cost, FirstCost / MeanSquaredNorm(problem));
        Objective easier = problem.Objective with { Cost = small, Lambda = null };
        TrainingResult first = new DualCoordinateAscent().Train(problem.Data, easier, options with { RelativeGap = Math.Max(FirstGap, options.RelativeGap), Checkpoint = null }, null, cancellation);
        for (int epoch = 0; epoch < first.Certificate.Epochs; epoch++) run.CountEpoch();
        WorkingWeights weights = problem.WeightsOf(first.Duals, run.Threads);
        double factor = Math.Min(cost / small, BestFactor(first.Certificate.Dual, weights.SquaredNorm()));
        first.Duals.Scale(factor);
        weights.Scale(factor);
        return (first.Duals, weights);
    }

    /// <summary>The best t of t·terms − t²·½‖W‖², terms = D + ½‖W‖²: exact for p = 1, for p = 2 a lower bound of the dual at the larger cost.</summary>
    private static double BestFactor(double dual, double squaredNorm) =>
        squaredNorm > 0 ? Math.Max(0, (dual + 0.5 * squaredNorm) / squaredNorm) : 1;

    private static double MeanSquaredNorm(Problem problem)
    {
        double sum = 0;
        for (int i = 0; i < problem.ExampleCount; i++) sum += problem.SquaredNorm(i);
        return sum > 0 ? sum / problem.ExampleCount : 1;
    }
}
