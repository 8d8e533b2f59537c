using Hinge.Kernels;

namespace Hinge.Training.Multipliers;

/// <summary>Keeps all scores of a pass, N×K.</summary>
internal sealed class ScoreKeeper<T>(T[] kept, int classCount) : IScoreVisitor<T>
    where T : unmanaged
{
    /// <inheritdoc/>
    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
            scores.Slice(start, classCount).CopyTo(kept.AsSpan(i * classCount));
        return 0;
    }
}
