using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hinge.Kernels;

/// <summary>Shape checks at the public edge of the kernels.</summary>
internal static class KernelArguments
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Require(bool holds, string name, string rule)
    {
        if (!holds) Throw(name, rule);
    }

    /// <summary>Refuses types that no kernel is made for, which would otherwise fail inside one: INumber alone does not rule them out.</summary>
    public static void RequireTypes<TX, T>()
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        if (typeof(TX) != typeof(float) && typeof(TX) != typeof(double))
            throw new ArgumentException($"TX must be float or double; got {typeof(TX).Name}. Convert the features.");
        if (typeof(T) != typeof(TX) && typeof(T) != typeof(double))
            throw new ArgumentException($"T must be {(typeof(TX) == typeof(float) ? "float or " : "")}double; got {typeof(T).Name}. Give a visitor of such scores.");
    }

    public static void RequirePass(ReadOnlySpan<double> weights, ReadOnlySpan<double> gradient, int featureCount, int classCount, WeightLayout layout, int threads)
    {
        Require(featureCount >= 1, nameof(featureCount), "be at least 1");
        Require(classCount >= 1, nameof(classCount), "be at least 1");
        Require(threads >= 1, nameof(threads), "be at least 1");
        Require(
            (layout.ClassStride == 1 && layout.FeatureStride >= classCount) || (layout.FeatureStride == 1 && layout.ClassStride >= featureCount),
            nameof(layout),
            "keep the elements of D×K weights apart");
        long span = layout.Span(featureCount, classCount);
        Require(weights.IsEmpty || weights.Length >= span, nameof(weights), "hold D×K values");
        Require(gradient.IsEmpty || gradient.Length >= span, nameof(gradient), "hold D×K values");
    }

    private static void Throw(string name, string rule) => throw new ArgumentException($"{name} must {rule}.", name);
}
