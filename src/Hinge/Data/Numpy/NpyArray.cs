using System.Globalization;

namespace Hinge.Data.Numpy;

/// <summary>An array read from a .npy file: its shape and its elements in C order.</summary>
public sealed class NpyArray
{
    private readonly Array _elements;

    internal NpyArray(string source, int[] shape, Array elements)
    {
        Source = source;
        Shape = shape;
        _elements = elements;
    }

    /// <summary>The file.</summary>
    public string Source { get; }

    /// <summary>The length of each dimension; empty for a scalar.</summary>
    public IReadOnlyList<int> Shape { get; }

    /// <summary>Whether the elements are float32.</summary>
    public bool IsFloat32 => _elements is float[];

    /// <summary>Whether the elements are integers.</summary>
    public bool IsInteger => _elements is int[] or long[];

    /// <summary>The elements as float, rounding float64.</summary>
    public float[] ToSingles() => _elements switch
    {
        float[] same => same,
        _ => Array.ConvertAll(ToDoubles(), x => (float)x),
    };

    /// <summary>The elements as double.</summary>
    public double[] ToDoubles() => _elements switch
    {
        double[] same => same,
        float[] singles => Array.ConvertAll(singles, x => (double)x),
        int[] integers => Array.ConvertAll(integers, x => (double)x),
        long[] integers => Array.ConvertAll(integers, x => (double)x),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>X, N×D.</summary>
    /// <param name="asDouble">Whether float64 and integers become float64; else all is rounded to float32.</param>
    /// <exception cref="DataFormatException">There are not two dimensions.</exception>
    /// <exception cref="ArgumentException">An element is not finite.</exception>
    public FeatureMatrix ToFeatures(bool asDouble)
    {
        RequireDimensions(2, "N×D features");
        return asDouble && !IsFloat32 ? new DenseMatrix<double>(Shape[0], Shape[1], ToDoubles()) : new DenseMatrix<float>(Shape[0], Shape[1], ToSingles());
    }

    /// <summary>The elements as integers; floating point where all are whole.</summary>
    /// <exception cref="DataFormatException">An element is no whole number.</exception>
    public long[] ToIntegers() => _elements switch
    {
        long[] same => same,
        int[] integers => Array.ConvertAll(integers, x => (long)x),
        _ => WholeNumbers(),
    };

    private long[] WholeNumbers()
    {
        // Beyond 2⁵³ doubles have no units any more.
        const double Most = 1L << 53;
        double[] values = ToDoubles();
        int broken = Array.FindIndex(values, value => !(Math.Abs(value) <= Most && value == Math.Floor(value)));
        return broken < 0
            ? Array.ConvertAll(values, value => (long)value)
            : throw new DataFormatException(Source, null, string.Create(CultureInfo.InvariantCulture, $"the elements must be integers; got {values[broken]} at {broken} (counted from 0). Write the array with .astype(numpy.int64)."));
    }

    /// <summary>Throws unless there are <paramref name="count"/> dimensions.</summary>
    /// <param name="count">The number of dimensions wanted.</param>
    /// <param name="meaning">What they mean, for the message, such as "N×D features".</param>
    /// <exception cref="DataFormatException">There are more or fewer, or one has length 0.</exception>
    public void RequireDimensions(int count, string meaning)
    {
        if (Shape.Count != count)
            throw new DataFormatException(Source, null, $"the array must have {count} dimension{(count == 1 ? "" : "s")} ({meaning}); got {ShapeText}. Reshape it.");
        if (Shape.Contains(0))
            throw new DataFormatException(Source, null, $"the array must not be empty ({meaning}); got {ShapeText}.");
    }

    /// <summary>The shape as NumPy prints it.</summary>
    public string ShapeText => Shape.Count == 1
        ? $"({Shape[0].ToString(CultureInfo.InvariantCulture)},)"
        : $"({string.Join(", ", Shape.Select(length => length.ToString(CultureInfo.InvariantCulture)))})";
}
