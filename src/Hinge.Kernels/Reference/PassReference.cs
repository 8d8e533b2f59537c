using System.Numerics;

namespace Hinge.Kernels.Reference;

/// <summary>Plain loops behind <see cref="DensePass"/> and <see cref="SparsePass"/>: their specification and fallback.</summary>
internal static class PassReference
{
    private const int BlockRows = 64;

    public static double Dense<TX, T>(
        LongBuffer<TX> features, int exampleCount, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int d = featureCount, k = classCount;
        double loss = 0;
        gradient.Clear();
        for (int first = 0; first < exampleCount; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, exampleCount - first);
            T[] scores = new T[rows * k];
            for (int r = 0; r < rows && !weights.IsEmpty; r++)
                for (int j = 0; j < k; j++)
                    for (int f = 0; f < d; f++)
                        scores[r * k + j] += T.CreateTruncating(features[(long)(first + r) * d + f]) * T.CreateTruncating(weights[f * layout.FeatureStride + j * layout.ClassStride]);
            loss += visitor.Visit(first, scores, k);
            for (int r = 0; r < rows && !gradient.IsEmpty; r++)
                for (int j = 0; j < k; j++)
                    for (int f = 0; f < d && scores[r * k + j] != T.Zero; f++)
                        gradient[f * layout.FeatureStride + j * layout.ClassStride] += double.CreateTruncating(features[(long)(first + r) * d + f]) * double.CreateTruncating(scores[r * k + j]);
        }
        return loss;
    }

    public static double Sparse<TX, T>(
        LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<TX> values, int featureCount, ReadOnlySpan<double> weights, int classCount, WeightLayout layout,
        IScoreVisitor<T> visitor, Span<double> gradient)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int n = checked((int)(rowOffsets.Length - 1)), k = classCount;
        double loss = 0;
        gradient.Clear();
        for (int first = 0; first < n; first += BlockRows)
        {
            int rows = Math.Min(BlockRows, n - first);
            T[] scores = new T[rows * k];
            for (int r = 0; r < rows && !weights.IsEmpty; r++)
                for (long e = rowOffsets[first + r]; e < rowOffsets[first + r + 1]; e++)
                    for (int j = 0; j < k; j++)
                        scores[r * k + j] += T.CreateTruncating(values[e]) * T.CreateTruncating(weights[columns[e] * layout.FeatureStride + j]);
            loss += visitor.Visit(first, scores, k);
            for (int r = 0; r < rows && !gradient.IsEmpty; r++)
                for (long e = rowOffsets[first + r]; e < rowOffsets[first + r + 1]; e++)
                    for (int j = 0; j < k; j++)
                        gradient[columns[e] * layout.FeatureStride + j] += double.CreateTruncating(values[e]) * double.CreateTruncating(scores[r * k + j]);
        }
        return loss;
    }
}
