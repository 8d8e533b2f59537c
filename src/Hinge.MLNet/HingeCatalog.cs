using Hinge.Losses;
using Hinge.MLNet;
using static Microsoft.ML.MulticlassClassificationCatalog;

// Where those who write ML.NET pipelines look for trainers.
namespace Microsoft.ML;

/// <summary>Hinge among the trainers of <see cref="MLContext.MulticlassClassification"/>.</summary>
public static class HingeCatalog
{
    /// <summary>A multiclass linear classifier trained to a stated duality gap.</summary>
    /// <param name="trainers">The trainers of a context.</param>
    /// <param name="options">Columns, objective, and when to stop.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static HingeTrainer Hinge(this MulticlassClassificationTrainers trainers, HingeOptions options)
    {
        ArgumentNullException.ThrowIfNull(trainers);
        return new HingeTrainer(options);
    }

    /// <summary>A multiclass linear classifier trained to a relative duality gap of 1e-3.</summary>
    /// <param name="trainers">The trainers of a context.</param>
    /// <param name="labelColumnName">The column of labels, a key.</param>
    /// <param name="featureColumnName">The column of features, a vector of float of known size.</param>
    /// <param name="exampleWeightColumnName">The column of weights, one float ≥ 0 a row; null for all 1.</param>
    /// <param name="loss">The loss; null for Weston–Watkins with Δ = 1.</param>
    /// <param name="cost">C > 0 of ½‖W‖² + C·Σ loss; ML.NET's λ is C = 1/(λN).</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static HingeTrainer Hinge(
        this MulticlassClassificationTrainers trainers,
        string labelColumnName = "Label",
        string featureColumnName = "Features",
        string? exampleWeightColumnName = null,
        Loss? loss = null,
        double cost = 1) =>
        trainers.Hinge(new HingeOptions
        {
            LabelColumnName = labelColumnName,
            FeatureColumnName = featureColumnName,
            ExampleWeightColumnName = exampleWeightColumnName,
            Objective = new() { Loss = loss ?? new WestonWatkins(), Cost = cost },
        });
}
