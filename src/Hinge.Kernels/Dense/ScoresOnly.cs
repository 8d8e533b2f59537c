using System.Numerics;

namespace Hinge.Kernels.Dense;

/// <summary>The pass without a gradient: block by block scores and visit.</summary>
internal static unsafe class ScoresOnly
{
    private const int BlockRows = 128;

    /// <summary>Runs the pass; returns the summed loss.</summary>
    public static double Run<TX, T>(DenseArguments<TX, T> arguments, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int blockCount = Math.Max(1, (arguments.ExampleCount + BlockRows - 1) / BlockRows);
        double[] losses = new double[blockCount];
        Blocks.ForEach(blockCount, threads, () => new DenseBlock<TX, T>(BlockRows, arguments.Layout), (b, block) =>
        {
            int first = b * BlockRows, rows = Math.Min(BlockRows, arguments.ExampleCount - first);
            int nextRows = Math.Min(BlockRows, arguments.ExampleCount - first - rows);
            Ahead.Stretch ahead = new(arguments.Row(first + rows), (nint)nextRows * arguments.RowBytes, (4 + arguments.Layout.Groups - 1) / arguments.Layout.Groups);
            block.ComputeScores(arguments.Row(first), rows, arguments.Weights, ref ahead);
            losses[b] = arguments.Visitor.Visit(first, block.Scores, block.Stride);
        });
        return PairwiseSum.Of(losses);
    }
}
