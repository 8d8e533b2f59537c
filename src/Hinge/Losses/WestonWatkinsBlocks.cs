using System.Numerics;
using System.Runtime.Intrinsics;
using Hinge.Kernels;
using Hinge.Kernels.Margins;

namespace Hinge.Losses;

/// <summary><see cref="WestonWatkins"/> over a block of rows, by the SIMD kernel.</summary>
internal sealed class WestonWatkinsBlocks<T> : BlockLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly T[] _delta;

    /// <summary>Lays Δ out in rows as long as those of the scores.</summary>
    public WestonWatkinsBlocks(Delta delta, int classCount)
    {
        int stride = Padding.RoundUp(classCount, Vector512<T>.Count), rows = delta.TableClassCount == 0 ? 1 : classCount;
        _delta = new T[rows * stride];
        Array.Fill(_delta, T.NegativeInfinity);
        for (int y = 0; y < rows; y++)
            for (int j = 0; j < classCount; j++)
                _delta[y * stride + j] = T.CreateTruncating(delta[y, j]);
    }

    /// <inheritdoc/>
    public override double ValueAndCoefficients(Span<T> scores, int stride, ReadOnlySpan<int> labels) =>
        WestonWatkinsRows.ValueAndCoefficients(scores, stride, labels, _delta);
}
