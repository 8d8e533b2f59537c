using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>Minimizes an objective over data, and certifies what it found.</summary>
public interface ITrainer
{
    /// <summary>The name on the command line and in certificates.</summary>
    string Name { get; }

    /// <summary>Trains. Cancellation is no error: it returns the best model so far.</summary>
    /// <param name="data">N ≥ 1 examples of at least two classes.</param>
    /// <param name="objective">What to minimize.</param>
    /// <param name="options">When to stop; null for the defaults.</param>
    /// <param name="progress">Told after each pass that computed the gap.</param>
    /// <param name="cancellation">Ends training early.</param>
    /// <returns>The best model found, certified, its duals, and why training ended; a limit or a cancellation is a <see cref="StopReason"/> there.</returns>
    /// <exception cref="ArgumentException">The objective or an option is out of range, or does not fit the data.</exception>
    TrainingResult Train(Dataset data, Objective objective, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default);
}

/// <summary>The trainers by name.</summary>
public static class Trainers
{
    /// <summary>The names that <see cref="Create"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } = [DualCoordinateAscent.TrainerName, AugmentedLagrangian.TrainerName, GradientDescent.TrainerName];

    /// <summary>The trainer of that name, with its default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static ITrainer Create(string name) => name switch
    {
        DualCoordinateAscent.TrainerName => new DualCoordinateAscent(),
        AugmentedLagrangian.TrainerName => new AugmentedLagrangian(),
        GradientDescent.TrainerName => new GradientDescent(),
        _ => throw new ArgumentException($"solver must be one of {string.Join(", ", Names)}; got {name}.", nameof(name)),
    };

    /// <summary>Dual coordinate ascent where the loss has an exact block solver, else gradient descent.</summary>
    public static ITrainer DefaultFor(Loss loss) => loss is IBlockSolver ? new DualCoordinateAscent() : new GradientDescent();
}
