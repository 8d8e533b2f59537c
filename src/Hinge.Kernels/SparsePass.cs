using System.Numerics;
using System.Runtime.Intrinsics;
using Hinge.Kernels.Reference;
using Hinge.Kernels.Sparse;

namespace Hinge.Kernels;

/// <summary>One pass over compressed sparse rows: scores X·W shown to a visitor, and the gradient Xᵀ·coefficients.</summary>
/// <remarks>
/// Scores are in <c>T</c>, loss and gradient in double. There is one gradient however many threads: each owns a range of
/// the features. Results depend on the values only: not on threads or addresses, nor, where fused multiply-add
/// exists, on the vector width. NaN and infinity follow IEEE 754, except that a coefficient of zero may leave its products
/// out, even with a feature that is not finite. Offsets are trusted to increase from 0, columns to increase within a row
/// and to lie in [0, D): the caller checks them once.
/// </remarks>
public static unsafe class SparsePass
{
    /// <summary>Scores and visits all rows and, unless <paramref name="gradient"/> is empty, computes the gradient of what the visitor left.</summary>
    /// <typeparam name="TX"><see cref="float"/> or <see cref="double"/>: the features.</typeparam>
    /// <typeparam name="T">The arithmetic of the scores: <typeparamref name="TX"/> or double.</typeparam>
    /// <param name="rowOffsets">Length N + 1: row i owns the entries from offset i up to offset i + 1.</param>
    /// <param name="columns">The column of each entry.</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="weights">W, D×K by feature, as <paramref name="layout"/> says; empty to skip the scores, which the visitor then finds zero.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <param name="layout">Where the elements of weights and gradient lie: <see cref="WeightLayout.ByFeature"/>.</param>
    /// <param name="visitor">Receives the scores and, for a gradient, leaves coefficients.</param>
    /// <param name="gradient">Overwritten with Xᵀ·coefficients, padding with zeros; or empty. Must not overlap the inputs.</param>
    /// <param name="threads">How many threads may work, at least 1.</param>
    /// <returns>The sum of what the visitor returned.</returns>
    /// <exception cref="ArgumentException">The types are others, the lengths do not fit together, or the layout is not by feature.</exception>
    public static double Run<TX, T>(
        ReadOnlySpan<long> rowOffsets, ReadOnlySpan<int> columns, ReadOnlySpan<TX> values, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        fixed (long* offsets = rowOffsets)
        fixed (int* c = columns)
        fixed (TX* x = values)
            return Run(new LongBuffer<long>(offsets, rowOffsets.Length), new LongBuffer<int>(c, columns.Length), new LongBuffer<TX>(x, values.Length), featureCount, weights, classCount, layout, visitor, gradient, threads);
    }

    /// <inheritdoc cref="Run{TX, T}(ReadOnlySpan{long}, ReadOnlySpan{int}, ReadOnlySpan{TX}, int, ReadOnlySpan{double}, int, WeightLayout, IScoreVisitor{T}, Span{double}, int)"/>
    public static double Run<TX, T>(
        LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<TX> values, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(rowOffsets);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        KernelArguments.RequireTypes<TX, T>();
        KernelArguments.Require(rowOffsets.Length > 0 && rowOffsets[rowOffsets.Length - 1] == values.Length, nameof(rowOffsets), "hold N + 1 offsets, the last the number of values");
        KernelArguments.Require(columns.Length == values.Length, nameof(columns), "be as many as values");
        KernelArguments.RequirePass(weights, gradient, featureCount, classCount, layout, threads);
        KernelArguments.Require(layout.ClassStride == 1 && layout.FeatureStride >= classCount, nameof(layout), "be by feature");
        if (!KernelChoice.IsVectorized)
            return PassReference.Sparse(rowOffsets, columns, values, featureCount, weights, classCount, layout, visitor, gradient);

        return RunVectorized(rowOffsets, columns, values, featureCount, weights, classCount, layout, visitor, gradient, threads);
    }

    /// <summary>The SIMD kernels, whichever are chosen, on arguments that fit together.</summary>
    internal static double RunVectorized<TX, T>(
        ReadOnlySpan<long> rowOffsets, ReadOnlySpan<int> columns, ReadOnlySpan<TX> values, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        fixed (long* offsets = rowOffsets)
        fixed (int* c = columns)
        fixed (TX* x = values)
            return RunVectorized(new LongBuffer<long>(offsets, rowOffsets.Length), new LongBuffer<int>(c, columns.Length), new LongBuffer<TX>(x, values.Length), featureCount, weights, classCount, layout, visitor, gradient, threads);
    }

    private static double RunVectorized<TX, T>(
        LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<TX> values, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int exampleCount = checked((int)(rowOffsets.Length - 1));
        using PooledBuffer<T> narrow = new(typeof(T) == typeof(double) ? 0 : weights.Length, isOverwritten: true);
        int stride = Padding.RoundUp(classCount, Vector512<T>.Count);
        using PooledBuffer<T> lastRows = new((nint)stride * SparseArguments<TX, T>.CopiedRows(featureCount, classCount, layout.FeatureStride));
        using LongBuffer<long>.Pin offsets = rowOffsets.Pinned();
        using LongBuffer<int>.Pin c = columns.Pinned();
        using LongBuffer<TX>.Pin x = values.Pinned();
        fixed (double* w = weights, g = gradient)
        {
            T* own = w is null ? null : typeof(T) == typeof(double) ? (T*)w : Narrow(w, narrow, threads);
            if (own is not null) SparseArguments<TX, T>.CopyLastRows(own, featureCount, classCount, layout.FeatureStride, lastRows.Pointer, stride);
            SparseArguments<TX, T> arguments = new(offsets.Pointer, c.Pointer, x.Pointer, exampleCount, featureCount, classCount, layout.FeatureStride, own, lastRows.Pointer, visitor);
            if (exampleCount == 0) gradient.Clear();
            return g is null ? SparseRows.Scores(arguments, threads) : SparseRows.ScoresAndGradient(arguments, g, gradient.Length, threads);
        }
    }

    private static T* Narrow<T>(double* weights, PooledBuffer<T> narrow, int threads)
        where T : unmanaged, INumber<T>
    {
        const int BlockLength = 1 << 16;
        Parallel.For(0, (narrow.Length + BlockLength - 1) / BlockLength, new ParallelOptions { MaxDegreeOfParallelism = threads }, block =>
        {
            int end = Math.Min(narrow.Length, (block + 1) * BlockLength);
            for (int e = block * BlockLength; e < end; e++) narrow.Pointer[e] = T.CreateTruncating(weights[e]);
        });
        return narrow.Pointer;
    }
}
