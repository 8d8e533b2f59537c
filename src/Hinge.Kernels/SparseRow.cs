using System.Numerics;
using Hinge.Kernels.Reference;
using Hinge.Kernels.Vectorized;

namespace Hinge.Kernels;

/// <summary>What is done with one sparse row x of the features: its scores xᵀW, and W += x·cᵀ.</summary>
/// <remarks>
/// Weights are held feature by feature (D×stride), each row padded with zeros to <see cref="Stride"/> lanes, so that a
/// nonzero touches one contiguous row. Arithmetic is in double whatever the element type of x. Results depend on the
/// values only: not on addresses, on threads, nor, where fused multiply-add exists, on the vector width. NaN and
/// infinity follow IEEE 754. Columns are trusted to lie in [0, D): the caller checks them once.
/// </remarks>
public static class SparseRow
{
    private const int Lanes = 8;

    /// <summary>The padded length of one feature's weights: classCount rounded up to a multiple of 8.</summary>
    public static int Stride(int classCount) => Padding.RoundUp(classCount, Lanes);

    /// <summary>scores[j] = Σ_e values[e]·W[columns[e], j].</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="columns">The columns of the row's nonzeros.</param>
    /// <param name="values">Their values, as many.</param>
    /// <param name="weightsByFeature">D×stride, row-major.</param>
    /// <param name="scores">Length stride; overwritten, the padding with zeros.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Scores<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> weightsByFeature, Span<double> scores)
        where T : unmanaged, INumber<T>
    {
        RequireShapes(columns.Length, values.Length, weightsByFeature.Length, scores.Length);
        if (KernelChoice.IsVectorized) SparseVectorized.Scores(columns, values, weightsByFeature, scores);
        else SparseReference.Scores(columns, values, weightsByFeature, scores);
    }

    /// <summary>W[columns[e], j] += values[e]·coefficients[j].</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="columns">The columns of the row's nonzeros.</param>
    /// <param name="values">Their values, as many.</param>
    /// <param name="coefficients">Length stride, the padding zero.</param>
    /// <param name="weightsByFeature">D×stride, row-major; updated in place. Must not overlap the other arguments.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void AddOuterProduct<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> coefficients, Span<double> weightsByFeature)
        where T : unmanaged
    {
        RequireShapes(columns.Length, values.Length, weightsByFeature.Length, coefficients.Length);
        if (KernelChoice.IsVectorized) SparseVectorized.AddOuterProduct(columns, values, coefficients, weightsByFeature);
        else SparseReference.AddOuterProduct(columns, values, coefficients, weightsByFeature);
    }

    private static void RequireShapes(int columnCount, int valueCount, int weightCount, int stride)
    {
        KernelArguments.Require(columnCount == valueCount, "values", "be as many as columns");
        KernelArguments.Require(stride > 0 && stride % Lanes == 0 && weightCount % stride == 0, "weightsByFeature", "hold rows padded to a multiple of 8 lanes");
    }
}
