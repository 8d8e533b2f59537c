namespace Hinge.Kernels;

/// <summary>Work cut into blocks that do not depend on the number of threads.</summary>
internal static class Blocks
{
    /// <summary>The first of <paramref name="length"/> items that belongs to the block, of even blocks.</summary>
    public static int Start(int block, int blockCount, int length) => (int)((long)length * block / blockCount);

    /// <summary>Runs <paramref name="body"/>(block, worker) for every block, each thread with a worker of its own.</summary>
    public static void ForEach<TWorker>(int blockCount, int threads, Func<TWorker> newWorker, Action<int, TWorker> body)
        where TWorker : IDisposable
    {
        if (threads == 1 || blockCount == 1)
        {
            using TWorker worker = newWorker();
            for (int block = 0; block < blockCount; block++) body(block, worker);
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
            worker => worker.Dispose());
    }
}
