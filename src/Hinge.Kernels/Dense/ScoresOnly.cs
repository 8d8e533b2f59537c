using System.Numerics;

namespace Hinge.Kernels.Dense;

/// <summary>The pass without a gradient: block by block scores and visit.</summary>
internal static unsafe class ScoresOnly
{
    private const int MostBlockRows = 128;

    /// <summary>Runs the pass; returns the summed loss.</summary>
    public static double Run<TX, T>(DenseArguments<TX, T> arguments, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int blockRows = Math.Min(MostBlockRows, GradientParts.BlockRows(arguments.RowBytes)), blockCount = Math.Max(1, (arguments.ExampleCount + blockRows - 1) / blockRows);
        double[] losses = new double[blockCount];
        Blocks.ForEach(blockCount, threads, () => new DenseBlock<TX, T>(Math.Min(blockRows, arguments.ExampleCount), arguments.Layout), (b, block) =>
        {
            int first = b * blockRows, rows = Math.Min(blockRows, arguments.ExampleCount - first);
            int nextRows = Math.Min(blockRows, arguments.ExampleCount - first - rows);
            Ahead.Stretch ahead = Ahead.Stretch.DuringScores(arguments.Row(first + rows), (nint)nextRows * arguments.RowBytes, arguments.Layout.Groups);
            block.ComputeScores(arguments.Row(first), rows, arguments.Weights, ref ahead);
            losses[b] = arguments.Visitor.Visit(first, block.Scores, block.Stride);
        });
        return PairwiseSum.Of(losses);
    }
}
