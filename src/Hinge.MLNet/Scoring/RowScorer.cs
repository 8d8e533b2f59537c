using System.Globalization;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Scoring;

/// <summary>Scores the row where a <see cref="DataViewRow"/> stands, once however many columns ask for it, without allocating.</summary>
internal sealed class RowScorer
{
    private readonly HingeTransformer _transformer;
    private readonly Predictor _predictor;
    private readonly DataViewRow _input;
    private readonly ValueGetter<VBuffer<float>> _features;
    private readonly double[] _scores;
    private VBuffer<float> _row;
    private long _position = -1;
    private int _best;

    /// <param name="transformer">What scores.</param>
    /// <param name="predictor">Its model, laid out.</param>
    /// <param name="input">A row whose column of features is active.</param>
    /// <param name="features">That column.</param>
    public RowScorer(HingeTransformer transformer, Predictor predictor, DataViewRow input, DataViewSchema.Column features)
    {
        (_transformer, _predictor, _input) = (transformer, predictor, input);
        _features = input.GetGetter<VBuffer<float>>(features);
        _scores = new double[predictor.ClassCount];
    }

    /// <summary>The scores x·W + intercept; probabilities where the loss is softmax.</summary>
    public void Score(ref VBuffer<float> score)
    {
        Compute();
        VBufferEditor<float> editor = VBufferEditor.Create(ref score, _scores.Length);
        for (int j = 0; j < _scores.Length; j++) editor.Values[j] = (float)_scores[j];
        score = editor.Commit();
    }

    /// <summary>The key of the class with the highest score, the lower of equals.</summary>
    public void PredictedLabel(ref uint label)
    {
        Compute();
        label = (uint)_best + 1;
    }

    private void Compute()
    {
        if (_input.Position == _position && _position >= 0) return;
        _features(ref _row);
        if (_row.Length != _predictor.FeatureCount)
            throw Bad($"a row must have {_predictor.FeatureCount} features, as in training; got {_row.Length}. Look at what makes the column.");
        foreach (float value in _row.GetValues())
            if (!float.IsFinite(value))
                throw Bad($"features must be finite; got {value}. Replace missing values (mlContext.Transforms.ReplaceMissingValues) before the model.");
        if (_row.IsDense) _predictor.Scores(_row.GetValues(), _scores);
        else _predictor.Scores(_row.GetIndices(), _row.GetValues(), _scores);
        // Before the probabilities, which may be equal where scores are not.
        _best = LinearModel.Best(_scores);
        if (_transformer.Model.Objective.Loss is Softmax) _transformer.Model.Probabilities(_scores, _scores);
        _position = _input.Position;
    }

    private DataFormatException Bad(FormattableString what) =>
        new($"{_transformer.FeatureColumnName}, row {_input.Position.ToString(CultureInfo.InvariantCulture)} (counted from 0)", null, FormattableString.Invariant(what));
}
