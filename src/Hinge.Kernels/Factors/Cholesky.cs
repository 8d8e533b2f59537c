using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Factors;

/// <summary>M = L·Lᵀ of a symmetric positive definite matrix, and the solution of M·z = r, on one thread.</summary>
/// <remarks>
/// <para>
/// Row by row, so that every product of rows runs along memory: L_ij = (M_ij − Σ_{k&lt;j} L_ik L_jk) / L_jj (Golub and Van
/// Loan, Matrix Computations, 4.2). Blocks of 16 columns: their sums over all columns before in tiles of 4×4 products of
/// vectors, the block itself in scalars.
/// </para>
/// <para>
/// A pivot lost in rounding is replaced by its diagonal entry: the result then factors another matrix, but always one
/// that is positive definite, which is all that a preconditioner needs. Results depend on the values and n only. NaN
/// spreads.
/// </para>
/// </remarks>
public static unsafe class Cholesky
{
    private const int Block = 16, Tile = 4;

    /// <summary>The least stride of rows of n: whole vectors.</summary>
    public static int Stride(int n) => Padding.RoundUp(n, Block);

    /// <summary>Overwrites the lower triangle with L, its diagonal inverted; the upper triangle means nothing, but must be finite.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="matrix">n rows of <see cref="Stride"/> elements.</param>
    /// <param name="n">The order, at least 1.</param>
    /// <exception cref="ArgumentException">matrix is of another length.</exception>
    public static void Factor<T>(Span<T> matrix, int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = Stride(n);
        KernelArguments.Require(matrix.Length == (long)n * stride, nameof(matrix), "hold n rows of whole vectors");
        T[] diagonal = new T[n];
        for (int i = 0; i < n; i++) diagonal[i] = matrix[i * stride + i];
        fixed (T* m = matrix)
        {
            for (int j0 = 0; j0 < n; j0 += Block)
            {
                int end = Math.Min(j0 + Block, n);
                if (j0 > 0) SubtractProducts(m, n, stride, j0, end);
                for (int i = j0; i < n; i++)
                    FinishRow(m + (nint)i * stride, i, m, stride, j0, end, diagonal[i]);
            }
        }
    }

    /// <summary>Solves L·Lᵀ·z = r in place.</summary>
    /// <param name="factor">What <see cref="Factor"/> left.</param>
    /// <param name="n">The order.</param>
    /// <param name="vector">r, length n; overwritten with z.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(ReadOnlySpan<T> factor, int n, Span<T> vector)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int stride = Stride(n);
        KernelArguments.Require(factor.Length == (long)n * stride, nameof(factor), "hold n rows of whole vectors");
        KernelArguments.Require(vector.Length == n, nameof(vector), "be of length n");
        using PooledBuffer<T> padded = new(stride);
        vector.CopyTo(padded.Span);
        T* x = padded.Pointer;
        fixed (T* l = factor)
        {
            for (int i0 = 0; i0 < n; i0 += Block) Forward(l, n, stride, i0, x);
            for (int i0 = (n - 1) / Block * Block; i0 >= 0; i0 -= Block) Backward(l, n, stride, i0, x);
        }
        padded.Span[..n].CopyTo(vector);
    }

    /// <summary>M_ij −= Σ_{k&lt;j0} L_ik L_jk for the block's columns and all rows from it on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SubtractProducts<T>(T* m, int n, int stride, int j0, int end)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* dots = stackalloc T[Tile];
        for (int j = j0; j < end; j += Tile)
        {
            // A tile past the end repeats the last row.
            T* r0 = Row(j), r1 = Row(j + 1), r2 = Row(j + 2), r3 = Row(j + 3);
            for (int i = j; i < n; i++)
            {
                T* row = m + (nint)i * stride;
                Dots(row, r0, r1, r2, r3, j0, dots);
                for (int t = 0; t < Tile && j + t < end; t++) row[j + t] -= dots[t];
            }
        }

        T* Row(int j) => m + (nint)Math.Min(j, end - 1) * stride;
    }

    /// <summary>The products of a vector with each of four rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Dots<T>(T* vector, T* r0, T* r1, T* r2, T* r3, int length, T* dots)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        for (int k = 0; k < length; k += Vector512<T>.Count)
        {
            Vector512<T> a = Vector512.Load(vector + k);
            s0 = Element.MultiplyAdd(a, Vector512.Load(r0 + k), s0);
            s1 = Element.MultiplyAdd(a, Vector512.Load(r1 + k), s1);
            s2 = Element.MultiplyAdd(a, Vector512.Load(r2 + k), s2);
            s3 = Element.MultiplyAdd(a, Vector512.Load(r3 + k), s3);
        }
        Element.FoldFour(s0, s1, s2, s3, dots);
    }

    /// <summary>The entries of row i within the block, whose sums over the columns before are taken already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FinishRow<T>(T* row, int i, T* m, int stride, int j0, int end, T diagonal)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int j = j0; j < Math.Min(end, i + 1); j++)
        {
            T* other = m + (nint)j * stride;
            T value = row[j];
            for (int k = j0; k < j; k++) value -= row[k] * other[k];
            if (j < i)
            {
                row[j] = value * other[j];
                continue;
            }
            T least = diagonal * T.CreateTruncating(typeof(T) == typeof(float) ? 1e-6 : 1e-14);
            row[i] = T.One / T.Sqrt(value > least || T.IsNaN(value) ? value : diagonal > T.Zero ? diagonal : T.One);
        }
    }

    private static void Forward<T>(T* l, int n, int stride, int i0, T* x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* dots = stackalloc T[Tile];
        int end = Math.Min(i0 + Block, n);
        for (int i = i0; i < end; i += Tile)
        {
            T* r0 = Row(i), r1 = Row(i + 1), r2 = Row(i + 2), r3 = Row(i + 3);
            Dots(x, r0, r1, r2, r3, i0, dots);
            for (int t = 0; t < Tile && i + t < end; t++)
            {
                T* row = l + (nint)(i + t) * stride;
                T value = x[i + t] - dots[t];
                for (int k = i0; k < i + t; k++) value -= row[k] * x[k];
                x[i + t] = value * row[i + t];
            }
        }

        T* Row(int i) => l + (nint)Math.Min(i, n - 1) * stride;
    }

    private static void Backward<T>(T* l, int n, int stride, int i0, T* x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int end = Math.Min(i0 + Block, n);
        for (int i = end - 1; i >= i0; i--)
        {
            T* row = l + (nint)i * stride;
            x[i] *= row[i];
            for (int k = i0; k < i; k++) x[k] -= row[k] * x[i];
        }
        for (int i = i0; i < end; i += Tile)
        {
            T* r0 = Row(i), r1 = Row(i + 1), r2 = Row(i + 2), r3 = Row(i + 3);
            Vector512<T> x0 = Factor(i), x1 = Factor(i + 1), x2 = Factor(i + 2), x3 = Factor(i + 3);
            for (int k = 0; k < i0; k += Vector512<T>.Count)
            {
                Vector512<T> v = Element.MultiplyAdd(Vector512.Load(r0 + k), x0, Vector512.Load(x + k));
                v = Element.MultiplyAdd(Vector512.Load(r1 + k), x1, v);
                v = Element.MultiplyAdd(Vector512.Load(r2 + k), x2, v);
                Element.MultiplyAdd(Vector512.Load(r3 + k), x3, v).Store(x + k);
            }
        }

        T* Row(int i) => l + (nint)Math.Min(i, n - 1) * stride;
        Vector512<T> Factor(int i) => i < end ? Vector512.Create(-x[i]) : default;
    }
}
