using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Sparse;

/// <summary>What a pass over compressed sparse rows works on. Weights and gradient are D×K by feature.</summary>
/// <remarks>
/// A nonzero touches one row of K weights, read a vector at a time: the last vector reaches into the next row, whose
/// lanes are dropped or given a zero. Only the last row has no next one: <see cref="LastRow"/> stands for it.
/// </remarks>
internal sealed unsafe class SparseArguments<TX, T>(long* rowOffsets, int* columns, TX* values, int exampleCount, int featureCount, int classCount, int featureStride, T* weights, T* lastRow, IScoreVisitor<T> visitor)
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

    /// <summary>The weights of the last feature, padded to <see cref="Stride"/>.</summary>
    public T* LastRow => lastRow;

    /// <summary>The weights of a feature, readable up to <see cref="Stride"/>.</summary>
    public T* WeightsOf(int feature) => feature == featureCount - 1 ? lastRow : weights + (nint)feature * featureStride;
}
