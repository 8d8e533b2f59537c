using System.Globalization;
using System.Numerics;
using System.Runtime.ExceptionServices;

namespace Hinge.Data.SvmLight;

/// <summary>
/// Reads svmlight/LIBSVM text: one example a line, <c>label index:value index:value …</c>, indices from 1 or 0
/// (<see cref="IndexBase"/>), increasing.
/// </summary>
/// <remarks>
/// Labels are numbers; "+1" and "1.0" are the class "1". Blank lines and whatever follows a # are skipped. A line may
/// end with CR LF, the last with nothing, and a UTF-8 byte-order mark may come first. Numbers use a point whatever
/// the culture, and are correctly rounded to T. The file may be gzip. Behind the label there may be a
/// qid:, which is passed over. Read as sparse rows; D is the largest index, counted from 1.
/// </remarks>
public static class SvmLightReader
{
    /// <summary>Bytes in a block: large enough that threads seldom wait for each other, small enough to stay in a core's cache.</summary>
    private const int BlockLength = 1 << 20;

    /// <summary>Reads a data set as <see cref="SvmLightOptions"/> has it by default.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the file holds no example or no feature, or more than fits.</exception>
    public static Dataset Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(path, new SvmLightOptions());

    /// <summary>Reads a data set from a stream as <see cref="SvmLightOptions"/> has it by default.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the stream holds no example or no feature, or more than fits.</exception>
    public static Dataset Read<T>(Stream stream, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Read<T>(stream, name, new SvmLightOptions());

    /// <summary>Reads a data set.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">How.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the file holds no example or no feature, or more than fits.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Dataset Read<T>(string path, SvmLightOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        using Stream stream = InputFile.Open(path, options.Progress);
        return Read<T>(stream, path, options);
    }

    /// <summary>
    /// Reads a data set that memory may not hold: its entries go to temporary files in a folder, which are mapped, and vanish when they are no longer in use.
    /// The result is that of <see cref="Read{T}(string, SvmLightOptions)"/>; labels and where rows begin stay in memory, some 30 bytes an example.
    /// </summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="options">How.</param>
    /// <param name="folder">Where there is room for 4 bytes an entry, and those of its value.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the file holds no example or no feature.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="IOException">The temporary files cannot be written.</exception>
    public static Dataset ReadMapped<T>(string path, SvmLightOptions options, string folder)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options.Validate();
        using Stream stream = InputFile.Open(path, options.Progress);
        using SpilledEntries<T> spilled = new(folder);
        return Read(stream, path, options, BlockLength, Array.MaxLength, spilled);
    }

    /// <summary>Reads a data set from a stream, which is not decompressed: see <see cref="InputFile.Decompressed"/>.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="options">How. Progress is not reported.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the stream holds no example or no feature, or more than fits.</exception>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static Dataset Read<T>(Stream stream, string name, SvmLightOptions options)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        try
        {
            return Read<T>(stream, name, options, BlockLength, Array.MaxLength);
        }
        catch (Exception e) when (e is OutOfMemoryException || (e is AggregateException several && several.InnerExceptions.All(one => one is OutOfMemoryException)))
        {
            throw new DataFormatException(name, null, "there is not enough memory to hold the file's examples. Read a part of it, leave out rare features, or use a larger machine.");
        }
    }

    /// <summary>What to say once of qid:.</summary>
    internal static string QueryIdRemark(string name, (long Line, int Column) place) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}:{place.Line}:{place.Column}: qid: groups lines for ranking, which Hinge does not do: it is passed over, here and in all lines.");

    /// <summary>Reads a data set, the same whatever the length of the blocks and the number of threads.</summary>
    internal static Dataset Read<T>(Stream stream, string name, SvmLightOptions options, int blockLength, int mostEntries, SpilledEntries<T>? spilled = null)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Utf8BlockReader text = new(stream, name, blockLength);
        List<SvmLightBlock<T>> blocks = [];
        int lowest = options.IndexBase == IndexBase.One ? 1 : 0;
        long parsed = 0;
        bool isBroken = false;
        if (options.Threads == 1) ParseBlocks();
        else Parallel.For(0, options.Threads, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, _ => ParseBlocks());
        // Blocks are given out in order, so every block before a broken one, or before the one with which there are too
        // many entries, has been parsed: the first error is the file's.
        long entries = 0;
        foreach (SvmLightBlock<T> block in blocks)
        {
            if (block.Error is not null) throw block.Error;
            entries += Size(block);
            if (entries >= mostEntries)
                throw new DataFormatException(name, null, string.Create(CultureInfo.InvariantCulture, $"the file must hold fewer than {mostEntries} lines and index:value pairs, the most that one data set in memory holds; it holds more. Convert it to a data file with hinge convert, which has no such limit of pairs, or train on a part of it."));
        }
        if (text.Failure is InvalidDataException damage) throw InputFile.DamagedCompression(name, damage);
        if (text.Failure is not null) ExceptionDispatchInfo.Throw(text.Failure);
        if (blocks.Find(block => block.QueryId.Line > 0) is { QueryId: var place }) options.Remark?.Invoke(QueryIdRemark(name, place));
        return SvmLightRows.Join(blocks, name, options, spilled);

        // Arrays hold so many numbers; files hold all, but for the rows' own.
        int Size(SvmLightBlock<T> block) => spilled is null ? Math.Max(block.EntryCount, block.Labels.Length) : block.Labels.Length;

        void ParseBlocks()
        {
            byte[] buffer = [];
            while (!Volatile.Read(ref isBroken))
            {
                SvmLightBlock<T> block;
                ReadOnlySpan<byte> lines;
                int number;
                lock (blocks)
                {
                    number = blocks.Count;
                    long linesBefore = text.LineCount;
                    if (!text.TryRead(ref buffer, out lines)) return;
                    block = new SvmLightBlock<T>(name, linesBefore, lowest);
                    blocks.Add(block);
                }
                block.Parse(lines);
                long soFar = Interlocked.Add(ref parsed, Size(block));
                spilled?.Take(number, block);
                if (block.Error is not null || soFar >= mostEntries) Volatile.Write(ref isBroken, true);
            }
        }
    }
}
