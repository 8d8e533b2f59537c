using Hinge.Data;
using Hinge.Objectives;
using Hinge.Training.Descending;

namespace Hinge.Training;

/// <summary>
/// Mini-batch gradient descent on P(W)/(C·N) = (1/N) Σ_i a_i·loss(x_iᵀW, y_i) + λ'(½‖W‖² + μ‖W‖₁), λ' = 1/(C·N): each step is the
/// student's update, W −= step·dW.
/// </summary>
/// <remarks>
/// <para>
/// V ← m·V − step·(1 − m)·dW, W ← W + V, over batches in a seeded random order; m is the momentum (Polyak, 1964), dW the
/// batch's mean of x_i·coefficientsᵀ plus λ'W, taken at W, or at W + mV (Nesterov, 1983). An L1 penalty then moves each weight
/// towards zero by step·(1 − m)·λ'μ (Duchi and Singer, JMLR 2009). On sparse rows a step costs O(nonzeros·K): features that do
/// not occur catch up later. With an L1 penalty that is so only without momentum and averages. <see cref="GradientDescentOptions"/>
/// has schedules, averages, and early stopping on examples held out.
/// </para>
/// <para>
/// After each epoch one pass computes the primal, and a dual from b_i = C_i·∂loss(s_i), which is feasible at any weights: for
/// smooth losses its gap goes to zero with the distance from the optimum. At kinks the subgradient is rarely the optimal one,
/// so there b is scaled by the best factor in [0, 1] and the gap stays loose: use <see cref="DualCoordinateAscent"/> to close it.
/// The best dual and the best primal seen make the certificate. Stops when (P − D)/|P| ≤ the relative gap asked for.
/// </para>
/// <para>
/// Where examples are held out, the objective is that of the others; training stops when the held-out loss no longer falls, never
/// by the gap, and returns the weights of the lowest held-out loss. With <see cref="Objective.LeavesBiasFree"/> there is no
/// dual, and the gap is infinite. With <see cref="Objective.IsPureL1"/> b is shortened until |Σ_i x_i b_iᵀ| ≤ μ, and the gap of smooth
/// losses goes to zero as well, though more slowly.
/// </para>
/// </remarks>
public sealed class GradientDescent : ITrainer
{
    internal const string TrainerName = "gradient-descent";

    private readonly GradientDescentOptions _settings;

    /// <summary>Gradient descent with the given settings, or the defaults.</summary>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public GradientDescent(GradientDescentOptions? settings = null)
    {
        _settings = settings ?? new GradientDescentOptions();
        _settings.Validate();
    }

    /// <inheritdoc/>
    public string Name => TrainerName;

    /// <inheritdoc/>
    public TrainingResult Train(Dataset data, Objective objective, TrainingOptions? options = null, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new TrainingOptions();
        options.Validate();
        if (options.Start is not null)
            throw new ArgumentException($"Start must be left out for {TrainerName}, which keeps no duals. Use {DualCoordinateAscent.TrainerName}.", nameof(options));
        if (options.Shards != 1)
            throw new ArgumentException($"Shards must be 1 for {TrainerName}; got {options.Shards}.", nameof(options));
        objective.Validate(data);
        (data, objective, Holdout? holdout) = Holdout.CutOff(data, objective, _settings, options.Seed, options.Threads);
        // Weights chosen by the examples held out need not be those of the smallest gap: it is no reason to stop.
        if (holdout is not null) options = options with { RelativeGap = double.Epsilon };
        Problem problem = new(data, objective);
        using TrainingRun run = new(problem, TrainerName, options, progress, cancellation, _settings.Describe());
        return new Descent(problem, _settings, holdout, run, options.Seed).Run();
    }
}
