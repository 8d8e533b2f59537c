namespace Hinge.Training.Descending;

/// <summary>The length of each step: a first length and a schedule.</summary>
/// <param name="first">η > 0.</param>
/// <param name="decay">λ' of the mean form.</param>
/// <param name="settings">The schedule and its period.</param>
internal sealed class StepLengths(double first, double decay, GradientDescentOptions settings)
{
    /// <summary>The length of a step.</summary>
    /// <param name="step">t, how many steps came before.</param>
    /// <param name="epochs">e, how many epochs came before, a fraction within an epoch.</param>
    public double At(long step, double epochs) => settings.Schedule switch
    {
        StepSchedule.InverseTime => first / (1 + first * decay * step),
        StepSchedule.InverseSquareRoot => first / Math.Sqrt(1 + epochs),
        StepSchedule.Halving => first * Math.Pow(0.5, Math.Floor(epochs / settings.PeriodEpochs)),
        StepSchedule.Cosine => 0.5 * first * (1 + Math.Cos(Math.PI * (epochs % settings.PeriodEpochs) / settings.PeriodEpochs)),
        _ => first,
    };
}
