using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Vectorized;

/// <summary>
/// <see cref="DenseRow"/> along the features, eight lanes of double, four classes at a time. Each class's sum keeps one
/// chain of eight lanes, folded in halves; the last vector is moved back to end with the row, what it sees a second time
/// being zero. So the bits are those of a <see cref="DensePass"/>, and do not depend on which classes share a tile,
/// nor on whether a vector of 512 bits is one register or several.
/// </summary>
internal static class DenseVectorized
{
    private const int Lanes = 8;

    public static void Scores<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> weightsByClass, Span<double> scores)
        where T : unmanaged
    {
        int d = x.Length, k = scores.Length, j = 0;
        ref T row = ref MemoryMarshal.GetReference(x);
        ref double w = ref MemoryMarshal.GetReference(weightsByClass);
        nuint whole = (nuint)(d - d % Lanes);
        for (; j + 4 <= k; j += 4)
        {
            ref double w0 = ref Unsafe.Add(ref w, (nint)j * d);
            ref double w1 = ref Unsafe.Add(ref w0, d);
            ref double w2 = ref Unsafe.Add(ref w1, d);
            ref double w3 = ref Unsafe.Add(ref w2, d);
            Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (nuint f = 0; f < whole; f += Lanes)
            {
                Vector512<double> v = Element.Load8(ref row, f);
                s0 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref w0, f), s0);
                s1 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref w1, f), s1);
                s2 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref w2, f), s2);
                s3 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref w3, f), s3);
            }
            scores[j] = Element.Fold(AddTail(s0, x, ref w0));
            scores[j + 1] = Element.Fold(AddTail(s1, x, ref w1));
            scores[j + 2] = Element.Fold(AddTail(s2, x, ref w2));
            scores[j + 3] = Element.Fold(AddTail(s3, x, ref w3));
        }
        for (; j < k; j++)
        {
            ref double w0 = ref Unsafe.Add(ref w, (nint)j * d);
            Vector512<double> s0 = default;
            for (nuint f = 0; f < whole; f += Lanes)
                s0 = Vector512.MultiplyAddEstimate(Element.Load8(ref row, f), Vector512.LoadUnsafe(ref w0, f), s0);
            scores[j] = Element.Fold(AddTail(s0, x, ref w0));
        }
    }

    public static void AddOuterProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> coefficients, Span<double> weightsByClass)
        where T : unmanaged
    {
        int d = x.Length;
        ref T row = ref MemoryMarshal.GetReference(x);
        nuint whole = (nuint)(d - d % Lanes);
        for (int j = 0; j < coefficients.Length; j++)
        {
            double c = coefficients[j];
            if (c == 0) continue;
            ref double w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weightsByClass), (nint)j * d);
            Vector512<double> broadcast = Vector512.Create(c);
            for (nuint f = 0; f < whole; f += Lanes)
                Vector512.MultiplyAddEstimate(Element.Load8(ref row, f), broadcast, Vector512.LoadUnsafe(ref w, f)).StoreUnsafe(ref w, f);
            for (int f = (int)whole; f < d; f++)
            {
                ref double target = ref Unsafe.Add(ref w, f);
                target = double.MultiplyAddEstimate(Element.ToDouble(x[f]), c, target);
            }
        }
    }

    /// <summary>The products of the last D mod 8 features, in the last lanes; in the first where there are fewer than eight features.</summary>
    private static Vector512<double> AddTail<T>(Vector512<double> sum, ReadOnlySpan<T> x, ref double w)
        where T : unmanaged
    {
        int d = x.Length, tail = d % Lanes;
        if (tail == 0) return sum;
        Span<double> features = stackalloc double[Lanes], weights = stackalloc double[Lanes];
        features.Clear();
        weights.Clear();
        int lane = d < Lanes ? 0 : Lanes - tail;
        for (int f = d - tail; f < d; f++, lane++)
        {
            features[lane] = Element.ToDouble(x[f]);
            weights[lane] = Unsafe.Add(ref w, f);
        }
        return Vector512.MultiplyAddEstimate(Vector512.Create<double>(features), Vector512.Create<double>(weights), sum);
    }
}
