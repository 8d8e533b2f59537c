using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>The scores s = X·W of all examples, which every pass of a diagnosis needs: kept from the first pass on where they are small beside the features.</summary>
/// <remarks>Threads may share it: an example's scores are the same whoever computes them.</remarks>
internal sealed class ScoreTable
{
    /// <summary>Scores are kept if there are at most so many,</summary>
    private const long Few = 1 << 20;

    /// <summary>or at most one for so many nonzeros.</summary>
    private const int NonzerosPerScore = 32;

    private readonly FeatureMatrix _features;
    private readonly WorkingWeights _weights;
    private readonly double[]? _scores;
    private readonly bool[] _isKept;
    private readonly int _classCount;

    public ScoreTable(FeatureMatrix features, WeightMatrix weights)
    {
        _features = features;
        _weights = new WorkingWeights(features, weights, biasScale: 0);
        _classCount = weights.ClassCount;
        long count = (long)features.ExampleCount * _classCount;
        bool isKept = count <= Math.Max(Few, features.NonzeroCount / NonzerosPerScore) && count <= Array.MaxLength;
        _scores = isKept ? new double[count] : null;
        _isKept = isKept ? new bool[features.ExampleCount] : [];
    }

    /// <summary>The length of score buffers: K rounded up to whole vectors.</summary>
    public int ScoreLength => _weights.ScoreLength;

    /// <summary>Writes an example's scores.</summary>
    /// <param name="example">The example.</param>
    /// <param name="scores">Length <see cref="ScoreLength"/>; the first K are overwritten, the others stay as they are or become 0.</param>
    public void Read(int example, Span<double> scores)
    {
        if (_scores is null)
        {
            _features.Scores(example, _weights, scores);
            return;
        }
        Span<double> kept = _scores.AsSpan(example * _classCount, _classCount);
        if (Volatile.Read(ref _isKept[example]))
        {
            kept.CopyTo(scores);
            return;
        }
        _features.Scores(example, _weights, scores);
        scores[.._classCount].CopyTo(kept);
        Volatile.Write(ref _isKept[example], true);
    }
}
