using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Scoring;

/// <summary>The getters of a row with scores: of its input's columns, and of the new ones.</summary>
internal sealed class ScoredColumns
{
    private readonly ScoreMapper _mapper;
    private readonly DataViewRow _input;
    private readonly bool[] _isActive;
    private RowScorer? _scorer;

    public ScoredColumns(ScoreMapper mapper, DataViewRow input, IEnumerable<DataViewSchema.Column> activeColumns)
    {
        (_mapper, _input) = (mapper, input);
        _isActive = new bool[mapper.OutputSchema.Count];
        foreach (DataViewSchema.Column column in activeColumns) _isActive[column.Index] = true;
    }

    public bool IsActive(DataViewSchema.Column column) => _isActive[column.Index];

    /// <exception cref="ArgumentException">The column is not active, or of another type.</exception>
    public ValueGetter<T> GetGetter<T>(DataViewSchema.Column column)
    {
        if (!IsActive(column))
            throw new ArgumentException($"column {column.Name} must be among those that the cursor was asked for. Ask for it.", nameof(column));
        if (!_mapper.IsNew(column)) return _input.GetGetter<T>(_input.Schema[column.Index]);
        RowScorer scorer = _scorer ??= _mapper.CreateScorer(_input);
        Delegate getter = column.Type is KeyDataViewType ? (ValueGetter<uint>)scorer.PredictedLabel : (ValueGetter<VBuffer<float>>)scorer.Score;
        return getter as ValueGetter<T> ?? throw new ArgumentException($"column {column.Name} must be read as {column.Type.RawType}; got {typeof(T)}.", nameof(column));
    }
}
