namespace Hinge.Kernels;

/// <summary>What is done with the scores of a pass over the data, a block of rows at a time.</summary>
/// <typeparam name="T">The type of the arithmetic, <see cref="float"/> or <see cref="double"/>.</typeparam>
public interface IScoreVisitor<T>
    where T : unmanaged
{
    /// <summary>
    /// Receives the scores of the rows from <paramref name="firstRow"/> on. Where the pass computes a gradient, the
    /// visitor leaves the coefficients ∂loss/∂s in their place.
    /// </summary>
    /// <remarks>Called from several threads, once a block, in no fixed order; blocks depend on the problem only.</remarks>
    /// <param name="firstRow">The number of the block's first row.</param>
    /// <param name="scores">rows × <paramref name="stride"/>; the first K of each row are its scores, the others zero, to be left so.</param>
    /// <param name="stride">From one row's scores to the next's: K rounded up to whole vectors of 512 bits; K itself under the reference kernels.</param>
    /// <returns>The block's summed loss.</returns>
    double Visit(int firstRow, Span<T> scores, int stride);
}
