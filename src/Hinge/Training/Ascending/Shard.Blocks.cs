using Hinge.Data;

namespace Hinge.Training.Ascending;

/// <content>
/// Polish where rows may be more than memory holds: the data is cut into blocks of neighbours, blocks are taken in random order, and
/// each is passed over several times, in random order within, before the next (Yu, Hsieh, Chang and Lin, "Large linear
/// classification when data cannot fit in memory", KDD 2010, algorithm 1). While one is worked on, the rows of the next that are active are
/// read. Every step is exact as ever, and scans certify the same gap.
/// </content>
internal sealed partial class Shard<T>
{
    /// <summary>Passes over a block while it is in memory.</summary>
    private const int PassesInBlock = 3;

    private int PolishByBlocks(double threshold, double enough, double costFactor, int mostPasses, TrainingRun run)
    {
        int pass = 0;
        while (pass < mostPasses && _activeCount > 0)
        {
            Array.Sort(_active, 0, _activeCount);
            List<(int Start, int Count)> blocks = ActiveBlocks();
            int[] order = [.. Enumerable.Range(0, blocks.Count)], kept = new int[blocks.Count];
            _random.Shuffle(order);
            int passes = Math.Min(PassesInBlock, mostPasses - pass);
            double remaining = 0;
            Task reading = Read(blocks[order[0]]);
            for (int at = 0; at < order.Length; at++)
            {
                // The disk is at most one block ahead: memory holds two.
                reading.Wait();
                if (at + 1 < order.Length) reading = Read(blocks[order[at + 1]]);
                (int start, int count) = blocks[order[at]];
                double remainingHere = 0;
                for (int p = 0; p < passes && count > 0; p++)
                {
                    remainingHere = 0;
                    count = PassOver(_active.AsSpan(start, count), threshold, costFactor, run, ref remainingHere);
                    if (count < 0) return pass + p + 1;
                }
                kept[order[at]] = count;
                remaining += remainingHere;
            }
            pass += passes;
            _activeCount = 0;
            for (int b = 0; b < kept.Length; b++)
            {
                _active.AsSpan(blocks[b].Start, kept[b]).CopyTo(_active.AsSpan(_activeCount));
                _activeCount += kept[b];
            }
            if (remaining < enough) break;
        }
        return pass;
    }

    /// <summary>Which of the active examples, in ascending order, belong to each block that has any.</summary>
    private List<(int Start, int Count)> ActiveBlocks()
    {
        List<(int Start, int Count)> blocks = [];
        for (int start = 0, end; start < _activeCount; start = end)
        {
            int block = _active[start] / _blockRows;
            end = start + 1;
            while (end < _activeCount && _active[end] / _blockRows == block) end++;
            blocks.Add((start, end - start));
        }
        return blocks;
    }

    /// <summary>Asks for the rows of a block's active examples, beside the work.</summary>
    private Task Read((int Start, int Count) block)
    {
        FeatureMatrix features = _problem.Features;
        if (!features.IsMapped) return Task.CompletedTask;
        int[] examples = _active.AsSpan(block.Start, block.Count).ToArray();
        return Task.Run(() => Data.RowsAhead.Read(features, examples));
    }
}
