using System.Numerics;

namespace Hinge.Losses;

/// <summary>A loss over a block of rows of scores, in the arithmetic of a pass.</summary>
internal abstract class BlockLoss<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The summed loss, and in place of the scores their coefficients; what lies past class K stays zero.</summary>
    /// <param name="scores">rows × stride.</param>
    /// <param name="stride">At least K.</param>
    /// <param name="labels">y of the rows.</param>
    public abstract double ValueAndCoefficients(Span<T> scores, int stride, ReadOnlySpan<int> labels);
}
