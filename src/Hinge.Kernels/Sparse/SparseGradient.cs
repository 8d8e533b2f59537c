using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels.Sparse;

/// <summary>
/// Adds Σ_i x_i c_iᵀ over a stretch of rows for one range of features, in double: each element takes its products in the order of
/// the rows, whatever the ranges. A row with few nonzero coefficients updates those alone, which changes no bit.
/// </summary>
/// <remarks>
/// Other rows update whole vectors of classes. The lanes past K lie within the gradient's next row, since up to four
/// coefficients are a list and K is thus at least five here; they are stored as they were.
/// </remarks>
internal static unsafe class SparseGradient
{
    private const int FetchAhead = 6, Line = 64;

    /// <summary>Adds the stretch's entries with columns from <paramref name="firstFeature"/> up to <paramref name="endFeature"/>.</summary>
    /// <param name="arguments">The rows.</param>
    /// <param name="coefficients">The stretch's coefficients.</param>
    /// <param name="firstFeature">The range's first feature.</param>
    /// <param name="endFeature">The range's end.</param>
    /// <param name="gradient">D×K, unpadded.</param>
    /// <param name="lastRow">Stands for the range's last row of the gradient, padded: what follows it belongs to another thread.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddRange<TX, T>(SparseArguments<TX, T> arguments, SparseCoefficients coefficients, int firstFeature, int endFeature, double* gradient, double* lastRow)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int k = arguments.ClassCount, stride = arguments.FeatureStride, lanes = Vector512<double>.Count, last = endFeature - 1;
        int* columns = arguments.Columns;
        TX* values = arguments.Values;
        Vector512<double> isClass = Vector512.LessThan(Vector512<double>.Indices, Vector512.Create((double)(k % lanes)));
        (long start, long end) = Entries(arguments, coefficients, 0, firstFeature, endFeature);
        for (int row = 0; row < coefficients.RowCount; row++)
        {
            (long nextStart, long nextEnd) = Entries(arguments, coefficients, row + 1, firstFeature, endFeature);
            SparseCoefficients.Row c = coefficients[row];
            for (long e = nextStart; e < Math.Min(nextEnd, nextStart + FetchAhead); e++) Fetch(gradient, columns[e], k, stride, c.IsList);
            for (long e = start; e < end; e++)
            {
                if (e + FetchAhead < end) Fetch(gradient, columns[e + FetchAhead], k, stride, c.IsList);
                double* g = columns[e] == last ? lastRow : gradient + (nint)columns[e] * stride;
                double x = Element.ToDouble(values[e]);
                if (c.IsList)
                {
                    for (int m = 0; m < c.Count; m++)
                    {
                        double* target = g + c.Classes[m];
                        *target = double.MultiplyAddEstimate(x, c.Values[m], *target);
                    }
                }
                else
                {
                    Vector512<double> v = Vector512.Create(x);
                    int j = 0;
                    for (; j + lanes <= k; j += lanes)
                        Element.MultiplyAdd(v, Vector512.Load(c.Values + j), Vector512.Load(g + j)).Store(g + j);
                    if (j == k) continue;
                    Vector512<double> before = Vector512.Load(g + j);
                    Vector512.ConditionalSelect(isClass, Element.MultiplyAdd(v, Vector512.Load(c.Values + j), before), before).Store(g + j);
                }
            }
            (start, end) = (nextStart, nextEnd);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fetch(double* gradient, int feature, int classCount, int stride, bool isList)
    {
        if (!Sse.IsSupported || isList) return;
        byte* row = (byte*)(gradient + (nint)feature * stride);
        for (int b = 0; b < classCount * sizeof(double); b += Line) Sse.Prefetch0(row + b);
    }

    /// <summary>The entries of a row of the stretch within the range; none where the row has no coefficients, or past the stretch.</summary>
    private static (long Start, long End) Entries<TX, T>(SparseArguments<TX, T> arguments, SparseCoefficients coefficients, int row, int firstFeature, int endFeature)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        if (row >= coefficients.RowCount || coefficients[row].Count == 0) return (0, 0);
        int example = coefficients.FirstRow + row;
        long start = arguments.RowOffsets[example], end = arguments.RowOffsets[example + 1];
        if (firstFeature > 0) start = FirstAtLeast(arguments.Columns, start, end, firstFeature);
        if (endFeature < arguments.FeatureCount) end = FirstAtLeast(arguments.Columns, start, end, endFeature);
        return (start, end);
    }

    private static long FirstAtLeast(int* columns, long start, long end, int column)
    {
        while (start < end)
        {
            long middle = (start + end) >>> 1;
            if (columns[middle] < column) start = middle + 1;
            else end = middle;
        }
        return start;
    }
}
