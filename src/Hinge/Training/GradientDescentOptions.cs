using System.Globalization;

namespace Hinge.Training;

/// <summary>How the step shrinks as gradient descent goes on; t counts steps.</summary>
public enum StepSchedule
{
    /// <summary>The step stays as it is.</summary>
    Constant,

    /// <summary>step/(1 + step·λ'·t), λ' = 1/(C·N): the rate for strongly convex objectives (Bottou, 2012).</summary>
    InverseTime,

    /// <summary>step/√(1 + t/T), T the steps of an epoch.</summary>
    InverseSquareRoot,
}

/// <summary>The settings of gradient descent.</summary>
public sealed record GradientDescentOptions
{
    /// <summary>Examples a step, at least 1; default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The first step's length, above 0; null, the default, for 1/(L·mean‖x‖²), L the loss's smoothness (K where it has kinks).</summary>
    public double? LearningRate { get; init; }

    /// <summary>The share of the last step that is repeated, in [0, 1); default 0.9.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>How the step shrinks; default <see cref="StepSchedule.InverseTime"/>.</summary>
    public StepSchedule Schedule { get; init; } = StepSchedule.InverseTime;

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (BatchSize < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"BatchSize must be at least 1; got {BatchSize}."));
        if (LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"LearningRate must be finite and above 0; got {rate}."));
        if (!(Momentum >= 0 && Momentum < 1))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Momentum must be in [0, 1); got {Momentum}."));
    }
}
