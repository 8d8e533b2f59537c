using System.Numerics;
using Hinge.Kernels.Dense;
using Hinge.Kernels.Reference;

namespace Hinge.Kernels;

/// <summary>One pass over dense rows: scores X·W shown to a visitor, and the gradient Xᵀ·coefficients.</summary>
/// <remarks>
/// <para>
/// X is read from memory once: a block of rows stays in the cache from its scores to its gradient. Rows without a nonzero
/// coefficient cost no gradient arithmetic, and where few are not zero only those cost any.
/// </para>
/// <para>
/// Arithmetic is in <c>T</c>; sums over many rows, of loss and gradient, are in double. Results depend on the values and on
/// N, D and K only: not on threads, addresses or other rows, nor, where fused multiply-add exists, on the vector width;
/// a row's scores have the bits of <see cref="DenseRow.Scores"/> where T is double. Without fused multiply-add products
/// are rounded before they are added, and the bits are others. X must be finite: NaN or infinity in a row makes all
/// its scores meaningless. In W they spread to the scores and coefficients of their classes as IEEE 754 has it.
/// </para>
/// </remarks>
public static unsafe class DensePass
{
    /// <summary>Scores and visits all rows and, unless <paramref name="gradient"/> is empty, computes the gradient of what the visitor left.</summary>
    /// <typeparam name="TX"><see cref="float"/> or <see cref="double"/>: the features.</typeparam>
    /// <typeparam name="T">The arithmetic: <typeparamref name="TX"/> or double.</typeparam>
    /// <param name="features">X, N×D, row-major.</param>
    /// <param name="exampleCount">N ≥ 0.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="weights">W, D×K, as <paramref name="layout"/> says; empty to skip the scores, which the visitor then finds zero.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <param name="layout">Where the elements of weights and gradient lie.</param>
    /// <param name="visitor">Receives the scores and, for a gradient, leaves coefficients.</param>
    /// <param name="gradient">Overwritten with Xᵀ·coefficients, padding with zeros; or empty. Must not overlap the inputs.</param>
    /// <param name="threads">How many threads may work, at least 1.</param>
    /// <returns>The sum of what the visitor returned.</returns>
    /// <exception cref="ArgumentException">The types are others, the lengths do not fit together, or elements of the layout overlap.</exception>
    public static double Run<TX, T>(
        ReadOnlySpan<TX> features, int exampleCount, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        fixed (TX* x = features) return Run(new LongBuffer<TX>(x, features.Length), exampleCount, featureCount, weights, classCount, layout, visitor, gradient, threads);
    }

    /// <inheritdoc cref="Run{TX, T}(ReadOnlySpan{TX}, int, int, ReadOnlySpan{double}, int, WeightLayout, IScoreVisitor{T}, Span{double}, int)"/>
    public static double Run<TX, T>(
        LongBuffer<TX> features, int exampleCount, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(features);
        KernelArguments.RequireTypes<TX, T>();
        KernelArguments.Require(features.Length == (long)exampleCount * featureCount, nameof(features), "hold N×D values");
        KernelArguments.RequirePass(weights, gradient, featureCount, classCount, layout, threads);
        if (!KernelChoice.IsVectorized)
            return PassReference.Dense(features, exampleCount, featureCount, weights, classCount, layout, visitor, gradient);

        return RunVectorized(
            features, exampleCount, featureCount, weights, classCount, layout, visitor, gradient, threads, KernelChoice.Gradient(exampleCount, featureCount, classCount));
    }

    /// <summary>The SIMD kernels, whichever are chosen, on arguments that fit together; either plan fits every shape.</summary>
    internal static double RunVectorized<TX, T>(
        ReadOnlySpan<TX> features, int exampleCount, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads, GradientPlan plan)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        fixed (TX* x = features)
            return RunVectorized(new LongBuffer<TX>(x, features.Length), exampleCount, featureCount, weights, classCount, layout, visitor, gradient, threads, plan);
    }

    private static double RunVectorized<TX, T>(
        LongBuffer<TX> features, int exampleCount, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient, int threads, GradientPlan plan)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        PackedByClass<T> packing = new(featureCount, classCount);
        using PooledBuffer<T> packed = new(weights.IsEmpty ? 0 : packing.Length);
        using PooledBuffer<double> sum = new(gradient.IsEmpty ? 0 : packing.Length);
        using LongBuffer<TX>.Pin x = features.Pinned();
        fixed (double* w = weights, g = gradient)
        {
            if (w is not null) packing.Pack(w, layout, packed.Pointer);
            DenseArguments<TX, T> arguments = new(x.Pointer, exampleCount, packing, w is null ? null : packed.Pointer, visitor);
            if (g is null) return ScoresOnly.Run(arguments, threads);
            double loss = plan == GradientPlan.Parts ? GradientParts.Run(arguments, sum, threads) : GradientColumns.Run(arguments, sum, threads);
            if (gradient.Length > (long)featureCount * classCount) gradient.Clear();
            packing.Unpack(sum.Pointer, g, layout);
            return loss;
        }
    }
}
