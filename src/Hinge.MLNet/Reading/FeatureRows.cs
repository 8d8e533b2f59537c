using System.Globalization;
using Hinge.Data;
using Microsoft.ML.Data;

namespace Hinge.MLNet.Reading;

/// <summary>
/// Rows of features as they come: kept dense while all come dense; from the first that does not, the nonzeros alone are kept, of those before
/// it too. So the storage depends on how the rows come, and not on what was guessed of them.
/// </summary>
internal sealed class FeatureRows
{
    private readonly string _name;
    private readonly int _featureCount;
    private readonly List<long> _rowEnds = [];
    private readonly long _expectedLength;
    private GrowingArray<float>? _values;
    private GrowingArray<int>? _columns;

    /// <param name="name">The column's name, for messages.</param>
    /// <param name="featureCount">D.</param>
    /// <param name="expectedRows">How many rows there will be, or null where that is not known.</param>
    public FeatureRows(string name, int featureCount, long? expectedRows)
    {
        (_name, _featureCount) = (name, featureCount);
        _expectedLength = expectedRows is { } rows && rows <= Array.MaxLength / featureCount ? rows * featureCount : 0;
    }

    public int Count => _rowEnds.Count;

    /// <summary>Appends a row.</summary>
    /// <param name="row">Length D.</param>
    /// <param name="position">Where it stands in the data, for messages.</param>
    /// <exception cref="DataFormatException">A feature is not finite, or the row is not of length D.</exception>
    public void Add(in VBuffer<float> row, long position)
    {
        if (row.Length != _featureCount)
            throw Bad(position, $"a row must have {_featureCount} features; got {row.Length}. Look at what makes the column.");
        ReadOnlySpan<float> values = row.GetValues();
        // Room for dense rows is made when one comes: for sparse data it may be more than there is.
        if (_columns is null && !row.IsDense) KeepNonzeros();
        _values ??= new GrowingArray<float>(_expectedLength);
        if (_columns is null)
        {
            for (int d = 0; d < values.Length; d++) _values.Add(Finite(values[d], d, position));
        }
        else
        {
            ReadOnlySpan<int> indices = row.GetIndices();
            for (int e = 0; e < values.Length; e++) AddNonzero(values[e], row.IsDense ? e : indices[e], position);
        }
        _rowEnds.Add(_values.Length);
    }

    /// <summary>The matrix of all rows.</summary>
    /// <exception cref="DataFormatException">There are more numbers than one array holds.</exception>
    public FeatureMatrix ToMatrix()
    {
        if (_values is null) throw new InvalidOperationException("There must be a row first.");
        if (_values.Length > Array.MaxLength)
            throw Bad(Count - 1, $"there must be at most {Array.MaxLength} numbers to keep; got {_values.Length}. Take fewer rows (mlContext.Data.TakeRows) or fewer features.");
        return _columns is null
            ? new DenseMatrix<float>(Count, _featureCount, _values.ToArray())
            : new SparseMatrix<float>(_featureCount, [0, .. _rowEnds], _columns.ToArray(), _values.ToArray());
    }

    private void KeepNonzeros()
    {
        float[] dense = _values?.ToArray() ?? [];
        _values = new GrowingArray<float>(0);
        _columns = new GrowingArray<int>(0);
        for (int i = 0, e = 0; i < Count; i++)
        {
            for (int d = 0; d < _featureCount; d++, e++) AddNonzero(dense[e], d, i);
            _rowEnds[i] = _values.Length;
        }
    }

    private void AddNonzero(float value, int column, long position)
    {
        if (Finite(value, column, position) == 0) return;
        _values!.Add(value);
        _columns!.Add(column);
    }

    private float Finite(float value, int column, long position) => float.IsFinite(value)
        ? value
        : throw Bad(position, $"features must be finite; got {value} in slot {column} (counted from 0). Replace missing values (mlContext.Transforms.ReplaceMissingValues), or leave the row out (mlContext.Data.FilterRowsByMissingValues).");

    private DataFormatException Bad(long position, FormattableString what) =>
        new($"{_name}, row {position.ToString(CultureInfo.InvariantCulture)} (counted from 0)", null, FormattableString.Invariant(what));
}
