using System.Numerics;

namespace Hinge.Kernels.Dense;

/// <summary>What a pass over dense rows works on.</summary>
internal sealed unsafe class DenseArguments<TX, T>(TX* features, int exampleCount, PackedByClass<T> layout, T* weights, IScoreVisitor<T> visitor)
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    /// <summary>N.</summary>
    public int ExampleCount => exampleCount;

    /// <summary>D, K and how weights and gradient lie in memory.</summary>
    public PackedByClass<T> Layout => layout;

    /// <summary>W, packed.</summary>
    public T* Weights => weights;

    public IScoreVisitor<T> Visitor => visitor;

    public int RowBytes => layout.FeatureCount * sizeof(TX);

    /// <summary>Row <paramref name="example"/> of X.</summary>
    public TX* Row(int example) => features + (nint)example * layout.FeatureCount;
}
