using Hinge.Data;
using Hinge.Models;
using Hinge.Training.Checkpoints;

namespace Hinge.Training.Descending;

/// <summary>The weights of gradient descent, with the velocity of momentum and the sum for an average where there are.</summary>
internal abstract class DescentWeights
{
    private long _summed;

    /// <summary>Weights of zero.</summary>
    /// <param name="newWeights">Makes them.</param>
    /// <param name="hasVelocity">Whether there is momentum.</param>
    /// <param name="hasSum">Whether there will be an average.</param>
    protected DescentWeights(Func<WorkingWeights> newWeights, bool hasVelocity, bool hasSum)
    {
        Weights = newWeights();
        Velocity = hasVelocity ? newWeights() : null;
        Sum = hasSum ? newWeights() : null;
    }

    /// <summary>W; features that wait are not up to date.</summary>
    public WorkingWeights Weights { get; }

    /// <summary>The last step, for momentum; or null.</summary>
    public WorkingWeights? Velocity { get; }

    /// <summary>The sum of the weights after each step that counts for the average; or null.</summary>
    protected WorkingWeights? Sum { get; }

    /// <summary>The weights where a step is lazy, else those where every step reaches all.</summary>
    /// <remarks>An L1 penalty beside momentum or averages is not lazy: its steps do not compose (<see cref="Transition"/>).</remarks>
    public static DescentWeights For(FeatureMatrix features, Func<WorkingWeights> newWeights, double momentum, double l1Penalty, bool averages)
    {
        bool composes = l1Penalty == 0 || (momentum == 0 && !averages);
        return features.IsSparse && composes ? new LazyWeights(newWeights, momentum > 0, averages) : new EagerWeights(newWeights, momentum > 0, averages);
    }

    /// <summary>Brings W and velocity up to date for the features that occur in the batch: call before scoring it.</summary>
    public abstract void Refresh(FeatureMatrix features, ReadOnlySpan<int> batch);

    /// <summary>Brings everything up to date.</summary>
    public abstract void Refresh();

    /// <summary>Takes a step.</summary>
    /// <param name="features">The rows.</param>
    /// <param name="batch">The examples of the batch, refreshed.</param>
    /// <param name="push">For each of them, padded, what x_i is multiplied with and added: −step·∂loss/∂s.</param>
    /// <param name="rule">What the step does besides.</param>
    public void Step(FeatureMatrix features, ReadOnlySpan<int> batch, ReadOnlySpan<double> push, in StepRule rule)
    {
        Take(features, batch, push, rule);
        if (rule.Sums) _summed++;
    }

    /// <summary>W, or from the first step that counted on the average; up to date.</summary>
    public WorkingWeights Current(Func<WorkingWeights> newWeights)
    {
        Refresh();
        if (_summed == 0) return Weights;
        WorkingWeights average = newWeights();
        average.Add(1.0 / _summed, Sum!);
        return average;
    }

    /// <summary>Saves or restores weights, velocity and sum, up to date: as after <see cref="Current"/>, no feature waits.</summary>
    public void Exchange(StateExchange state)
    {
        Refresh();
        state.Weights(Weights);
        if (Velocity is not null) state.Weights(Velocity);
        if (Sum is not null) state.Weights(Sum);
        state.Number(ref _summed);
    }

    protected abstract void Take(FeatureMatrix features, ReadOnlySpan<int> batch, ReadOnlySpan<double> push, in StepRule rule);

    /// <summary>The row of <paramref name="push"/> for the r-th example of a batch, or empty where it is zero.</summary>
    protected ReadOnlySpan<double> RowOf(ReadOnlySpan<double> push, int r)
    {
        ReadOnlySpan<double> row = push.Slice(r * Weights.ScoreLength, Weights.ScoreLength);
        return row.ContainsAnyExcept(0.0) ? row : default;
    }
}
