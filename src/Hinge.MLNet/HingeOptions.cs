using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training;
using Microsoft.ML;

namespace Hinge.MLNet;

/// <summary>What a <see cref="HingeTrainer"/> reads, minimizes, and when it stops.</summary>
public sealed record HingeOptions
{
    /// <summary>The column of labels, a key; default "Label". Rows whose label is missing are left out.</summary>
    public string LabelColumnName { get; init; } = "Label";

    /// <summary>The column of features, a vector of float of known size; default "Features".</summary>
    public string FeatureColumnName { get; init; } = "Features";

    /// <summary>The column of weights, one float ≥ 0 a row; null, the default, for all 1.</summary>
    public string? ExampleWeightColumnName { get; init; }

    /// <summary>
    /// Loss, cost or λ, margin, bias and class weights; default Weston–Watkins at C = 1 without a bias. ML.NET's ½λ‖W‖² + mean loss is
    /// C = 1/(λN), and its trainers have a bias: <see cref="Objective.BiasScale"/> = 1. Class weights are in the order of the label's key values. The
    /// sample weights must be left out: they are <see cref="ExampleWeightColumnName"/>'s.
    /// </summary>
    public Objective Objective { get; init; } = new();

    /// <summary>The relative gap, epochs, seed, threads and so on; default those of <see cref="TrainingOptions"/>.</summary>
    public TrainingOptions Training { get; init; } = new();

    /// <summary>The solver; null, the default, for <see cref="Trainers.DefaultFor(Loss)"/>.</summary>
    public ITrainer? Solver { get; init; }

    /// <summary>The context to whose log training reports; null, the default, for none: a trainer is not told which context made it.</summary>
    public MLContext? Context { get; init; }

    /// <summary>Told after each pass that computed the gap; null, the default, for nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Ends training early, with the best model so far. ML.NET's own cancellation is not public.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Checks what can be checked without data.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        ArgumentException.ThrowIfNullOrEmpty(LabelColumnName);
        ArgumentException.ThrowIfNullOrEmpty(FeatureColumnName);
        ArgumentNullException.ThrowIfNull(Objective);
        ArgumentNullException.ThrowIfNull(Training);
        if (ExampleWeightColumnName is { Length: 0 })
            throw new ArgumentException("ExampleWeightColumnName must be null or a name; got \"\".");
        if (Objective.SampleWeights is not null)
            throw new ArgumentException("Objective.SampleWeights must be left out: name the column of weights in ExampleWeightColumnName.");
        Training.Validate();
    }
}
