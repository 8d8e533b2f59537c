namespace Hinge.Losses;

/// <summary>A loss whose dual can be maximized exactly over one example's K variables: what coordinate ascent needs.</summary>
public interface IBlockSolver
{
    /// <summary>Replaces b by the maximizer of <see cref="Loss.DualTerm"/>(b) − ½‖W − x(b − b_old)ᵀ‖².</summary>
    /// <param name="scores">s = xᵀW at the current W, length K.</param>
    /// <param name="label">y in [0, K).</param>
    /// <param name="squaredNorm">‖x‖² ≥ 0. At 0 the scores do not matter.</param>
    /// <param name="cost">C times the example's weight, > 0.</param>
    /// <param name="dual">b_old, length K, feasible; overwritten with b.</param>
    /// <param name="workspace">Length K; its content is lost.</param>
    void SolveBlock(ReadOnlySpan<double> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<double> workspace);
}
