using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking;

/// <summary>Scores of single examples, s = xᵀW, the bias included.</summary>
internal sealed class ExampleScores
{
    private readonly Dataset _data;
    private readonly WorkingWeights _weights;
    private readonly double[] _buffer;

    public ExampleScores(Dataset data, WeightMatrix weights, double biasScale)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(weights);
        if (data.Labels.ClassCount != weights.ClassCount)
            throw new ArgumentException($"weights must have one column a class: {data.Labels.ClassCount}; got {weights.ClassCount}.", nameof(weights));
        _data = data;
        _weights = new WorkingWeights(data.Features, weights, biasScale);
        _buffer = new double[_weights.ScoreLength];
    }

    /// <summary>s of one example, length K.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public double[] Of(int example)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(example);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(example, _data.ExampleCount);
        _data.Features.Scores(example, _weights, _buffer);
        return _buffer[.._weights.ClassCount];
    }
}
