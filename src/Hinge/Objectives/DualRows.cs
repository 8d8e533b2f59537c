using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>Leaves the negated dual variables as coefficients: a pass then computes −Xᵀ·b = W(b).</summary>
internal sealed class DualRows(DualVariables duals) : IScoreVisitor<double>
{
    /// <inheritdoc/>
    public double Visit(int firstRow, Span<double> scores, int stride)
    {
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            if (duals.IsZero(i)) continue;
            Span<double> row = scores.Slice(start, stride);
            duals.CopyNonzeros(i, row);
            for (int j = 0; j < row.Length; j++) row[j] = -row[j];
        }
        return 0;
    }
}
