namespace Hinge.Data.Featurization;

/// <summary>Collects sparse rows one behind the other.</summary>
internal sealed class SparseBlock(int rowCount, int featureCount)
{
    private readonly long[] _offsets = new long[rowCount + 1];
    private readonly List<int> _columns = [];
    private readonly List<float> _values = [];
    private int _row;

    /// <summary>Adds to the row at work; columns must increase, zeros are left out.</summary>
    public void Add(int column, float value)
    {
        if (value == 0) return;
        _columns.Add(column);
        _values.Add(value);
    }

    /// <summary>Goes on to the next row.</summary>
    public void EndRow() => _offsets[++_row] = _columns.Count;

    public SparseMatrix<float> Build() => new(featureCount, _offsets, [.. _columns], [.. _values]);
}
