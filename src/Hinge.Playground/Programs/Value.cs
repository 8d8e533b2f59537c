namespace Hinge.Playground.Programs;

/// <summary>A number, vector or matrix of a running program, as NumPy would hold it. Immutable: what is seen of a step stays as it was then.</summary>
public sealed class Value
{
    private readonly double[] _elements;

    private Value(int rank, int rows, int columns, double[] elements) => (Rank, Rows, Columns, _elements) = (rank, rows, columns, elements);

    /// <summary>0 for a number, 1 for a vector, 2 for a matrix.</summary>
    public int Rank { get; }

    /// <summary>1 for numbers and vectors.</summary>
    public int Rows { get; }

    /// <summary>A vector's length; 1 for numbers.</summary>
    public int Columns { get; }

    /// <summary>Row by row.</summary>
    public ReadOnlySpan<double> Elements => _elements;

    /// <summary>The number itself.</summary>
    public double Number => Rank == 0 ? _elements[0] : throw new ProgramException("a number was expected here");

    /// <summary>A number as an index.</summary>
    public int Whole => Number is var number && number == Math.Floor(number) && Math.Abs(number) < int.MaxValue ? (int)number : throw new ProgramException("an index must be a whole number");

    /// <summary>A number.</summary>
    public static Value Of(double number) => new(0, 1, 1, [number]);

    /// <summary>A vector.</summary>
    public static Value Vector(double[] elements)
    {
        ArgumentNullException.ThrowIfNull(elements);
        return new Value(1, 1, elements.Length, elements);
    }

    /// <summary>A matrix, row by row.</summary>
    public static Value Matrix(int rows, int columns, double[] elements) => new(2, rows, columns, elements);

    /// <summary>Entry, row, or element.</summary>
    public double this[int row, int column] => _elements[row * Columns + column];

    /// <summary>An element of a vector, or a row of a matrix.</summary>
    public Value At(int index)
    {
        int count = Rank == 2 ? Rows : Columns;
        if (Rank == 0 || index < 0 || index >= count) throw new ProgramException($"there is no element {index}");
        return Rank == 2 ? Vector(_elements[(index * Columns)..((index + 1) * Columns)]) : Of(_elements[index]);
    }

    /// <summary>A column of a matrix.</summary>
    public Value Column(int index)
    {
        if (Rank != 2 || index < 0 || index >= Columns) throw new ProgramException($"there is no column {index}");
        double[] column = new double[Rows];
        for (int r = 0; r < Rows; r++) column[r] = this[r, index];
        return Vector(column);
    }

    /// <summary>The same with another row, element or column.</summary>
    public Value With(int index, Value part, bool isColumn)
    {
        ArgumentNullException.ThrowIfNull(part);
        double[] elements = [.. _elements];
        if (isColumn)
            for (int r = 0; r < Rows; r++) elements[r * Columns + index] = part._elements[r];
        else
            part._elements.CopyTo(elements, Rank == 2 ? index * Columns : index);
        return new Value(Rank, Rows, Columns, elements);
    }

    /// <summary>The matrix turned over.</summary>
    public Value Transpose()
    {
        double[] elements = new double[_elements.Length];
        for (int r = 0; r < Rows; r++)
            for (int c = 0; c < Columns; c++) elements[c * Rows + r] = this[r, c];
        return new Value(Rank, Columns, Rows, elements);
    }

    /// <summary>Element by element.</summary>
    public Value Map(Func<double, double> function) => new(Rank, Rows, Columns, Array.ConvertAll(_elements, element => function(element)));

    /// <summary>Element by element with another of the same shape, or with a number on either side.</summary>
    public Value Combine(Value other, Func<double, double, double> function)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Rank == 0) return Map(element => function(element, other._elements[0]));
        if (Rank == 0) return other.Map(element => function(_elements[0], element));
        if ((Rank, Rows, Columns) != (other.Rank, other.Rows, other.Columns)) throw new ProgramException("shapes must agree");
        double[] elements = new double[_elements.Length];
        for (int e = 0; e < elements.Length; e++) elements[e] = function(_elements[e], other._elements[e]);
        return new Value(Rank, Rows, Columns, elements);
    }

    /// <summary>Vector times matrix.</summary>
    public Value Times(Value matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (Rank != 1 || matrix.Rank != 2 || Columns != matrix.Rows) throw new ProgramException("@ needs a vector and a matrix of as many rows");
        double[] product = new double[matrix.Columns];
        for (int r = 0; r < matrix.Rows; r++)
            for (int c = 0; c < product.Length; c++) product[c] += _elements[r] * matrix[r, c];
        return Vector(product);
    }

    /// <summary>Whether it holds the same numbers in the same shape.</summary>
    public bool IsSameAs(Value? other) => other is not null && (Rank, Rows, Columns) == (other.Rank, other.Rows, other.Columns) && Elements.SequenceEqual(other.Elements);
}
