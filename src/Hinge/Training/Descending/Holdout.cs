using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Descending;

/// <summary>The examples held out, the weights that do best on them, and whether that is still getting better.</summary>
internal sealed class Holdout
{
    private readonly Problem _problem;
    private readonly DualVariables _noDuals;
    private readonly GradientDescentOptions _settings;
    private double _lowest = double.PositiveInfinity, _toBeat = double.PositiveInfinity;
    private int _epochsWithout;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="data">The examples held out.</param>
    /// <param name="objective">The objective trained on, with weights for these examples.</param>
    /// <param name="settings">Patience and tolerance.</param>
    private Holdout(Dataset data, Objective objective, GradientDescentOptions settings)
    {
        _problem = new Problem(data, objective);
        _noDuals = new DualVariables(data.ExampleCount, data.Labels.ClassCount);
        _settings = settings;
    }

    /// <summary>The weights of the lowest loss so far.</summary>
    public WorkingWeights? Best { get; private set; }

    /// <summary>Cuts off what the settings hold out: the data and the objective to train on, and the rest.</summary>
    /// <exception cref="ArgumentException">A part would be empty.</exception>
    public static (Dataset Data, Objective Objective, Holdout? Holdout) CutOff(Dataset data, Objective objective, GradientDescentOptions settings, int seed, int threads)
    {
        if (settings.HoldoutShare == 0) return (data, objective, null);
        (int[] train, int[] rest) = RowSplit.Examples(data, settings.HoldoutShare, seed, stratify: false, threads, nameof(GradientDescentOptions.HoldoutShare));
        Dataset trained = data.Select(train);
        Objective ofTrained = objective with { SampleWeights = Of(train) };
        // Classes balanced on the part trained on, so that both parts weigh them alike.
        Objective ofRest = objective with { SampleWeights = Of(rest), BalancesClasses = false, ClassWeights = ofTrained.EffectiveClassWeights(trained.Labels) };
        return (trained, ofTrained, new Holdout(data.Select(rest), ofRest, settings));

        double[]? Of(int[] examples) => objective.SampleWeights is { } weights ? [.. examples.Select(i => weights[i])] : null;
    }

    /// <summary>Saves or restores what was seen.</summary>
    public void Exchange(StateExchange state)
    {
        bool hasBest = Best is not null;
        state.Flag(ref hasBest);
        state.Number(ref _lowest);
        state.Number(ref _toBeat);
        state.Number(ref _epochsWithout);
        if (hasBest) state.Weights(Best ??= _problem.NewWeights());
    }

    /// <summary>Looks at the weights after an epoch; false where patience is at its end.</summary>
    public bool Improves(WorkingWeights weights, int threads)
    {
        double loss = _problem.Scan(weights, _noDuals, threads).Primal - _problem.Penalty(weights, threads);
        if (loss < _lowest)
        {
            _lowest = loss;
            (Best ??= _problem.NewWeights()).CopyFrom(weights);
        }
        bool isBetter = loss < _toBeat * (1 - _settings.HoldoutTolerance) || _toBeat == double.PositiveInfinity;
        if (isBetter) _toBeat = loss;
        _epochsWithout = isBetter ? 0 : _epochsWithout + 1;
        return _epochsWithout < _settings.Patience;
    }
}
