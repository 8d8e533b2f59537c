using System.Globalization;

namespace Hinge.Training;

/// <summary>The settings of gradient descent. <c>docs/gradient-descent.md</c> says when to use which.</summary>
public sealed record GradientDescentOptions
{
    /// <summary>The momentum used where none is asked for and there is no L1 penalty.</summary>
    private const double DefaultMomentum = 0.9;

    /// <summary>Examples a step, at least 1; default 32.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// The first step's length, finite and above 0; null, the default, for 1/(L·mean‖x‖² + λ'), L the loss's smoothness (K where it
    /// has kinks), λ' = 1/(C·N).
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The share of the last step that is repeated, in [0, 1); null, the default, for 0.9, or with an L1 penalty and
    /// without Nesterov's momentum 0: sparse steps with both cost D·K.
    /// </summary>
    public double? Momentum { get; init; }

    /// <summary>Whether the gradient is taken where the repeated step leads (Nesterov), not where the weights are; default false. Needs momentum.</summary>
    public bool Nesterov { get; init; }

    /// <summary>How the step shrinks; default <see cref="StepSchedule.InverseTime"/>.</summary>
    public StepSchedule Schedule { get; init; } = StepSchedule.InverseTime;

    /// <summary>The epochs T of <see cref="StepSchedule.Halving"/> and <see cref="StepSchedule.Cosine"/>, at least 1; default 10.</summary>
    public int PeriodEpochs { get; init; } = 10;

    /// <summary>
    /// The first epoch, counted from 1, whose steps' weights are averaged (Polyak and Juditsky, 1992); null, the default, for
    /// none. From then on the average is what is certified and returned.
    /// </summary>
    public int? AverageFromEpoch { get; init; }

    /// <summary>The share of examples, in [0, 1), that the seed holds out to stop early, as <see cref="Data.Dataset.Split"/> cuts it off; 0, the default, for none.</summary>
    public double HoldoutShare { get; init; }

    /// <summary>Epochs in a row without an improvement on the examples held out after which training stops, at least 1; default 5.</summary>
    public int Patience { get; init; } = 5;

    /// <summary>How much the loss on the examples held out must fall to count as an improvement, relatively, in [0, 1); default 1e-3.</summary>
    public double HoldoutTolerance { get; init; } = 1e-3;

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        Require(BatchSize >= 1, nameof(BatchSize), "at least 1", BatchSize);
        Require(LearningRate is not { } rate || (rate > 0 && double.IsFinite(rate)), nameof(LearningRate), "finite and above 0", LearningRate);
        Require(Momentum is not { } momentum || (momentum >= 0 && momentum < 1), nameof(Momentum), "in [0, 1)", Momentum);
        Require(!Nesterov || Momentum != 0, nameof(Nesterov), "left out without momentum", Nesterov);
        Require(Enum.IsDefined(Schedule), nameof(Schedule), "a schedule", Schedule);
        Require(PeriodEpochs >= 1, nameof(PeriodEpochs), "at least 1", PeriodEpochs);
        Require(AverageFromEpoch is not { } epoch || epoch >= 1, nameof(AverageFromEpoch), "at least 1", AverageFromEpoch);
        Require(HoldoutShare >= 0 && HoldoutShare < 1, nameof(HoldoutShare), "in [0, 1)", HoldoutShare);
        Require(Patience >= 1, nameof(Patience), "at least 1", Patience);
        Require(HoldoutTolerance >= 0 && HoldoutTolerance < 1, nameof(HoldoutTolerance), "in [0, 1)", HoldoutTolerance);
    }

    /// <summary>The momentum: given, or by default.</summary>
    internal double MomentumFor(double l1Penalty) => Momentum ?? (l1Penalty == 0 || Nesterov ? DefaultMomentum : 0);

    /// <summary>All that the steps depend on, in words: runs of other settings have other bits.</summary>
    internal string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"batches of {BatchSize}, learning rate {LearningRate?.ToString("R", CultureInfo.InvariantCulture) ?? "by default"}, momentum {Momentum?.ToString("R", CultureInfo.InvariantCulture) ?? "by default"}{(Nesterov ? " of Nesterov" : "")}, schedule {Schedule} over {PeriodEpochs} epochs, averages {(AverageFromEpoch is { } epoch ? $"from epoch {epoch}" : "none")}, holdout {HoldoutShare:R} with patience {Patience} and tolerance {HoldoutTolerance:R}");

    private static void Require(bool holds, string name, string rule, object? value)
    {
        if (!holds) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} must be {rule}; got {value}."));
    }
}
