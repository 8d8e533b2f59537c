namespace Hinge.Kernels;

/// <summary>Lengths rounded up to whole vectors.</summary>
internal static class Padding
{
    /// <summary>The least multiple of <paramref name="lanes"/> that is at least <paramref name="length"/>.</summary>
    public static int RoundUp(int length, int lanes) => (length + lanes - 1) / lanes * lanes;
}
