using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Dense;

/// <summary>
/// Scores of up to 4 rows × 5 classes, along the features. Every score is one chain of fused multiply-adds a lane, folded
/// in halves: its bits depend on x, its class's weights and D only, not on the tile that it shares.
/// </summary>
/// <remarks>
/// 4×5 sums and 4 vectors of x fill the 32 registers of AVX-512, with 9 loads for 20 multiply-adds. Where a vector of
/// 512 bits is several registers, tiles of one row keep the sums in registers.
/// </remarks>
internal static unsafe class ScoreTile
{
    /// <summary>The scores of one row for a group of classes.</summary>
    /// <param name="x">The row, at least a vector long.</param>
    /// <param name="packed">All weights.</param>
    /// <param name="layout">How they are packed.</param>
    /// <param name="group">Which classes.</param>
    /// <param name="scores">Of the group's classes; overwritten.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row<TX, T>(TX* x, T* packed, in PackedByClass<T> layout, int group, T* scores)
        where TX : unmanaged
        where T : unmanaged, INumber<T>
    {
        T* w = packed + layout.GroupStart(group);
        switch (layout.ClassesOf(group))
        {
            case 1: Run<TX, T, One, One>(x, x, x, x, w, layout, scores, 0, Ahead.None(x)); break;
            case 2: Run<TX, T, One, Two>(x, x, x, x, w, layout, scores, 0, Ahead.None(x)); break;
            case 3: Run<TX, T, One, Three>(x, x, x, x, w, layout, scores, 0, Ahead.None(x)); break;
            case 4: Run<TX, T, One, Four>(x, x, x, x, w, layout, scores, 0, Ahead.None(x)); break;
            default: Run<TX, T, One, Five>(x, x, x, x, w, layout, scores, 0, Ahead.None(x)); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TX, T, TRows, TClasses>(TX* x0, TX* x1, TX* x2, TX* x3, T* weights, in PackedByClass<T> layout, T* scores, int stride, Ahead ahead)
        where TX : unmanaged
        where T : unmanaged, INumber<T>
        where TRows : ITileSize
        where TClasses : ITileSize
    {
        int lanes = Vector512<T>.Count, last = layout.Vectors - 1;
        // sRC: row R, class C
        Vector512<T> s00 = default, s01 = default, s02 = default, s03 = default, s04 = default;
        Vector512<T> s10 = default, s11 = default, s12 = default, s13 = default, s14 = default;
        Vector512<T> s20 = default, s21 = default, s22 = default, s23 = default, s24 = default;
        Vector512<T> s30 = default, s31 = default, s32 = default, s33 = default, s34 = default;
        T* w = weights;
        nint f = 0;
        nint next = ahead.Start;
        for (int v = 0; ; v++)
        {
            if (v == last) f = layout.FirstFeature(last);
            Vector512<T> a0 = Element.Load<TX, T>(x0 + f);
            Vector512<T> a1 = TRows.Count > 1 ? Element.Load<TX, T>(x1 + f) : default;
            Vector512<T> a2 = TRows.Count > 2 ? Element.Load<TX, T>(x2 + f) : default;
            Vector512<T> a3 = TRows.Count > 3 ? Element.Load<TX, T>(x3 + f) : default;
            Vector512<T> b = Vector512.Load(w);
            s00 = Element.MultiplyAdd(a0, b, s00);
            if (TRows.Count > 1) s10 = Element.MultiplyAdd(a1, b, s10);
            if (TRows.Count > 2) s20 = Element.MultiplyAdd(a2, b, s20);
            if (TRows.Count > 3) s30 = Element.MultiplyAdd(a3, b, s30);
            if (TClasses.Count > 1)
            {
                b = Vector512.Load(w + lanes);
                s01 = Element.MultiplyAdd(a0, b, s01);
                if (TRows.Count > 1) s11 = Element.MultiplyAdd(a1, b, s11);
                if (TRows.Count > 2) s21 = Element.MultiplyAdd(a2, b, s21);
                if (TRows.Count > 3) s31 = Element.MultiplyAdd(a3, b, s31);
            }
            if (TClasses.Count > 2)
            {
                b = Vector512.Load(w + 2 * lanes);
                s02 = Element.MultiplyAdd(a0, b, s02);
                if (TRows.Count > 1) s12 = Element.MultiplyAdd(a1, b, s12);
                if (TRows.Count > 2) s22 = Element.MultiplyAdd(a2, b, s22);
                if (TRows.Count > 3) s32 = Element.MultiplyAdd(a3, b, s32);
            }
            if (TClasses.Count > 3)
            {
                b = Vector512.Load(w + 3 * lanes);
                s03 = Element.MultiplyAdd(a0, b, s03);
                if (TRows.Count > 1) s13 = Element.MultiplyAdd(a1, b, s13);
                if (TRows.Count > 2) s23 = Element.MultiplyAdd(a2, b, s23);
                if (TRows.Count > 3) s33 = Element.MultiplyAdd(a3, b, s33);
            }
            if (TClasses.Count > 4)
            {
                b = Vector512.Load(w + 4 * lanes);
                s04 = Element.MultiplyAdd(a0, b, s04);
                if (TRows.Count > 1) s14 = Element.MultiplyAdd(a1, b, s14);
                if (TRows.Count > 2) s24 = Element.MultiplyAdd(a2, b, s24);
                if (TRows.Count > 3) s34 = Element.MultiplyAdd(a3, b, s34);
            }
            ahead.Fetch(next);
            next += ahead.Step;
            if (v == last) break;
            w += TClasses.Count * lanes;
            f += lanes;
        }
        StoreRow<T, TClasses>(s00, s01, s02, s03, scores);
        if (TRows.Count > 1) StoreRow<T, TClasses>(s10, s11, s12, s13, scores + stride);
        if (TRows.Count > 2) StoreRow<T, TClasses>(s20, s21, s22, s23, scores + 2 * stride);
        if (TRows.Count > 3) StoreRow<T, TClasses>(s30, s31, s32, s33, scores + 3 * stride);
        if (TClasses.Count > 4) StoreLast<T, TRows>(s04, s14, s24, s34, scores + 4, stride);
    }

    /// <summary>The fifth class of all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLast<T, TRows>(Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, T* scores, int stride)
        where T : unmanaged, INumber<T>
        where TRows : ITileSize
    {
        T* sums = stackalloc T[4];
        if (TRows.Count > 1) Element.FoldFour(s0, s1, s2, s3, sums);
        else sums[0] = Element.Fold(s0);
        scores[0] = sums[0];
        if (TRows.Count > 1) scores[stride] = sums[1];
        if (TRows.Count > 2) scores[2 * stride] = sums[2];
        if (TRows.Count > 3) scores[3 * stride] = sums[3];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRow<T, TClasses>(Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, T* scores)
        where T : unmanaged, INumber<T>
        where TClasses : ITileSize
    {
        if (TClasses.Count > 3) Element.FoldFour(s0, s1, s2, s3, scores);
        else
        {
            scores[0] = Element.Fold(s0);
            if (TClasses.Count > 1) scores[1] = Element.Fold(s1);
            if (TClasses.Count > 2) scores[2] = Element.Fold(s2);
        }
    }
}
