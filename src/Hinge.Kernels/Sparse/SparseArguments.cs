using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Sparse;

/// <summary>What a pass over compressed sparse rows works on. Weights and gradient are D×K by feature.</summary>
internal sealed unsafe class SparseArguments<TX, T>(long* rowOffsets, int* columns, TX* values, int exampleCount, int featureCount, int classCount, int featureStride, T* weights, T* lastRows, IScoreVisitor<T> visitor)
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    /// <summary>N.</summary>
    public int ExampleCount => exampleCount;

    /// <summary>D.</summary>
    public int FeatureCount => featureCount;

    /// <summary>K.</summary>
    public int ClassCount => classCount;

    /// <summary>From a feature's weights, or gradient, to the next's: at least K.</summary>
    public int FeatureStride => featureStride;

    /// <summary>Whether there are weights to score with.</summary>
    public bool HasWeights => weights is not null;

    /// <summary>From one row's scores to the next's: K rounded up to whole vectors.</summary>
    public int Stride { get; } = Padding.RoundUp(classCount, Vector512<T>.Count);

    public IScoreVisitor<T> Visitor => visitor;

    public long* RowOffsets => rowOffsets;

    public int* Columns => columns;

    public TX* Values => values;

    /// <summary>The weights as rows are multiplied with them.</summary>
    public SparseWeights<T> Weights { get; } = new(
        weights, featureCount, featureStride, featureCount - CopiedRows(featureCount, classCount, featureStride), lastRows, Padding.RoundUp(classCount, Vector512<T>.Count));

    /// <summary>Overwrites <paramref name="scores"/>, length <see cref="Stride"/>, with those of a row; lanes from K on are set to zero.</summary>
    public void Score(int example, T* scores)
    {
        long start = rowOffsets[example];
        SparseScores.Row(columns + start, values + start, (nint)(rowOffsets[example + 1] - start), (nint)(rowOffsets[exampleCount] - start), Weights, scores, Stride);
        for (int j = classCount; j < Stride; j++) scores[j] = T.Zero;
    }

    /// <summary>How many of the last features have fewer than <see cref="Stride"/> weights from their first to the end: several where K is small.</summary>
    public static int CopiedRows(int featureCount, int classCount, int featureStride) =>
        Math.Min(featureCount, (Padding.RoundUp(classCount, Vector512<T>.Count) - classCount + featureStride - 1) / featureStride);

    /// <summary>Copies the weights of those features, each padded to <paramref name="stride"/>.</summary>
    public static void CopyLastRows(T* weights, int featureCount, int classCount, int featureStride, T* lastRows, int stride)
    {
        int count = CopiedRows(featureCount, classCount, featureStride);
        for (int r = 0; r < count; r++)
            new ReadOnlySpan<T>(weights + (nint)(featureCount - count + r) * featureStride, classCount).CopyTo(new Span<T>(lastRows + (nint)r * stride, classCount));
    }
}
