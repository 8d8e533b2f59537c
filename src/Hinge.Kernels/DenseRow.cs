using Hinge.Kernels.Reference;
using Hinge.Kernels.Vectorized;

namespace Hinge.Kernels;

/// <summary>What is done with one dense row x of the features: its scores xᵀW, and W += x·cᵀ.</summary>
/// <remarks>
/// Weights are held class by class (K×D), so that each class's weights are contiguous beside x. Arithmetic is in
/// double whatever the element type of x. Results depend on the values and on D only: not on K, on addresses, on
/// threads, nor, where fused multiply-add exists, on the vector width. NaN and infinity follow IEEE 754.
/// </remarks>
public static class DenseRow
{
    /// <summary>scores[j] = Σ_f x[f]·W[f, j].</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">One row, length D.</param>
    /// <param name="weightsByClass">K×D, row-major.</param>
    /// <param name="scores">Length K; overwritten.</param>
    /// <exception cref="ArgumentException">weightsByClass does not hold K×D values.</exception>
    public static void Scores<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> weightsByClass, Span<double> scores)
        where T : unmanaged
    {
        KernelArguments.Require(weightsByClass.Length == (long)x.Length * scores.Length, nameof(weightsByClass), "hold K×D values");
        if (KernelChoice.IsVectorized) DenseVectorized.Scores(x, weightsByClass, scores);
        else DenseReference.Scores(x, weightsByClass, scores);
    }

    /// <summary>W[f, j] += x[f]·coefficients[j], skipping classes whose coefficient is zero.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="x">One row, length D.</param>
    /// <param name="coefficients">Length K.</param>
    /// <param name="weightsByClass">K×D, row-major; updated in place. Must not overlap x.</param>
    /// <exception cref="ArgumentException">weightsByClass does not hold K×D values.</exception>
    public static void AddOuterProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> coefficients, Span<double> weightsByClass)
        where T : unmanaged
    {
        KernelArguments.Require(weightsByClass.Length == (long)x.Length * coefficients.Length, nameof(weightsByClass), "hold K×D values");
        if (KernelChoice.IsVectorized) DenseVectorized.AddOuterProduct(x, coefficients, weightsByClass);
        else DenseReference.AddOuterProduct(x, coefficients, weightsByClass);
    }
}
