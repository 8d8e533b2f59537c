namespace Hinge.Kernels;

/// <summary>Lengths rounded up to whole vectors.</summary>
public static class Padding
{
    /// <summary>The least multiple of <paramref name="lanes"/> that is at least <paramref name="length"/>.</summary>
    /// <param name="length">At least 0.</param>
    /// <param name="lanes">At least 1.</param>
    public static int RoundUp(int length, int lanes) => (length + lanes - 1) / lanes * lanes;
}
