namespace Hinge.Kernels.Reference;

/// <summary>Plain loops behind <see cref="SparseRow"/>: the specification of the SIMD kernel and its fallback.</summary>
internal static class SparseReference
{
    public static void Scores<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> weightsByFeature, Span<double> scores)
        where T : unmanaged
    {
        scores.Clear();
        for (int e = 0; e < columns.Length; e++)
        {
            ReadOnlySpan<double> row = weightsByFeature.Slice(columns[e] * scores.Length, scores.Length);
            for (int j = 0; j < scores.Length; j++)
                scores[j] += Element.ToDouble(values[e]) * row[j];
        }
    }

    public static void AddOuterProduct<T>(ReadOnlySpan<int> columns, ReadOnlySpan<T> values, ReadOnlySpan<double> coefficients, Span<double> weightsByFeature)
        where T : unmanaged
    {
        for (int e = 0; e < columns.Length; e++)
        {
            Span<double> row = weightsByFeature.Slice(columns[e] * coefficients.Length, coefficients.Length);
            for (int j = 0; j < coefficients.Length; j++)
                row[j] += Element.ToDouble(values[e]) * coefficients[j];
        }
    }
}
