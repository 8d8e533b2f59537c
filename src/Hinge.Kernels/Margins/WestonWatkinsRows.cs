using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Margins;

/// <summary>The Weston–Watkins loss of a block of rows, along the classes: Σ_{j≠y} max(0, s_j − s_y + Δ_yj) and its coefficients.</summary>
/// <remarks>
/// A term is on where its violation is positive, not at zero; NaN is not positive. Violations are in T and their sum in
/// double, lane by lane: its bits depend on the block only.
/// </remarks>
public static unsafe class WestonWatkinsRows
{
    /// <summary>Turns scores into coefficients in place: 1 for each violating class, −(their number) for the right one.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="scores">rows × stride, as in <see cref="IScoreVisitor{T}.Visit"/>.</param>
    /// <param name="stride">A multiple of the lanes of 512 bits.</param>
    /// <param name="labels">y of the rows, trusted to lie in [0, K).</param>
    /// <param name="delta">Rows of Δ, as long as stride, −∞ from class K on: one for all labels, or one a label.</param>
    /// <returns>The summed loss.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static double ValueAndCoefficients<T>(Span<T> scores, int stride, ReadOnlySpan<int> labels, ReadOnlySpan<T> delta)
        where T : unmanaged, INumber<T>
    {
        KernelArguments.Require(stride > 0 && stride % Vector512<T>.Count == 0, nameof(stride), "be a multiple of the lanes of 512 bits");
        KernelArguments.Require(scores.Length == (long)labels.Length * stride, nameof(scores), "hold a row for each label");
        KernelArguments.Require(delta.Length > 0 && delta.Length % stride == 0, nameof(delta), "hold rows as long as those of scores");
        bool isTable = delta.Length > stride;
        fixed (T* s = scores, d = delta)
            return Run(s, stride, labels, d, isTable ? stride : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Run<T>(T* scores, int stride, ReadOnlySpan<int> labels, T* delta, nint deltaStride)
        where T : unmanaged, INumber<T>
    {
        int lanes = Vector512<T>.Count;
        Vector512<double> lossLow = default, lossHigh = default;
        Vector512<T> step = Vector512.Create(T.CreateTruncating(lanes));
        T* row = scores;
        foreach (int y in labels)
        {
            T* d = delta + y * deltaStride;
            Vector512<T> right = Vector512.Create(row[y]), label = Vector512.Create(T.CreateTruncating(y)), index = Vector512<T>.Indices;
            int violated = 0;
            for (int j = 0; j < stride; j += lanes)
            {
                Vector512<T> violation = Vector512.Load(row + j) - right + Vector512.Load(d + j);
                Vector512<T> on = Vector512.AndNot(Vector512.GreaterThan(violation, Vector512<T>.Zero), Vector512.Equals(index, label));
                index += step;
                (Vector512<double> low, Vector512<double> high) = Element.Widen(on & violation);
                lossLow += low;
                lossHigh += high;
                violated += BitOperations.PopCount(on.ExtractMostSignificantBits());
                (on & Vector512<T>.One).Store(row + j);
            }
            row[y] = T.CreateTruncating(-violated);
            row += stride;
        }
        return Element.Fold(lossLow + lossHigh);
    }
}
