using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Descending;

/// <summary>
/// Steps of gradient descent over batches, whoever chooses these: on P(W)/(C·N) = (1/N) Σ_i a_i·loss + λ'(½‖W‖² + μ‖W‖₁),
/// λ' = 1/(C·N). Of a pure L1 penalty ½‖W‖² and its λ'Z are left out.
/// </summary>
/// <remarks>
/// With h = step·(1 − m), g the batch's mean of a_i·x_i·coefficientsᵀ, and Z = W, or W + mV for Nesterov's momentum, where the
/// batch is scored: V ← mV − h(g(Z) + λ'Z), then W ← soft(W + V, h·λ'μ) and V the step so made.
/// </remarks>
internal sealed class Descender
{
    private readonly Func<WorkingWeights> _newWeights;
    private readonly DescentWeights _weights;
    private readonly Loss _loss;
    private readonly Objective _objective;
    private readonly GradientDescentOptions _settings;
    private readonly StepLengths _lengths;
    private readonly double[] _ahead;
    private double[] _push = [];
    private readonly double _decay, _momentum;

    /// <summary>Starts at weights of zero.</summary>
    /// <param name="features">Rows stored as those to come.</param>
    /// <param name="classCount">K.</param>
    /// <param name="objective">The loss, the penalty and the bias.</param>
    /// <param name="settings">Momentum, schedule, averaging.</param>
    /// <param name="decay">λ'.</param>
    /// <param name="meanSquaredNorm">mean ‖x‖², bias feature included, from which a step not given follows.</param>
    public Descender(FeatureMatrix features, int classCount, Objective objective, GradientDescentOptions settings, double decay, double meanSquaredNorm)
    {
        _newWeights = () => new WorkingWeights(features, classCount, objective.BiasScale);
        _momentum = settings.MomentumFor(objective.L1Penalty);
        _weights = DescentWeights.For(features, _newWeights, _momentum, objective.L1Penalty, settings.AverageFromEpoch is not null);
        (_loss, _objective, _settings, _decay) = (objective.Loss, objective, settings, decay);
        _lengths = new StepLengths(settings.LearningRate ?? 1 / (Smoothness(classCount) * meanSquaredNorm + decay), decay, settings);
        _ahead = new double[_weights.Weights.ScoreLength];
    }

    /// <summary>How many steps were taken.</summary>
    public long StepCount { get; private set; }

    /// <summary>One step.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="labels">Their classes.</param>
    /// <param name="batch">The examples, at most the batch size.</param>
    /// <param name="exampleWeights">a_i of all rows.</param>
    /// <param name="epochs">How many epochs came before; a fraction within an epoch.</param>
    public void Step(FeatureMatrix features, Labels labels, ReadOnlySpan<int> batch, ReadOnlySpan<double> exampleWeights, double epochs)
    {
        double step = _lengths.At(StepCount, epochs) * (1 - _momentum);
        _weights.Refresh(features, batch);
        int stride = _weights.Weights.ScoreLength, k = _weights.Weights.ClassCount;
        if (_push.Length < (long)batch.Length * stride) _push = new double[(long)batch.Length * stride];
        for (int r = 0; r < batch.Length; r++)
        {
            int i = batch[r];
            Span<double> scores = _push.AsSpan(r * stride, stride), coefficients = scores[..k];
            features.Scores(i, _weights.Weights, scores);
            if (_settings.Nesterov)
            {
                features.Scores(i, _weights.Velocity!, _ahead);
                for (int j = 0; j < k; j++) scores[j] += _momentum * _ahead[j];
            }
            _loss.ValueAndCoefficients(coefficients, labels[i]);
            foreach (ref double c in coefficients) c *= -step * exampleWeights[i] / batch.Length;
        }
        bool sums = epochs >= _settings.AverageFromEpoch - 1;
        Transition weights = Transition.Step(_momentum, _settings.Nesterov, _objective.IsPureL1 ? 0 : step * _decay, step * _decay * _objective.L1Penalty, sums);
        Transition bias = _objective.LeavesBiasFree ? Transition.Step(_momentum, _settings.Nesterov, 0, 0, sums) : weights;
        _weights.Step(features, batch, _push.AsSpan(0, batch.Length * stride), new StepRule(weights, bias, sums));
        StepCount++;
    }

    /// <summary>Saves or restores all that the steps to come depend on.</summary>
    public void Exchange(StateExchange state)
    {
        long steps = StepCount;
        state.Number(ref steps);
        StepCount = steps;
        _weights.Exchange(state);
    }

    /// <summary>The weights, or from its epoch on their average. To be read until the next step.</summary>
    public WorkingWeights Current() => _weights.Current(_newWeights);

    private double Smoothness(int classCount) => _loss.IsSmooth ? _loss.Smoothness(classCount) : classCount;
}
