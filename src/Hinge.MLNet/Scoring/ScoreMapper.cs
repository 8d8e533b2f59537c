using Hinge.MLNet.Reading;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Scoring;

/// <summary>How the rows of one schema become rows with scores.</summary>
internal sealed class ScoreMapper : IRowToRowMapper
{
    private readonly HingeTransformer _transformer;
    private readonly Predictor _predictor;
    private readonly DataViewSchema.Column _features;

    /// <exception cref="ArgumentException">The column of features is missing, or not as in training.</exception>
    public ScoreMapper(HingeTransformer transformer, Predictor predictor, OutputColumns columns, DataViewSchema input)
    {
        (_transformer, _predictor, InputSchema) = (transformer, predictor, input);
        _features = TrainingColumns.FeaturesIn(input, transformer.FeatureColumnName);
        int size = ((VectorDataViewType)_features.Type).Size;
        if (size != predictor.FeatureCount)
            throw ColumnRules.Wrong(_features.Name, FormattableString.Invariant($"a vector of {predictor.FeatureCount} features, as in training"), FormattableString.Invariant($"{size}"), "Apply the transformers that made the features in training.");
        OutputSchema = columns.AddTo(input);
    }

    public DataViewSchema InputSchema { get; }

    public DataViewSchema OutputSchema { get; }

    /// <summary>Whether a column of the output is a score or a prediction, not one of the input.</summary>
    public bool IsNew(DataViewSchema.Column column) => column.Index >= InputSchema.Count;

    public IEnumerable<DataViewSchema.Column> GetDependencies(IEnumerable<DataViewSchema.Column> dependingColumns)
    {
        bool[] needed = new bool[InputSchema.Count];
        foreach (DataViewSchema.Column column in dependingColumns)
            needed[IsNew(column) ? _features.Index : column.Index] = true;
        return InputSchema.Where(column => needed[column.Index]);
    }

    public DataViewRow GetRow(DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredRow(this, input, activeColumns);
    }

    public RowScorer CreateScorer(DataViewRow input) => new(_transformer, _predictor, input, input.Schema[_features.Index]);
}
