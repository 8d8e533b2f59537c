using Hinge.Data;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>
/// Models of one objective at increasing costs C, each begun with the duals of the last and each certified: duals of a lower cost are feasible
/// at a higher one, so nothing found is lost.
/// </summary>
public static class RegularizationPath
{
    /// <summary>Trains one model a cost by <see cref="DualCoordinateAscent"/>, as they are asked for.</summary>
    /// <param name="data">N ≥ 1 examples of at least two classes.</param>
    /// <param name="objective">What to minimize; its cost or λ is not looked at.</param>
    /// <param name="costs">The costs C, increasing; see <see cref="CostGrid"/>.</param>
    /// <param name="options">When to stop at each cost; its start, if any, is that of the first. Null for the defaults.</param>
    /// <param name="progress">Told of each training as it goes.</param>
    /// <param name="cancellation">Ends the path: the result that it interrupts is the last.</param>
    /// <returns>A result a cost. They hold on to W and duals for as long as the caller keeps them.</returns>
    /// <exception cref="ArgumentException">The costs are not positive and increasing, there is a checkpoint, or the objective or an option is out of range.</exception>
    public static IEnumerable<TrainingResult> Train(Dataset data, Objective objective, IReadOnlyList<double> costs, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        CostGrid.Validate(costs);
        options ??= new TrainingOptions();
        options.Validate();
        RequireNoCheckpoint(options);
        return Results(data, objective, [.. costs], options, progress, cancellation);
    }

    /// <summary>A checkpoint is of one training; those of many would replace one another.</summary>
    /// <exception cref="ArgumentException">There is one.</exception>
    internal static void RequireNoCheckpoint(TrainingOptions options)
    {
        if (options.Checkpoint is not null)
            throw new ArgumentException("options must have no Checkpoint where there is more than one training. Use RecordPath of cross-validation, or train at each cost by itself.", nameof(options));
    }

    private static IEnumerable<TrainingResult> Results(Dataset data, Objective objective, double[] costs, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        DualCoordinateAscent trainer = new();
        foreach (double cost in costs)
        {
            TrainingResult result = trainer.Train(data, objective with { Cost = cost, Lambda = null }, options, progress, cancellation);
            yield return result;
            if (result.StopReason == StopReason.Cancelled) yield break;
            options = options with { Start = result.Duals };
        }
    }
}
