using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Dense;

/// <summary>
/// Adds Σ_i x_i c_iᵀ to up to 4 vectors of features × 5 classes of a packed gradient, over a list of rows. Each element
/// takes its products in the order of the list; a row whose coefficient is zero changes nothing, so leaving it out keeps
/// the bits.
/// </summary>
internal static unsafe class GradientTile
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TX, T, TVectors, TClasses>(
        TX* x0, TX* x1, TX* x2, TX* x3, nint rowLength, ReadOnlySpan<int> rows, T* coefficients, T* gradient, nint vectorStride, Ahead ahead)
        where TX : unmanaged
        where T : unmanaged, INumber<T>
        where TVectors : ITileSize
        where TClasses : ITileSize
    {
        int lanes = Vector512<T>.Count;
        T* g0 = gradient, g1 = g0 + vectorStride, g2 = g1 + vectorStride, g3 = g2 + vectorStride;
        // sVC: vector V, class C
        Vector512<T> s00 = Vector512.Load(g0), s10 = default, s20 = default, s30 = default;
        Vector512<T> s01 = default, s02 = default, s03 = default, s04 = default;
        Vector512<T> s11 = default, s12 = default, s13 = default, s14 = default;
        Vector512<T> s21 = default, s22 = default, s23 = default, s24 = default;
        Vector512<T> s31 = default, s32 = default, s33 = default, s34 = default;
        if (TClasses.Count > 1) s01 = Vector512.Load(g0 + lanes);
        if (TClasses.Count > 2) s02 = Vector512.Load(g0 + 2 * lanes);
        if (TClasses.Count > 3) s03 = Vector512.Load(g0 + 3 * lanes);
        if (TClasses.Count > 4) s04 = Vector512.Load(g0 + 4 * lanes);
        if (TVectors.Count > 1)
        {
            s10 = Vector512.Load(g1);
            if (TClasses.Count > 1) s11 = Vector512.Load(g1 + lanes);
            if (TClasses.Count > 2) s12 = Vector512.Load(g1 + 2 * lanes);
            if (TClasses.Count > 3) s13 = Vector512.Load(g1 + 3 * lanes);
            if (TClasses.Count > 4) s14 = Vector512.Load(g1 + 4 * lanes);
        }
        if (TVectors.Count > 2)
        {
            s20 = Vector512.Load(g2);
            if (TClasses.Count > 1) s21 = Vector512.Load(g2 + lanes);
            if (TClasses.Count > 2) s22 = Vector512.Load(g2 + 2 * lanes);
            if (TClasses.Count > 3) s23 = Vector512.Load(g2 + 3 * lanes);
            if (TClasses.Count > 4) s24 = Vector512.Load(g2 + 4 * lanes);
        }
        if (TVectors.Count > 3)
        {
            s30 = Vector512.Load(g3);
            if (TClasses.Count > 1) s31 = Vector512.Load(g3 + lanes);
            if (TClasses.Count > 2) s32 = Vector512.Load(g3 + 2 * lanes);
            if (TClasses.Count > 3) s33 = Vector512.Load(g3 + 3 * lanes);
            if (TClasses.Count > 4) s34 = Vector512.Load(g3 + 4 * lanes);
        }
        T* c = coefficients;
        nint next = ahead.Start;
        foreach (int row in rows)
        {
            ahead.Fetch(next);
            next += ahead.Step;
            nint a = row * rowLength;
            Vector512<T> a0 = Element.Load<TX, T>(x0 + a);
            Vector512<T> a1 = TVectors.Count > 1 ? Element.Load<TX, T>(x1 + a) : default;
            Vector512<T> a2 = TVectors.Count > 2 ? Element.Load<TX, T>(x2 + a) : default;
            Vector512<T> a3 = TVectors.Count > 3 ? Element.Load<TX, T>(x3 + a) : default;
            Vector512<T> b = Vector512.Create(c[0]);
            s00 = Element.MultiplyAdd(a0, b, s00);
            if (TVectors.Count > 1) s10 = Element.MultiplyAdd(a1, b, s10);
            if (TVectors.Count > 2) s20 = Element.MultiplyAdd(a2, b, s20);
            if (TVectors.Count > 3) s30 = Element.MultiplyAdd(a3, b, s30);
            if (TClasses.Count > 1)
            {
                b = Vector512.Create(c[1]);
                s01 = Element.MultiplyAdd(a0, b, s01);
                if (TVectors.Count > 1) s11 = Element.MultiplyAdd(a1, b, s11);
                if (TVectors.Count > 2) s21 = Element.MultiplyAdd(a2, b, s21);
                if (TVectors.Count > 3) s31 = Element.MultiplyAdd(a3, b, s31);
            }
            if (TClasses.Count > 2)
            {
                b = Vector512.Create(c[2]);
                s02 = Element.MultiplyAdd(a0, b, s02);
                if (TVectors.Count > 1) s12 = Element.MultiplyAdd(a1, b, s12);
                if (TVectors.Count > 2) s22 = Element.MultiplyAdd(a2, b, s22);
                if (TVectors.Count > 3) s32 = Element.MultiplyAdd(a3, b, s32);
            }
            if (TClasses.Count > 3)
            {
                b = Vector512.Create(c[3]);
                s03 = Element.MultiplyAdd(a0, b, s03);
                if (TVectors.Count > 1) s13 = Element.MultiplyAdd(a1, b, s13);
                if (TVectors.Count > 2) s23 = Element.MultiplyAdd(a2, b, s23);
                if (TVectors.Count > 3) s33 = Element.MultiplyAdd(a3, b, s33);
            }
            if (TClasses.Count > 4)
            {
                b = Vector512.Create(c[4]);
                s04 = Element.MultiplyAdd(a0, b, s04);
                if (TVectors.Count > 1) s14 = Element.MultiplyAdd(a1, b, s14);
                if (TVectors.Count > 2) s24 = Element.MultiplyAdd(a2, b, s24);
                if (TVectors.Count > 3) s34 = Element.MultiplyAdd(a3, b, s34);
            }
            c += TClasses.Count;
        }
        Store<T, TClasses>(s00, s01, s02, s03, s04, g0);
        if (TVectors.Count > 1) Store<T, TClasses>(s10, s11, s12, s13, s14, g1);
        if (TVectors.Count > 2) Store<T, TClasses>(s20, s21, s22, s23, s24, g2);
        if (TVectors.Count > 3) Store<T, TClasses>(s30, s31, s32, s33, s34, g3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, TClasses>(Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, Vector512<T> s4, T* gradient)
        where T : unmanaged
        where TClasses : ITileSize
    {
        int lanes = Vector512<T>.Count;
        s0.Store(gradient);
        if (TClasses.Count > 1) s1.Store(gradient + lanes);
        if (TClasses.Count > 2) s2.Store(gradient + 2 * lanes);
        if (TClasses.Count > 3) s3.Store(gradient + 3 * lanes);
        if (TClasses.Count > 4) s4.Store(gradient + 4 * lanes);
    }
}
