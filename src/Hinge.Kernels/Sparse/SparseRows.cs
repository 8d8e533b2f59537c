using System.Numerics;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Sparse;

/// <summary>
/// The pass over sparse rows. Stretch by stretch of rows, threads first share the rows for their scores and then ranges of
/// the features for the gradient, each element of which is summed by one thread in the order of the rows: one gradient
/// however many threads, and the same bits.
/// </summary>
internal static unsafe class SparseRows
{
    private const int BlockRows = 128, StretchBlocks = 64;

    /// <summary>Scores and visit; returns the summed loss.</summary>
    public static double Scores<TX, T>(SparseArguments<TX, T> arguments, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        double[] losses = new double[BlockCount(arguments.ExampleCount)];
        Visit(arguments, 0, losses, null, threads);
        return PairwiseSum.Of(losses);
    }

    /// <summary>Scores, visit and gradient, D×K, zero before; returns the summed loss.</summary>
    public static double ScoresAndGradient<TX, T>(SparseArguments<TX, T> arguments, double* gradient, int gradientLength, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int n = arguments.ExampleCount, k = arguments.ClassCount;
        double[] losses = new double[BlockCount(n)];
        int[] ranges = FeatureRanges(arguments, threads);
        using SparseCoefficients coefficients = new(Math.Min(n, BlockRows * StretchBlocks), k);
        for (int firstRow = 0; firstRow < n; firstRow += BlockRows * StretchBlocks)
        {
            coefficients.Begin(firstRow, Math.Min(BlockRows * StretchBlocks, n - firstRow));
            Visit(arguments, firstRow / BlockRows, losses.AsSpan(firstRow / BlockRows, BlockCount(coefficients.RowCount)), coefficients, threads);
            Blocks.ForEach(ranges.Length - 1, threads, () => new PooledBuffer<double>(Padding.RoundUp(k, Vector512<double>.Count)), (r, lastRow) =>
            {
                int from = ranges[r], to = ranges[r + 1];
                if (from == to) return;
                if (coefficients.FirstRow == 0)
                {
                    int start = from * arguments.FeatureStride, end = to == arguments.FeatureCount ? gradientLength : to * arguments.FeatureStride;
                    new Span<double>(gradient + start, end - start).Clear();
                }
                Span<double> last = new(gradient + (nint)(to - 1) * arguments.FeatureStride, k);
                last.CopyTo(lastRow.Span);
                SparseGradient.AddRange(arguments, coefficients, from, to, gradient, lastRow.Pointer);
                lastRow.Span[..k].CopyTo(last);
            });
        }
        return PairwiseSum.Of(losses);
    }

    private static int BlockCount(int rows) => (rows + BlockRows - 1) / BlockRows;

    private static void Visit<TX, T>(SparseArguments<TX, T> arguments, int firstBlock, Span<double> losses, SparseCoefficients? coefficients, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int stride = arguments.Stride;
        double[] sums = new double[losses.Length];
        Blocks.ForEach(losses.Length, threads, () => new PooledBuffer<T>((nint)Math.Min(BlockRows, arguments.ExampleCount) * stride), (block, scores) =>
        {
            int first = (firstBlock + block) * BlockRows, end = Math.Min(first + BlockRows, arguments.ExampleCount);
            if (!arguments.HasWeights) scores.Span.Clear();
            for (int i = first; i < end && arguments.HasWeights; i++)
                arguments.Score(i, scores.Pointer + (nint)(i - first) * stride);
            sums[block] = arguments.Visitor.Visit(first, scores.Span[..((end - first) * stride)], stride);
            if (coefficients is null) return;
            for (int i = first; i < end; i++)
                coefficients.Set(i, scores.Pointer + (nint)(i - first) * stride);
        });
        sums.CopyTo(losses);
    }

    /// <summary>Ranges of features with about as many entries each, judged by a sample of them. Results do not depend on the cut.</summary>
    private static int[] FeatureRanges<TX, T>(SparseArguments<TX, T> arguments, int count)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        const int SamplesPerRange = 1000;
        long entries = arguments.RowOffsets[arguments.ExampleCount];
        int[] sample = new int[(int)Math.Min(entries, (long)SamplesPerRange * count)];
        for (int s = 0; s < sample.Length; s++) sample[s] = arguments.Columns[entries * s / sample.Length];
        Array.Sort(sample);
        int[] ranges = new int[count + 1];
        ranges[count] = arguments.FeatureCount;
        for (int r = 1; r < count && sample.Length > 0; r++)
            ranges[r] = sample[(int)((long)sample.Length * r / count)];
        return ranges;
    }
}
