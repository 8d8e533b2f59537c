using System.Collections.Concurrent;

namespace Hinge.Data.Text;

/// <summary>Texts read by several threads, in blocks that depend on their number only.</summary>
internal static class TextBlocks
{
    private const int Texts = 256;

    /// <summary>Reads all texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <param name="newReader">Makes a thread's reader.</param>
    /// <returns>The rows of each block in order, with the reader that read it.</returns>
    public static (TextRows Rows, TReader Reader)[] Read<TReader>(IReadOnlyList<string?> texts, int threads, Func<TReader> newReader)
        where TReader : ITextReader
    {
        (TextRows, TReader)[] blocks = new (TextRows, TReader)[(texts.Count + Texts - 1) / Texts];
        int next = -1;
        ForEach(Math.Min(threads, blocks.Length), _ =>
        {
            TReader reader = newReader();
            for (int b; (b = Interlocked.Increment(ref next)) < blocks.Length;)
            {
                TextRows rows = new();
                for (int t = b * Texts; t < Math.Min(texts.Count, (b + 1L) * Texts); t++) reader.Read(texts[t], rows);
                blocks[b] = (rows, reader);
            }
        });
        return blocks;
    }

    /// <summary>Runs an action once for each of the numbers below <paramref name="count"/>, each on a thread of its own where there are some free.</summary>
    public static void ForEach(int count, Action<int> action)
    {
        if (count < 1) return;
        if (count == 1) action(0);
        else Parallel.ForEach(Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = count }, action);
    }
}
