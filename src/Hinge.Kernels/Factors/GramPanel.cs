using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Factors;

/// <summary>Adds Σ_r w_r x_r x_rᵀ to the lower triangle of a symmetric matrix, some rows at a time, on one thread.</summary>
/// <remarks>
/// Rows are spread out densely and listed by column as well: for each column, a stretch of the matrix's row stays in
/// registers while the rows that are not zero there are added. Zeros cost nothing on one side of the product, which
/// makes it pay for rows that are a tenth full as for full ones. Entries right of the diagonal receive parts of sums and
/// mean nothing. Results depend on the values, their order and n only.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed unsafe class GramPanel<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Rows = 64;

    private readonly int _n, _stride;
    private readonly PooledBuffer<T> _dense, _values, _weights;
    private readonly PooledBuffer<int> _rows, _counts;
    private int _count;

    /// <summary>Room for a few rows of length n.</summary>
    /// <exception cref="ArgumentOutOfRangeException">n is less than 1.</exception>
    public GramPanel(int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        _n = n;
        _stride = Cholesky.Stride(n);
        _dense = new PooledBuffer<T>((nint)Rows * _stride);
        _values = new PooledBuffer<T>((nint)Rows * n);
        _rows = new PooledBuffer<int>((nint)Rows * n);
        _counts = new PooledBuffer<int>(n);
        _weights = new PooledBuffer<T>(Rows);
    }

    /// <summary>Whether <see cref="AddTo"/> must come before another row.</summary>
    public bool IsFull => _count == Rows;

    /// <summary>Begins another row, of zeros so far.</summary>
    /// <param name="weight">w_r.</param>
    /// <exception cref="InvalidOperationException">The panel is full.</exception>
    public void BeginRow(T weight)
    {
        if (IsFull) throw new InvalidOperationException("The panel is full; add it to the matrix first.");
        _weights.Pointer[_count++] = weight;
    }

    /// <summary>Sets one entry of the row begun last, each at most once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    /// <exception cref="InvalidOperationException">No row has been begun.</exception>
    public void Set(int column, T value)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)column, (uint)_n, nameof(column));
        if (_count == 0) throw new InvalidOperationException("Begin a row first.");
        int row = _count - 1, entry = column * Rows + _counts.Pointer[column]++;
        _dense.Pointer[(nint)row * _stride + column] = value;
        _values.Pointer[entry] = value * _weights.Pointer[row];
        _rows.Pointer[entry] = row;
    }

    /// <summary>Adds the panel's rows to the matrix, and empties it.</summary>
    /// <param name="matrix">n rows of <see cref="Cholesky.Stride"/> elements.</param>
    /// <exception cref="ArgumentException">matrix is of another length.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(Span<T> matrix)
    {
        KernelArguments.Require(matrix.Length == (long)_n * _stride, nameof(matrix), "hold n rows of whole vectors");
        int lanes = Vector512<T>.Count;
        fixed (T* m = matrix)
        {
            for (int f = 0; f < _n; f++)
            {
                int count = _counts.Pointer[f];
                if (count == 0) continue;
                T* values = _values.Pointer + (nint)f * Rows, target = m + (nint)f * _stride;
                int* rows = _rows.Pointer + (nint)f * Rows;
                int g = 0, end = f + 1;
                for (; g + 3 * lanes < end && g + 4 * lanes <= _stride; g += 4 * lanes)
                    RowSum.AddFour(rows, values, count, _dense.Pointer + g, _stride, target + g);
                for (; g < end; g += lanes)
                    AddOne(values, rows, count, _dense.Pointer + g, target + g);
            }
        }
        _counts.Span.Clear();
        _dense.Span[..(_count * _stride)].Clear();
        _count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _dense.Dispose();
        _values.Dispose();
        _rows.Dispose();
        _counts.Dispose();
        _weights.Dispose();
    }

    private void AddOne(T* values, int* rows, int count, T* dense, T* target)
    {
        Vector512<T> sum = Vector512.Load(target);
        for (int e = 0; e < count; e++)
            sum = Element.MultiplyAdd(Vector512.Create(values[e]), Vector512.Load(dense + (nint)rows[e] * _stride), sum);
        sum.Store(target);
    }
}
