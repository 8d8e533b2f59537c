namespace Hinge.Data;

/// <summary>The checks that dense and sparse features share.</summary>
internal static class FeatureGuards
{
    public static void RequireSupported<T>()
    {
        if (typeof(T) != typeof(float) && typeof(T) != typeof(double))
            throw new ArgumentException($"Features must be float or double; got {typeof(T).Name}.");
    }

    public static void RequireCounts(int exampleCount, int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exampleCount);
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
    }
}
