using System.Globalization;
using System.Numerics;
using Hinge.Kernels;

namespace Hinge.Data.SvmLight;

/// <summary>Joins the blocks of a file to sparse rows.</summary>
internal static class SvmLightRows
{
    /// <summary>The data set of all blocks' examples in order.</summary>
    /// <exception cref="DataFormatException">There is no example or no feature, or the largest index is too large.</exception>
    public static Dataset Join<T>(IReadOnlyList<SvmLightBlock<T>> blocks, string name, SvmLightOptions options, SpilledEntries<T>? spilled)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int largestIndex = 0;
        long firstLine = 0;
        int[] firstRows = new int[blocks.Count + 1];
        long[] firstEntries = new long[blocks.Count + 1];
        for (int b = 0; b < blocks.Count; b++)
        {
            largestIndex = Math.Max(largestIndex, blocks[b].LargestIndex);
            if (firstLine == 0) firstLine = blocks[b].FirstLine;
            firstRows[b + 1] = firstRows[b] + blocks[b].Labels.Length;
            firstEntries[b + 1] = firstEntries[b] + blocks[b].EntryCount;
        }
        if (firstRows[^1] == 0)
            throw new DataFormatException(name, null, "the file holds no example. Each line must read: label index:value index:value …");
        if (firstEntries[^1] == 0)
            throw new DataFormatException(name, firstLine, "the line holds only a label, and no line has a feature. Each line must read: label index:value index:value …");
        bool isZeroBased = options.IndexBase == IndexBase.Zero || (options.IndexBase == IndexBase.Auto && blocks.Any(block => block.HasIndexZero));
        if (isZeroBased && largestIndex == int.MaxValue)
            throw new DataFormatException(name, null, $"feature indices must be at most {int.MaxValue - 1} in a file that counts from 0; got {int.MaxValue}. Renumber or hash the features.");

        long[] offsets = new long[firstRows[^1] + 1];
        for (int b = 0; b < blocks.Count; b++)
            for (int r = 0; r < blocks[b].RowEnds.Length; r++)
                offsets[firstRows[b] + r + 1] = firstEntries[b] + blocks[b].RowEnds[r];
        (LongBuffer<int> columns, LongBuffer<T> values) = spilled?.Map(isZeroBased) ?? Copy(blocks, firstEntries, isZeroBased, options.Threads);
        SparseMatrix<T> features = new(isZeroBased ? largestIndex + 1 : largestIndex, new LongBuffer<long>(offsets), columns, values, blocks.Sum(block => (long)block.NonzeroCount), squaredNorms: null);
        return new Dataset(features, JoinLabels(blocks, firstRows[^1]), null, isZeroBased ? SvmLightNumbering.FromZero : null);
    }

    private static (LongBuffer<int> Columns, LongBuffer<T> Values) Copy<T>(IReadOnlyList<SvmLightBlock<T>> blocks, long[] firstEntries, bool addsOne, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int[] columns = GC.AllocateUninitializedArray<int>((int)firstEntries[^1]);
        T[] values = GC.AllocateUninitializedArray<T>(columns.Length);
        Parallel.For(0, blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
        {
            SvmLightBlock<T> block = blocks[b];
            Span<int> target = columns.AsSpan((int)firstEntries[b], block.Columns.Length);
            block.Columns.CopyTo(target);
            for (int e = 0; addsOne && e < target.Length; e++) target[e]++;
            block.Values.CopyTo(values.AsSpan((int)firstEntries[b]));
        });
        return (new LongBuffer<int>(columns), new LongBuffer<T>(values));
    }

    /// <summary>The class of each example. Labels that are equal as numbers are one class, however they are written.</summary>
    private static Labels JoinLabels<T>(IReadOnlyList<SvmLightBlock<T>> blocks, int exampleCount)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<double, int> numbers = [];
        List<string> names = [];
        int[] values = new int[exampleCount];
        int row = 0;
        foreach (SvmLightBlock<T> block in blocks)
        {
            foreach (double label in block.Labels)
            {
                if (!numbers.TryGetValue(label, out int number))
                {
                    numbers.Add(label, number = names.Count);
                    names.Add(label == 0 ? "0" : label.ToString("R", CultureInfo.InvariantCulture));
                }
                values[row++] = number;
            }
        }
        // The examples' classes were numbered as they came; the data set's classes are in order.
        Labels ordered = Labels.FromNames(names);
        for (int i = 0; i < values.Length; i++)
            values[i] = ordered[values[i]];
        return new Labels(values, ordered.ClassNames);
    }
}
