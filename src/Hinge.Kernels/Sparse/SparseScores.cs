using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels.Sparse;

/// <summary>
/// The scores of one sparse row, along the classes: up to four vectors of classes stay in registers while the nonzeros
/// go by. Each class adds its products in the order of the nonzeros, whatever the vector width.
/// </summary>
internal static unsafe class SparseScores
{
    private const int FetchAhead = 12, Line = 64;

    /// <summary>Overwrites <paramref name="scores"/>, length stride; lanes from K on are set to zero.</summary>
    public static void Row<TX, T>(SparseArguments<TX, T> arguments, int example, T* scores)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count, stride = arguments.Stride, j = 0;
        for (; j + 4 * lanes <= stride; j += 4 * lanes) Four(arguments, example, j, scores + j);
        for (; j < stride; j += lanes) One(arguments, example, j, scores + j);
        for (j = arguments.ClassCount; j < stride; j++) scores[j] = T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Four<TX, T>(SparseArguments<TX, T> arguments, int example, int first, T* scores)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count;
        int* columns = arguments.Columns;
        TX* values = arguments.Values;
        long end = arguments.RowOffsets[example + 1], last = arguments.RowOffsets[arguments.ExampleCount] - 1;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        for (long e = arguments.RowOffsets[example]; e < end; e++)
        {
            T* w = arguments.WeightsOf(columns[e]) + first;
            if (Sse.IsSupported)
            {
                byte* next = (byte*)(arguments.WeightsOf(columns[Math.Min(last, e + FetchAhead)]) + first);
                Sse.Prefetch0(next);
                Sse.Prefetch0(next + Line);
                Sse.Prefetch0(next + 2 * Line);
                Sse.Prefetch0(next + 3 * Line);
            }
            Vector512<T> x = Vector512.Create(Element.Convert<TX, T>(values[e]));
            s0 = Element.MultiplyAdd(x, Vector512.Load(w), s0);
            s1 = Element.MultiplyAdd(x, Vector512.Load(w + lanes), s1);
            s2 = Element.MultiplyAdd(x, Vector512.Load(w + 2 * lanes), s2);
            s3 = Element.MultiplyAdd(x, Vector512.Load(w + 3 * lanes), s3);
        }
        s0.Store(scores);
        s1.Store(scores + lanes);
        s2.Store(scores + 2 * lanes);
        s3.Store(scores + 3 * lanes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TX, T>(SparseArguments<TX, T> arguments, int example, int first, T* scores)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int* columns = arguments.Columns;
        TX* values = arguments.Values;
        long end = arguments.RowOffsets[example + 1], last = arguments.RowOffsets[arguments.ExampleCount] - 1;
        Vector512<T> s = default;
        for (long e = arguments.RowOffsets[example]; e < end; e++)
        {
            if (Sse.IsSupported) Sse.Prefetch0(arguments.WeightsOf(columns[Math.Min(last, e + FetchAhead)]) + first);
            s = Element.MultiplyAdd(Vector512.Create(Element.Convert<TX, T>(values[e])), Vector512.Load(arguments.WeightsOf(columns[e]) + first), s);
        }
        s.Store(scores);
    }
}
