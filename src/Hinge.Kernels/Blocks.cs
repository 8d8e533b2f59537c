namespace Hinge.Kernels;

/// <summary>Work cut into blocks that do not depend on the number of threads: sums taken block by block and added along a fixed tree have the same bits at any.</summary>
public static class Blocks
{
    /// <summary>The first of <paramref name="length"/> items that belongs to the block, of even blocks.</summary>
    public static int Start(int block, int blockCount, int length) => (int)((long)length * block / blockCount);

    /// <summary>Runs <paramref name="body"/>(block, worker) for every block, each thread with a worker of its own, which is disposed of where it can be.</summary>
    /// <param name="blockCount">How many blocks.</param>
    /// <param name="threads">How many threads may work, at least 1.</param>
    /// <param name="newWorker">Makes a worker.</param>
    /// <param name="body">What is done with a block.</param>
    public static void ForEach<TWorker>(int blockCount, int threads, Func<TWorker> newWorker, Action<int, TWorker> body)
    {
        ArgumentNullException.ThrowIfNull(newWorker);
        ArgumentNullException.ThrowIfNull(body);
        if (threads == 1 || blockCount == 1)
        {
            TWorker worker = newWorker();
            try
            {
                for (int block = 0; block < blockCount; block++) body(block, worker);
            }
            finally
            {
                (worker as IDisposable)?.Dispose();
            }
            return;
        }
        Parallel.For(
            0,
            blockCount,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            newWorker,
            (block, _, worker) =>
            {
                body(block, worker);
                return worker;
            },
            worker => (worker as IDisposable)?.Dispose());
    }

    /// <summary>Adds the parts pairwise, neighbours first; the sum ends in the first of them.</summary>
    /// <param name="parts">At least one; overwritten.</param>
    /// <param name="add">Adds the second to the first.</param>
    public static void AddAlongTree<T>(ReadOnlySpan<T> parts, Action<T, T> add)
    {
        ArgumentNullException.ThrowIfNull(add);
        for (int width = 1; width < parts.Length; width *= 2)
            for (int left = 0; left + width < parts.Length; left += 2 * width)
                add(parts[left], parts[left + width]);
    }
}
