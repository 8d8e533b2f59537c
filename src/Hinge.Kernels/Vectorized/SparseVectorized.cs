using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Vectorized;

/// <summary>
/// <see cref="SparseRow"/> along the classes: two vectors of eight classes stay in registers while the row's nonzeros
/// go by. Each class adds its products in the order of the nonzeros, so its bits do not depend on the vector width.
/// </summary>
internal static class SparseVectorized
{
    private const int Lanes = 8;

    public static void Scores<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> weightsByFeature, Span<double> scores)
        where T : unmanaged
    {
        int stride = scores.Length, j = 0;
        ref double w = ref MemoryMarshal.GetReference(weightsByFeature);
        ref double s = ref MemoryMarshal.GetReference(scores);
        for (; j + 2 * Lanes <= stride; j += 2 * Lanes)
        {
            Vector512<double> s0 = default, s1 = default;
            for (int e = 0; e < columns.Length; e++)
            {
                Vector512<double> v = Vector512.Create(Element.ToDouble(values[e]));
                ref double row = ref Unsafe.Add(ref w, (nint)columns[e] * stride + j);
                s0 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref row), s0);
                s1 = Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref row, Lanes), s1);
            }
            s0.StoreUnsafe(ref s, (nuint)j);
            s1.StoreUnsafe(ref s, (nuint)(j + Lanes));
        }
        if (j < stride)
        {
            Vector512<double> s0 = default;
            for (int e = 0; e < columns.Length; e++)
            {
                ref double row = ref Unsafe.Add(ref w, (nint)columns[e] * stride + j);
                s0 = Vector512.MultiplyAddEstimate(Vector512.Create(Element.ToDouble(values[e])), Vector512.LoadUnsafe(ref row), s0);
            }
            s0.StoreUnsafe(ref s, (nuint)j);
        }
    }

    public static void AddOuterProduct<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> coefficients, Span<double> weightsByFeature)
        where T : unmanaged
    {
        int stride = coefficients.Length;
        ref double w = ref MemoryMarshal.GetReference(weightsByFeature);
        ref double c = ref MemoryMarshal.GetReference(coefficients);
        for (int e = 0; e < columns.Length; e++)
        {
            Vector512<double> v = Vector512.Create(Element.ToDouble(values[e]));
            ref double row = ref Unsafe.Add(ref w, (nint)columns[e] * stride);
            for (nuint j = 0; j < (nuint)stride; j += Lanes)
                Vector512.MultiplyAddEstimate(v, Vector512.LoadUnsafe(ref c, j), Vector512.LoadUnsafe(ref row, j)).StoreUnsafe(ref row, j);
        }
    }
}
