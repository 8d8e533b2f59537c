using System.Numerics;
using System.Runtime.ExceptionServices;

namespace Hinge.Data.SvmLight;

/// <summary>
/// Reads svmlight/LIBSVM text: one example a line, <c>label index:value index:value …</c>, indices from 1, increasing.
/// </summary>
/// <remarks>
/// Labels are numbers; "+1" and "1.0" are the class "1". Blank lines and whatever follows a # are skipped. A line may
/// end with CR LF, the last with nothing, and a UTF-8 byte-order mark may come first. Numbers use a point whatever
/// the culture, and are correctly rounded to T. The file may be gzip. Read as sparse rows; D is the largest index.
/// </remarks>
public static class SvmLightReader
{
    /// <summary>Bytes in a block: large enough that threads seldom wait for each other, small enough to stay in a core's cache.</summary>
    private const int BlockLength = 1 << 20;

    /// <summary>Reads a data set.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the file holds no example or no feature.</exception>
    public static Dataset Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Stream stream = InputFile.Open(path);
        return Read<T>(stream, path);
    }

    /// <summary>Reads a data set from a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the stream holds no example or no feature.</exception>
    public static Dataset Read<T>(Stream stream, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read<T>(stream, name, BlockLength, Environment.ProcessorCount);
    }

    /// <summary>Reads a data set, the same whatever the length of the blocks and the number of threads.</summary>
    internal static Dataset Read<T>(Stream stream, string name, int blockLength, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Utf8BlockReader text = new(stream, name, blockLength);
        List<SvmLightBlock<T>> blocks = [];
        bool isBroken = false;
        if (threads == 1) ParseBlocks();
        else Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, _ => ParseBlocks());
        // Blocks are given out in order, so every block before a broken one has been parsed: the first error is the file's.
        foreach (SvmLightBlock<T> block in blocks)
            if (block.Error is not null) throw block.Error;
        if (text.Failure is InvalidDataException damage) throw InputFile.DamagedCompression(name, damage);
        if (text.Failure is not null) ExceptionDispatchInfo.Throw(text.Failure);
        return SvmLightRows.Join(blocks, name, threads);

        void ParseBlocks()
        {
            byte[] buffer = [];
            while (!Volatile.Read(ref isBroken))
            {
                SvmLightBlock<T> block;
                ReadOnlySpan<byte> lines;
                lock (blocks)
                {
                    long linesBefore = text.LineCount;
                    if (!text.TryRead(ref buffer, out lines)) return;
                    block = new SvmLightBlock<T>(name, linesBefore);
                    blocks.Add(block);
                }
                block.Parse(lines);
                if (block.Error is not null) Volatile.Write(ref isBroken, true);
            }
        }
    }
}
