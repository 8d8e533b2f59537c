using System.Diagnostics;
using System.Numerics;
using Hinge.Models;

namespace Hinge.Extensions;

/// <summary>A model as one reading of its file found it. Immutable; all members may be called from several threads at once.</summary>
/// <remarks>Take it once for each request: names, scores and predictions then belong together, whatever is loaded meanwhile.</remarks>
public sealed class LoadedModel
{
    private readonly Predictor _predictor;
    private readonly KeyValuePair<string, object?> _tag;

    internal LoadedModel(string name, LinearModel model)
    {
        Model = model;
        _predictor = model.CreatePredictor();
        _tag = ServedModelMetrics.Tag(name);
    }

    /// <summary>The model with its certificate.</summary>
    public LinearModel Model { get; }

    /// <summary>The class of a row, counted and timed by the metrics.</summary>
    /// <param name="row">Length D, finite.</param>
    /// <param name="scores">Length K; overwritten with the scores.</param>
    /// <returns>The index of the class in <see cref="LinearModel.ClassNames"/>.</returns>
    /// <exception cref="ArgumentException">An argument breaks a rule above.</exception>
    public int Predict<T>(ReadOnlySpan<T> row, Span<double> scores)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long started = Stopwatch.GetTimestamp();
        _predictor.Scores(row, scores);
        int best = LinearModel.Best(scores);
        ServedModelMetrics.Predicted(_tag, started);
        return best;
    }
}
