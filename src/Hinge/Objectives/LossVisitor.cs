using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Losses;

namespace Hinge.Objectives;

/// <summary>Turns scores into a loss and its coefficients ∂loss/∂s.</summary>
internal sealed class LossVisitor<T>(Loss loss, Labels labels, int classCount) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly BlockLoss<T> _loss = loss.ForBlocks<T>(classCount);

    /// <inheritdoc/>
    public double Visit(int firstRow, Span<T> scores, int stride) =>
        _loss.ValueAndCoefficients(scores, stride, labels.Values.Slice(firstRow, scores.Length / stride));
}
