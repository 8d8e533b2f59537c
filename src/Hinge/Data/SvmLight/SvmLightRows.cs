using System.Globalization;
using System.Numerics;

namespace Hinge.Data.SvmLight;

/// <summary>Joins the blocks of a file to sparse rows.</summary>
internal static class SvmLightRows
{
    /// <summary>The data set of all blocks' examples in order.</summary>
    /// <exception cref="DataFormatException">There is no example or no feature.</exception>
    public static Dataset Join<T>(IReadOnlyList<SvmLightBlock<T>> blocks, string name, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int featureCount = 0;
        long firstLine = 0;
        int[] firstRows = new int[blocks.Count + 1];
        long[] firstEntries = new long[blocks.Count + 1];
        for (int b = 0; b < blocks.Count; b++)
        {
            featureCount = Math.Max(featureCount, blocks[b].FeatureCount);
            if (firstLine == 0) firstLine = blocks[b].FirstLine;
            firstRows[b + 1] = checked(firstRows[b] + blocks[b].Labels.Length);
            firstEntries[b + 1] = firstEntries[b] + blocks[b].Values.Length;
        }
        if (firstRows[^1] == 0)
            throw new DataFormatException(name, null, "the file holds no example. Each line must read: label index:value index:value …");
        if (featureCount == 0)
            throw new DataFormatException(name, firstLine, "the line holds only a label, and no line has a feature. Each line must read: label index:value index:value …");

        long[] offsets = new long[firstRows[^1] + 1];
        int[] columns = GC.AllocateUninitializedArray<int>(checked((int)firstEntries[^1]));
        T[] values = GC.AllocateUninitializedArray<T>(columns.Length);
        Parallel.For(0, blocks.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, b =>
        {
            SvmLightBlock<T> block = blocks[b];
            block.Columns.CopyTo(columns.AsSpan((int)firstEntries[b]));
            block.Values.CopyTo(values.AsSpan((int)firstEntries[b]));
            for (int r = 0; r < block.RowEnds.Length; r++)
                offsets[firstRows[b] + r + 1] = firstEntries[b] + block.RowEnds[r];
        });
        return new Dataset(SparseMatrix<T>.Checked(featureCount, offsets, columns, values, blocks.Sum(block => (long)block.NonzeroCount)), JoinLabels(blocks, firstRows[^1]));
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
