using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>
/// Cuts of the examples that depend on the problem only, never on the number of threads: with sums taken block by
/// block and then along a fixed tree, results have the same bits at any thread count.
/// </summary>
internal static class RowBlocks
{
    /// <summary>Examples in a block of a scan.</summary>
    public const int ScanBlock = 256;

    /// <summary>Runs <paramref name="body"/>(block, first, end, buffer) for each of <paramref name="blockCount"/> even blocks of N examples.</summary>
    public static void ForEach<TBuffer>(int exampleCount, int blockCount, int threads, Func<TBuffer> newBuffer, Action<int, int, int, TBuffer> body) =>
        Blocks.ForEach(blockCount, threads, newBuffer, (block, buffer) =>
            body(block, Blocks.Start(block, blockCount, exampleCount), Blocks.Start(block + 1, blockCount, exampleCount), buffer));

    /// <summary>The number of blocks of a scan over N examples.</summary>
    public static int ScanBlocks(int exampleCount) => Math.Max(1, (exampleCount + ScanBlock - 1) / ScanBlock);

    /// <summary>
    /// The number of blocks where each needs a D×K buffer of its own: at most 16, and few enough that the buffers hold
    /// about as many numbers as the features do at most.
    /// </summary>
    public static int GradientBlocks(long nonzeroCount, long weightCount) =>
        (int)Math.Clamp(nonzeroCount / Math.Max(1, weightCount), 1, 16);
}
