namespace Hinge.Kernels.Reference;

/// <summary>Plain loops behind <see cref="DenseRow"/>: the specification of the SIMD kernel and its fallback.</summary>
internal static class DenseReference
{
    public static void Scores<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> weightsByClass, Span<double> scores)
        where T : unmanaged
    {
        int d = x.Length;
        for (int j = 0; j < scores.Length; j++)
        {
            double sum = 0;
            for (int f = 0; f < d; f++)
                sum += Element.ToDouble(x[f]) * weightsByClass[j * d + f];
            scores[j] = sum;
        }
    }

    public static void AddOuterProduct<T>(ReadOnlySpan<T> x, ReadOnlySpan<double> coefficients, Span<double> weightsByClass)
        where T : unmanaged
    {
        int d = x.Length;
        for (int j = 0; j < coefficients.Length; j++)
        {
            if (coefficients[j] == 0) continue;
            for (int f = 0; f < d; f++)
                weightsByClass[j * d + f] += Element.ToDouble(x[f]) * coefficients[j];
        }
    }
}
