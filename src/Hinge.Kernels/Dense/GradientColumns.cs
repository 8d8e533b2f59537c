using System.Numerics;

namespace Hinge.Kernels.Dense;

/// <summary>
/// The pass where D×K is large: there is one gradient only. Stretch by stretch of rows, threads first share the rows for
/// their scores and then the features for the gradient, each element of which is summed by one thread in the order of
/// the rows.
/// </summary>
internal static unsafe class GradientColumns
{
    private const int StretchBytes = 8 * 1024 * 1024, FewestBlocks = 4, MostBlocks = 32, BlockRows = 64, VectorsAtOnce = 4;

    /// <summary>Runs the pass; returns the summed loss, and the packed gradient in <paramref name="gradient"/>.</summary>
    public static double Run<TX, T>(DenseArguments<TX, T> arguments, PooledBuffer<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        PackedByClass<T> layout = arguments.Layout;
        int n = arguments.ExampleCount;
        int stretchBlocks = Math.Clamp(StretchBytes / Math.Max(1, BlockRows * arguments.RowBytes), FewestBlocks, MostBlocks);
        double[] losses = new double[(n + BlockRows - 1) / BlockRows];
        DenseBlock<TX, T>[] blocks = new DenseBlock<TX, T>[Math.Min(stretchBlocks, losses.Length)];
        using PooledBuffer<T> sum = new(layout.Length);
        try
        {
            for (int b = 0; b < blocks.Length; b++) blocks[b] = new DenseBlock<TX, T>(Math.Min(BlockRows, n), layout);
            int unflushed = 0;
            for (int first = 0; first < losses.Length; first += stretchBlocks)
            {
                int count = Math.Min(stretchBlocks, losses.Length - first), firstBlock = first;
                Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
                {
                    int row = (firstBlock + b) * BlockRows;
                    Ahead.Stretch nothing = new(arguments.Row(row), 0, 1);
                    blocks[b].ComputeScores(arguments.Row(row), Math.Min(BlockRows, n - row), arguments.Weights, ref nothing);
                    losses[firstBlock + b] = arguments.Visitor.Visit(row, blocks[b].Scores, blocks[b].Stride);
                    blocks[b].ListActiveRows();
                });
                unflushed += count * BlockRows;
                bool flushes = unflushed >= GradientParts.FlushRows || first + count == losses.Length;
                if (flushes) unflushed = 0;
                Parallel.For(0, (layout.Vectors + VectorsAtOnce - 1) / VectorsAtOnce, new ParallelOptions { MaxDegreeOfParallelism = threads }, c =>
                {
                    int from = c * VectorsAtOnce, to = Math.Min(layout.Vectors, from + VectorsAtOnce);
                    Ahead.Stretch nothing = new(sum.Pointer, 0, 1);
                    for (int b = 0; b < count; b++) blocks[b].AddGradient(from, to, sum.Pointer, ref nothing);
                    if (!flushes) return;
                    for (int g = 0; g < layout.Groups; g++)
                    {
                        nint start = layout.Offset(from, g * PackedByClass<T>.GroupSize);
                        Element.Flush(sum.Pointer + start, gradient.Pointer + start, (nint)(to - from) * layout.ClassesOf(g) * PackedByClass<T>.Lanes);
                    }
                });
            }
        }
        finally
        {
            foreach (DenseBlock<TX, T>? block in blocks) block?.Dispose();
        }
        return PairwiseSum.Of(losses);
    }
}
