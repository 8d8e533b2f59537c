using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>Lists of as many float32 in each row, straight into one array; with the number of rows known beforehand it is never copied.</summary>
internal sealed class VectorBuilder(string name, int expectedRows) : ColumnBuilder(name)
{
    private float[] _values = [];
    private int _length;

    public override void Append(IArrowArray values)
    {
        switch (values)
        {
            case ListArray lists:
                Append(lists, (FloatArray)lists.Values, r => (lists.ValueOffsets[r], lists.GetValueLength(r)));
                break;
            case FixedSizeListArray arrays:
                int length = ((Apache.Arrow.Types.FixedSizeListType)arrays.Data.DataType).ListSize;
                Append(arrays, (FloatArray)arrays.Values, r => ((arrays.Offset + r) * length, length));
                break;
            default:
                throw new InvalidOperationException($"A vector must come as a list; got {values.GetType().Name}.");
        }
    }

    public override TableColumn Build()
    {
        if (RowCount == 0) _length = 1;
        long count = (long)RowCount * _length;
        if (_values.Length != count) System.Array.Resize(ref _values, (int)count);
        return new VectorColumn(Name, RowCount, _length, _values);
    }

    private void Append(IArrowArray rows, FloatArray numbers, Func<int, (int Start, int Length)> place)
    {
        for (int r = 0; r < rows.Length; r++)
        {
            if (rows.IsNull(r)) throw new BadValueException(RowCount + r, $"hold a vector{(_length == 0 ? "" : $" of {_length} numbers")}");
            (int start, int length) = place(r);
            if (_length == 0) Begin(length);
            if (length != _length || length == 0)
                throw new BadValueException(RowCount + r, $"hold vectors of the same length, here {Math.Max(1, _length)} numbers");
        }
        if (rows.Length == 0) return;
        // The rows of a batch lie one behind the other.
        int first = place(0).Start, count = rows.Length * _length;
        long written = (long)RowCount * _length;
        Grow(ref _values, written + count);
        Span<float> target = _values.AsSpan((int)written, count);
        if (place(rows.Length - 1).Start == first + count - _length) numbers.Values.Slice(first, count).CopyTo(target);
        else for (int r = 0; r < rows.Length; r++) numbers.Values.Slice(place(r).Start, _length).CopyTo(target[(r * _length)..]);
        for (int e = 0; e < count; e++)
            if (!float.IsFinite(target[e])) throw new BadValueException(RowCount + e / _length, "hold vectors of finite numbers");
        if (numbers.NullCount > 0)
            for (int e = 0; e < count; e++)
                if (numbers.IsNull(first + e)) throw new BadValueException(RowCount + e / _length, "hold vectors without gaps");
        RowCount += rows.Length;
    }

    private void Begin(int length)
    {
        _length = length;
        Grow(ref _values, (long)expectedRows * length);
    }
}
