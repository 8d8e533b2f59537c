using Apache.Arrow;

namespace Hinge.Data.Tables;

/// <summary>Numbers; what is no finite number comes as NaN, what is missing as null.</summary>
internal sealed class NumberBuilder(string name, ColumnType type, int expectedRows) : ColumnBuilder(name)
{
    private double[] _values = new double[expectedRows];

    public override void Append(IArrowArray values)
    {
        DoubleArray array = (DoubleArray)values;
        Grow(ref _values, (long)RowCount + array.Length);
        Span<double> target = _values.AsSpan(RowCount, array.Length);
        array.Values.CopyTo(target);
        for (int r = 0; r < target.Length; r++)
        {
            if (array.NullCount > 0 && array.IsNull(r)) target[r] = double.NaN;
            else if (!double.IsFinite(target[r])) throw new BadValueException(RowCount + r, type == ColumnType.Boolean ? "hold true or false" : "hold finite numbers");
        }
        RowCount += array.Length;
    }

    public override TableColumn Build()
    {
        System.Array.Resize(ref _values, RowCount);
        return new NumberColumn(Name, type, _values);
    }
}
