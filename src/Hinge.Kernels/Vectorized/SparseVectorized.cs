using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Hinge.Kernels.Sparse;

namespace Hinge.Kernels.Vectorized;

/// <summary>
/// <see cref="SparseRow"/> along the classes, with the bits of a pass over many rows.
/// </summary>
internal static unsafe class SparseVectorized
{
    private const int Lanes = 8;

    public static void Scores<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> weightsByFeature, Span<double> scores)
        where T : unmanaged, INumber<T>
    {
        fixed (int* c = columns)
        fixed (T* x = values)
        fixed (double* w = weightsByFeature, s = scores)
            SparseScores.Row(c, x, columns.Length, columns.Length, new SparseWeights<double>(w, weightsByFeature.Length / Math.Max(1, scores.Length), scores.Length), s, scores.Length);
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
