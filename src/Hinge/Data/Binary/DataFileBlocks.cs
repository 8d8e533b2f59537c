using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;

namespace Hinge.Data.Binary;

/// <summary>The rows of a data file, block by block as they are under checksums.</summary>
internal sealed class DataFileBlocks<T>(DataFileLayout layout, LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<T> values, FeatureMatrix features)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly RowsAhead? _ahead = features.IsMapped ? new RowsAhead(features) : null;

    /// <summary>Compares every block with its checksum, if there are any, checks its rows, and computes ‖x_i‖²; the threads take blocks in the order of the file.</summary>
    /// <returns>How many values are not zero.</returns>
    /// <exception cref="DataFormatException">A block is damaged; of several, the first.</exception>
    public long Verify(LongBuffer<uint>? checksums, double[] squaredNorms, string path, int threads)
    {
        int next = -1, blockCount = layout.BlockCount, broken = int.MaxValue;
        DataFormatException? error = null;
        long nonzeroCount = 0;
        Blocks.ForEach(threads, threads, () => 0, (_, _) =>
        {
            long nonzeros = 0;
            for (int block; (block = Interlocked.Increment(ref next)) < blockCount && block < Volatile.Read(ref broken);)
            {
                if (Check(block, checksums?[block], squaredNorms, path, ref nonzeros) is not { } found) continue;
                lock (squaredNorms)
                {
                    if (block < broken) (broken, error) = (block, found);
                }
            }
            Interlocked.Add(ref nonzeroCount, nonzeros);
        });
        if (error is not null) throw error;
        return nonzeroCount;
    }

    /// <summary>The checksum of a block.</summary>
    public uint Checksum(int block)
    {
        int first = block * DataFileLayout.BlockRows, end = (int)Math.Min(layout.ExampleCount, (long)first + DataFileLayout.BlockRows);
        long start = Start(first), count = Start(end) - start;
        uint checksum = layout.IsSparse ? BlockChecksum.Add(BlockChecksum.Start, columns, start, count) : BlockChecksum.Start;
        return BlockChecksum.End(BlockChecksum.Add(checksum, values, start, count));
    }

    private DataFormatException? Check(int block, uint? expected, double[] squaredNorms, string path, ref long nonzeros)
    {
        int first = block * DataFileLayout.BlockRows, end = (int)Math.Min(layout.ExampleCount, (long)first + DataFileLayout.BlockRows);
        _ahead?.Reach(first);
        if (expected is not null && Checksum(block) != expected) return DataFile.Damaged(path, string.Create(CultureInfo.InvariantCulture, $"the checksum of its rows {first} to {end - 1} (counted from 0) does not match them"));
        try
        {
            for (int i = first; i < end; i++)
            {
                ReadOnlySpan<T> row = values.Slice(Start(i), Length(i));
                if (layout.IsSparse) SparseMatrix<T>.CheckRow(i, layout.FeatureCount, columns.Slice(Start(i), Length(i)), row);
                (squaredNorms[i], int count) = Measure(i, row);
                nonzeros += count;
            }
            return null;
        }
        catch (ArgumentException e)
        {
            return expected is null ? new DataFormatException(path, null, $"{e.Message.TrimEnd('.')}. Remove the example, or replace the value.") : DataFile.Damaged(path, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>‖x‖², summed as <see cref="FeatureMatrix.SquaredNorm"/> does, and the nonzeros of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (double SquaredNorm, int NonzeroCount) Measure(int row, ReadOnlySpan<T> values)
    {
        double sum = 0;
        int count = 0;
        foreach (T value in values)
        {
            double x = double.CreateChecked(value);
            if (x != 0) count++;
            sum += x * x;
        }
        // A sum of squares is finite where all values are, unless doubles overflow: then each is looked at.
        if (!double.IsFinite(sum))
            foreach (T value in values)
                if (!T.IsFinite(value)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"values must be finite; got {value} in row {row}"));
        return (sum, count);
    }

    private long Start(int row) => layout.IsSparse ? rowOffsets[row] : (long)row * layout.FeatureCount;

    private int Length(int row) => layout.IsSparse ? (int)(rowOffsets[row + 1] - rowOffsets[row]) : layout.FeatureCount;
}
