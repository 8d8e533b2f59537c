using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Sparse;

/// <summary>What a pass over compressed sparse rows works on. Weights and gradient are D×K by feature.</summary>
/// <remarks>
/// A nonzero touches one row of K weights, read a vector at a time: the last vector reaches into the next rows, whose
/// lanes are dropped. The last rows, from which it would reach past the end, are read from a padded copy.
/// </remarks>
internal sealed unsafe class SparseArguments<TX, T>(long* rowOffsets, int* columns, TX* values, int exampleCount, int featureCount, int classCount, int featureStride, T* weights, T* lastRows, IScoreVisitor<T> visitor)
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    private readonly int _firstCopied = featureCount - CopiedRows(featureCount, classCount, featureStride);

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

    /// <summary>The weights of a feature, readable up to <see cref="Stride"/>.</summary>
    public T* WeightsOf(int feature) =>
        feature < _firstCopied ? weights + (nint)feature * featureStride : lastRows + (nint)(feature - _firstCopied) * Stride;

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
