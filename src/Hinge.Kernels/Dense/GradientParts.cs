using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Dense;

/// <summary>
/// The pass where the gradient is small beside the data: rows are cut into parts, each with a gradient of its own, and
/// each part into blocks whose rows stay in the cache from their scores to their gradient. The parts are added along
/// a fixed tree. Parts and blocks depend on N, D and K only.
/// </summary>
internal static unsafe class GradientParts
{
    private const int MostParts = 16, FewestPartRows = 256;
    private const int BlockBytes = 288 * 1024, FewestBlockRows = 16, MostBlockRows = 512;

    /// <summary>Rows after which a gradient summed in T is added to its part's in double.</summary>
    public const int FlushRows = 2048;

    /// <summary>Parts of a pass with a gradient: few enough that they hold no more than the data.</summary>
    public static int Count(int exampleCount, int classCount) =>
        Math.Clamp(Math.Min(exampleCount / Math.Max(1, classCount), exampleCount / FewestPartRows), 1, MostParts);

    /// <summary>Rows of a block.</summary>
    public static int BlockRows(int bytesPerRow) => Math.Clamp(BlockBytes / Math.Max(1, bytesPerRow), FewestBlockRows, MostBlockRows) / 4 * 4;

    /// <summary>Runs the pass; returns the summed loss, and the packed gradient in <paramref name="gradient"/>.</summary>
    public static double Run<TX, T>(DenseArguments<TX, T> arguments, PooledBuffer<double> gradient, int threads)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int partCount = Count(arguments.ExampleCount, arguments.Layout.ClassCount);
        double[] losses = new double[partCount];
        PooledBuffer<double>[] parts = new PooledBuffer<double>[partCount];
        try
        {
            parts[0] = gradient;
            for (int p = 1; p < partCount; p++) parts[p] = new PooledBuffer<double>(arguments.Layout.Length);
            Blocks.ForEach(partCount, threads, () => new Worker<TX, T>(arguments), (p, worker) => losses[p] = worker.Run(p, partCount, parts[p]));
            Blocks.AddAlongTree<PooledBuffer<double>>(parts, Add);
        }
        finally
        {
            foreach (PooledBuffer<double>? part in parts.AsSpan(1)) part?.Dispose();
        }
        return PairwiseSum.Of(losses);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(PooledBuffer<double> sum, PooledBuffer<double> term)
    {
        double* s = sum.Pointer, t = term.Pointer;
        for (int e = 0; e < sum.Length; e += Vector512<double>.Count)
            (Vector512.Load(s + e) + Vector512.Load(t + e)).Store(s + e);
    }

    /// <summary>What one thread has of its own.</summary>
    private sealed class Worker<TX, T>(DenseArguments<TX, T> arguments) : IDisposable
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        private readonly int _blockRows = BlockRows(arguments.RowBytes);
        private readonly DenseBlock<TX, T> _block = new(Math.Min(BlockRows(arguments.RowBytes), arguments.ExampleCount), arguments.Layout);
        private readonly PooledBuffer<T> _gradient = new(arguments.Layout.Length);

        public double Run(int part, int partCount, PooledBuffer<double> sum)
        {
            int start = Blocks.Start(part, partCount, arguments.ExampleCount), end = Blocks.Start(part + 1, partCount, arguments.ExampleCount), unflushed = 0;
            double loss = 0;
            for (int first = start; first < end; first += _blockRows)
            {
                int rows = Math.Min(_blockRows, end - first), nextRows = Math.Min(_blockRows, end - first - rows);
                // Where the last block left the gradient little to do, so will this one: the scores must then cover the fetching.
                nint nextBytes = (nint)nextRows * arguments.RowBytes;
                Ahead.Stretch ahead = _block.ActiveShare < 0.5
                    ? Ahead.Stretch.DuringScores(arguments.Row(first + rows), nextBytes, arguments.Layout.Groups)
                    : Ahead.Stretch.DuringScoresAndGradient(arguments.Row(first + rows), nextBytes, arguments.Layout.Groups);
                _block.ComputeScores(arguments.Row(first), rows, arguments.Weights, ref ahead);
                loss += arguments.Visitor.Visit(first, _block.Scores, _block.Stride);
                _block.ListActiveRows();
                _block.AddGradient(0, arguments.Layout.Vectors, _gradient.Pointer, ref ahead);
                unflushed += rows;
                if (unflushed >= FlushRows || first + rows == end)
                {
                    Element.Flush(_gradient.Pointer, sum.Pointer, arguments.Layout.Length);
                    unflushed = 0;
                }
            }
            return loss;
        }

        public void Dispose()
        {
            _block.Dispose();
            _gradient.Dispose();
        }
    }
}
