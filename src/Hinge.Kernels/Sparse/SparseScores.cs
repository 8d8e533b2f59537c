using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels.Sparse;

/// <summary>
/// The scores of one sparse row, along the classes, which stay in registers while the nonzeros go by. Each class adds the
/// products of even nonzeros and those of odd ones, each in their order, and then the two: one chain alone would wait for
/// its own sums. Its bits depend on neither the number of classes nor the vector width.
/// </summary>
internal static unsafe class SparseScores
{
    private const int FetchAhead = 12, Line = 64;

    /// <summary>Overwrites <paramref name="scores"/> with whole vectors of classes.</summary>
    /// <param name="columns">The row's columns; where weights have copied rows, increasing.</param>
    /// <param name="values">Its values.</param>
    /// <param name="count">How many.</param>
    /// <param name="following">How many columns may be read from the row's first on, to fetch weights ahead.</param>
    /// <param name="weights">By feature.</param>
    /// <param name="scores">Length stride.</param>
    /// <param name="stride">A multiple of the vector's lanes.</param>
    public static void Row<TX, T>(int* columns, TX* values, nint count, nint following, in SparseWeights<T> weights, T* scores, int stride)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count, j = 0;
        // In the registers of narrower vectors four do not fit.
        if (Vector512.IsHardwareAccelerated)
            for (; j + 4 * lanes <= stride; j += 4 * lanes) Four(columns, values, count, following, weights, j, scores + j);
        for (; j < stride; j += lanes) One(columns, values, count, following, weights, j, scores + j);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TX, T>(int* columns, TX* values, nint count, nint following, in SparseWeights<T> weights, int first, T* scores)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count;
        nint plain = weights.PlainCount(columns, count), stride = weights.Stride, e = 0;
        T* w = weights.Rows + first;
        bool fetches = weights.IsLarge && Sse.IsSupported;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default, t0 = default, t1 = default, t2 = default, t3 = default;
        for (; e + 2 <= plain; e += 2)
        {
            if (fetches)
            {
                Fetch4(w + columns[Math.Min(e + FetchAhead, following - 1)] * stride);
                Fetch4(w + columns[Math.Min(e + FetchAhead + 1, following - 1)] * stride);
            }
            T* even = w + columns[e] * stride, odd = w + columns[e + 1] * stride;
            Vector512<T> x = Vector512.Create(Element.Convert<TX, T>(values[e])), z = Vector512.Create(Element.Convert<TX, T>(values[e + 1]));
            s0 = Element.MultiplyAdd(x, Vector512.Load(even), s0);
            s1 = Element.MultiplyAdd(x, Vector512.Load(even + lanes), s1);
            s2 = Element.MultiplyAdd(x, Vector512.Load(even + 2 * lanes), s2);
            s3 = Element.MultiplyAdd(x, Vector512.Load(even + 3 * lanes), s3);
            t0 = Element.MultiplyAdd(z, Vector512.Load(odd), t0);
            t1 = Element.MultiplyAdd(z, Vector512.Load(odd + lanes), t1);
            t2 = Element.MultiplyAdd(z, Vector512.Load(odd + 2 * lanes), t2);
            t3 = Element.MultiplyAdd(z, Vector512.Load(odd + 3 * lanes), t3);
        }
        for (; e < count; e++)
        {
            T* row = (e < plain ? weights.Rows + columns[e] * stride : weights.CopiedRow(columns[e])) + first;
            Vector512<T> x = Vector512.Create(Element.Convert<TX, T>(values[e]));
            if (e % 2 == 0)
            {
                s0 = Element.MultiplyAdd(x, Vector512.Load(row), s0);
                s1 = Element.MultiplyAdd(x, Vector512.Load(row + lanes), s1);
                s2 = Element.MultiplyAdd(x, Vector512.Load(row + 2 * lanes), s2);
                s3 = Element.MultiplyAdd(x, Vector512.Load(row + 3 * lanes), s3);
            }
            else
            {
                t0 = Element.MultiplyAdd(x, Vector512.Load(row), t0);
                t1 = Element.MultiplyAdd(x, Vector512.Load(row + lanes), t1);
                t2 = Element.MultiplyAdd(x, Vector512.Load(row + 2 * lanes), t2);
                t3 = Element.MultiplyAdd(x, Vector512.Load(row + 3 * lanes), t3);
            }
        }
        (s0 + t0).Store(scores);
        (s1 + t1).Store(scores + lanes);
        (s2 + t2).Store(scores + 2 * lanes);
        (s3 + t3).Store(scores + 3 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TX, T>(int* columns, TX* values, nint count, nint following, in SparseWeights<T> weights, int first, T* scores)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        nint plain = weights.PlainCount(columns, count), stride = weights.Stride, e = 0;
        T* w = weights.Rows + first;
        bool fetches = weights.IsLarge && Sse.IsSupported;
        Vector512<T> s = default, t = default;
        for (; e + 2 <= plain; e += 2)
        {
            if (fetches)
            {
                Sse.Prefetch0(w + columns[Math.Min(e + FetchAhead, following - 1)] * stride);
                Sse.Prefetch0(w + columns[Math.Min(e + FetchAhead + 1, following - 1)] * stride);
            }
            s = Element.MultiplyAdd(Vector512.Create(Element.Convert<TX, T>(values[e])), Vector512.Load(w + columns[e] * stride), s);
            t = Element.MultiplyAdd(Vector512.Create(Element.Convert<TX, T>(values[e + 1])), Vector512.Load(w + columns[e + 1] * stride), t);
        }
        for (; e < count; e++)
        {
            T* row = (e < plain ? weights.Rows + columns[e] * stride : weights.CopiedRow(columns[e])) + first;
            Vector512<T> x = Vector512.Create(Element.Convert<TX, T>(values[e]));
            if (e % 2 == 0) s = Element.MultiplyAdd(x, Vector512.Load(row), s);
            else t = Element.MultiplyAdd(x, Vector512.Load(row), t);
        }
        (s + t).Store(scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch4<T>(T* weights)
        where T : unmanaged
    {
        byte* next = (byte*)weights;
        Sse.Prefetch0(next);
        Sse.Prefetch0(next + Line);
        Sse.Prefetch0(next + 2 * Line);
        Sse.Prefetch0(next + 3 * Line);
    }
}
