using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Sparse;

/// <summary>The coefficients of a stretch of rows in double: all K, padded, where many are not zero, else a list of classes and values.</summary>
internal sealed unsafe class SparseCoefficients : IDisposable
{
    /// <summary>A class of a list costs about as much as a vector of classes.</summary>
    private const int VectorsPerClass = 1;

    private readonly PooledBuffer<double> _values;
    private readonly PooledBuffer<int> _classes, _counts;
    private readonly int _classCount, _stride;

    /// <summary>Room for so many rows of K coefficients.</summary>
    public SparseCoefficients(int rows, int classCount)
    {
        _classCount = classCount;
        _stride = Padding.RoundUp(classCount, Vector512<double>.Count);
        _values = new PooledBuffer<double>((nint)rows * _stride);
        _classes = new PooledBuffer<int>((nint)rows * ListLimit);
        _counts = new PooledBuffer<int>(rows);
    }

    /// <summary>The stretch's first row.</summary>
    public int FirstRow { get; private set; }

    /// <summary>The stretch's rows.</summary>
    public int RowCount { get; private set; }

    private int ListLimit => Math.Max(4, _stride / Vector512<double>.Count * VectorsPerClass);

    public Row this[int row] => new(_counts.Pointer[row], _classes.Pointer + (nint)row * ListLimit, _values.Pointer + (nint)row * _stride);

    /// <summary>Begins another stretch.</summary>
    public void Begin(int firstRow, int rowCount)
    {
        FirstRow = firstRow;
        RowCount = rowCount;
    }

    /// <summary>Takes over the coefficients of a row, padded with zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Set<T>(int example, T* coefficients)
        where T : unmanaged, INumber<T>
    {
        int row = example - FirstRow, count = 0, lanes = Vector512<double>.Count;
        double* values = _values.Pointer + (nint)row * _stride;
        for (int j = 0; j < _stride; j += lanes)
        {
            Vector512<double> c = Element.Load<T, double>(coefficients + j);
            c.Store(values + j);
            count += lanes - BitOperations.PopCount(Vector512.Equals(c, Vector512<double>.Zero).ExtractMostSignificantBits());
        }
        if (count > ListLimit)
        {
            _counts.Pointer[row] = -1;
            return;
        }
        _counts.Pointer[row] = count;
        int* classes = _classes.Pointer + (nint)row * ListLimit;
        for (int j = 0, m = 0; m < count; j++)
        {
            if (coefficients[j] == T.Zero) continue;
            classes[m] = j;
            values[m++] = Element.ToDouble(coefficients[j]);
        }
    }

    public void Dispose()
    {
        _values.Dispose();
        _classes.Dispose();
        _counts.Dispose();
    }

    /// <summary>A row's coefficients.</summary>
    public readonly struct Row(int count, int* classes, double* values)
    {
        /// <summary>Whether there are <see cref="Count"/> classes and values, or else all K values, padded.</summary>
        public bool IsList => Count >= 0;

        /// <summary>The length of the list; −1 where there is none.</summary>
        public int Count { get; } = count;

        public int* Classes { get; } = classes;

        public double* Values { get; } = values;
    }
}
