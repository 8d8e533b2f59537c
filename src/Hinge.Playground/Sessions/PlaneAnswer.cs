using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Playground.Sessions;

/// <summary>What the library says of a <see cref="PlaneState"/>: F(W) = (1/N) Σ_i loss(x_iᵀW, y_i) + λ‖W‖², its gradient, and every example's part.</summary>
public sealed class PlaneAnswer
{
    /// <summary>Computes it.</summary>
    public PlaneAnswer(PlaneState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        State = state;
        int n = state.Points.Length;
        double[] features = new double[n * PlaneState.FeatureCount];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++)
        {
            (features[3 * i], features[3 * i + 1], labels[i]) = state.Points[i];
            features[3 * i + 2] = 1;
        }
        Data = new Dataset(new DenseMatrix<double>(n, PlaneState.FeatureCount, features), new Labels(labels, state.ClassCount));
        Loss loss = Loss.Create(state.LossName);
        if (loss.Delta is not null) loss = Loss.Create(state.LossName, new Delta(state.Delta));
        Form = new MeanForm(Data, loss, state.Lambda);
        Weights = new WeightMatrix(PlaneState.FeatureCount, state.ClassCount, [.. state.Weights]);
        Gradient = new WeightMatrix(PlaneState.FeatureCount, state.ClassCount);
        Value = Form.ValueAndGradient(Weights, Gradient);
        Examples = [.. Enumerable.Range(0, n).Select(i => Explanation.Of(Data, loss, Weights, i))];
    }

    /// <summary>What it answers.</summary>
    public PlaneState State { get; }

    /// <summary>X, N×3, and y.</summary>
    public Dataset Data { get; }

    /// <summary>The objective over the data.</summary>
    public MeanForm Form { get; }

    /// <summary>W, 3×K.</summary>
    public WeightMatrix Weights { get; }

    /// <summary>F(W).</summary>
    public double Value { get; }

    /// <summary>dW, 3×K.</summary>
    public WeightMatrix Gradient { get; }

    /// <summary>One explanation an example: scores, violations, coefficients.</summary>
    public IReadOnlyList<Explanation> Examples { get; }

    /// <summary>The selected example's.</summary>
    public Explanation Selected => Examples[State.Selected];

    /// <summary>The state after one step of gradient descent, W ← W − η·dW.</summary>
    public PlaneState Stepped()
    {
        double[] weights = [.. State.Weights];
        for (int e = 0; e < weights.Length; e++)
            // Too large a step is a lesson, but must end in numbers that a link can hold.
            weights[e] = Math.Clamp(weights[e] - State.Rate * Gradient.Values[e], -PlaneLink.WeightLimit, PlaneLink.WeightLimit);
        return State with { Weights = [.. weights] };
    }
}
