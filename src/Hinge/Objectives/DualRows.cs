using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>Leaves the dual variables as coefficients: a pass then computes Xᵀ·b = −W(b).</summary>
internal sealed class DualRows(DualVariables duals) : IScoreVisitor<double>
{
    /// <inheritdoc/>
    public double Visit(int firstRow, Span<double> scores, int stride)
    {
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
            duals.CopyNonzeros(i, scores[start..]);
        return 0;
    }
}
