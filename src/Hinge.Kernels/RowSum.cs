using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels;

/// <summary>Adds multiples of rows of a matrix, four vectors wide, which stay in registers meanwhile.</summary>
internal static unsafe class RowSum
{
    /// <summary>target += Σ_e factors[e]·rows[indices[e]], in the order of e.</summary>
    /// <param name="indices">The rows.</param>
    /// <param name="factors">What each is multiplied with.</param>
    /// <param name="count">How many.</param>
    /// <param name="rows">The first of the four vectors in row 0.</param>
    /// <param name="stride">From a row to the next.</param>
    /// <param name="target">Four vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFour<TX, T>(int* indices, TX* factors, nint count, T* rows, nint stride, T* target)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0 = Vector512.Load(target), s1 = Vector512.Load(target + lanes), s2 = Vector512.Load(target + 2 * lanes), s3 = Vector512.Load(target + 3 * lanes);
        for (nint e = 0; e < count; e++)
        {
            Vector512<T> v = Vector512.Create(Element.Convert<TX, T>(factors[e]));
            T* row = rows + indices[e] * stride;
            s0 = Element.MultiplyAdd(v, Vector512.Load(row), s0);
            s1 = Element.MultiplyAdd(v, Vector512.Load(row + lanes), s1);
            s2 = Element.MultiplyAdd(v, Vector512.Load(row + 2 * lanes), s2);
            s3 = Element.MultiplyAdd(v, Vector512.Load(row + 3 * lanes), s3);
        }
        s0.Store(target);
        s1.Store(target + lanes);
        s2.Store(target + 2 * lanes);
        s3.Store(target + 3 * lanes);
    }
}
