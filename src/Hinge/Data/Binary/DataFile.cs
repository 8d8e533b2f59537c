using System.Numerics;
using System.Security.Cryptography;
using System.Text.Json;
using Hinge.Kernels;
using Hinge.Models;

namespace Hinge.Data.Binary;

/// <summary>
/// Hinge's own data files: features as they lie in memory, labels and names, under checksums. Large ones are mapped into memory, so that data may be
/// larger than it; small ones are read.
/// </summary>
/// <remarks>
/// Opening one reads it once, by all processors: everything is compared with the checksums, every column and value is
/// checked as the constructors of matrices do, and ‖x_i‖² is kept, so that training need not read the rows for it. The file
/// must not be written to while it is in use; replacing it by renaming, as <see cref="Write"/> does, is safe.
/// </remarks>
public static class DataFile
{
    /// <summary>Files of so many bytes are mapped, others read.</summary>
    internal const long MappedLength = 256L << 20;

    private const int ChunkLength = 1 << 20;

    /// <summary>Whether a file begins as Hinge's binary files do, of data or others, which <see cref="Read(string)"/> then refuses; false where it is no regular file.</summary>
    public static bool IsHinge(string path)
    {
        // A pipe has no length: reading from it here would take what the reader needs.
        if (!File.Exists(path) || new FileInfo(path).Length < DataFileLayout.HeaderLength) return false;
        try
        {
            using FileStream file = InputFile.OpenPlain(path);
            Span<byte> start = stackalloc byte[8];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && HingeFile.KindOf(start) is not null;
        }
        catch (DataFormatException)
        {
            return false; // The reader whose turn it is says what is wrong.
        }
    }

    /// <summary>Writes a data set, atomically.</summary>
    /// <param name="path">The file to create or replace; the data must not be mapped from a device or pipe.</param>
    /// <param name="data">At least one example.</param>
    /// <exception cref="ArgumentException">There is no example.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.ExampleCount == 0) throw new ArgumentException("The data must hold at least one example.", nameof(data));
        RequireLittleEndian();
        DataFileMetadata metadata = new()
        {
            ClassNames = [.. data.Labels.ClassNames],
            FeatureNames = data.FeatureNames is null ? null : [.. data.FeatureNames],
            Featurization = data.Featurization is null ? null : JsonElement.Parse(data.Featurization),
            Fingerprint = data.Fingerprint(),
            Version = Certificate.LibraryVersion,
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(metadata, MetadataJson.Default.DataFileMetadata);
        AtomicFile.Write(path, stream => new DataFileWriter(stream).Write(data, json));
    }

    /// <summary>Opens a data file, and checks all of it.</summary>
    /// <exception cref="DataFormatException">The file is no data file, or damaged.</exception>
    public static Dataset Read(string path) => Read(path, MappedLength, Environment.ProcessorCount);

    /// <summary>The same, mapping files from <paramref name="mappedLength"/> bytes on.</summary>
    internal static Dataset Read(string path, long mappedLength, int threads)
    {
        RequireLittleEndian();
        using FileStream file = InputFile.OpenPlain(path);
        if (!file.CanSeek) throw new DataFormatException(path, null, "this is a pipe, and data files are read in parts. Write it to a file first.");
        byte[] header = new byte[DataFileLayout.HeaderLength];
        int read = file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        if (read < DataFileLayout.Magic.Length || !header.AsSpan().StartsWith(DataFileLayout.Magic))
            throw new DataFormatException(path, null, HingeFile.KindOf(header) is { } kind ? $"this is {kind}, not data. Give data, or a file that hinge convert wrote." : "this is no Hinge data file. Give one that hinge convert wrote.");
        if (read < header.Length) throw Damaged(path, $"it ends after {read} bytes, within its header");
        DataFileLayout layout = DataFileLayout.Of(header, file.Length, path);
        try
        {
            Sections sections = new(file, layout.Length >= mappedLength);
            return layout.IsDouble ? Read<double>(sections, layout, header, path, threads) : Read<float>(sections, layout, header, path, threads);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or EndOfStreamException)
        {
            throw Damaged(path, e.Message.TrimEnd('.'));
        }
    }

    internal static DataFormatException Damaged(string path, string how) =>
        new(path, null, $"the file is damaged: {how}. Convert the data again, or copy the file again from its source.");

    private static Dataset Read<T>(Sections sections, DataFileLayout layout, byte[] header, string path, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int n = layout.ExampleCount;
        LongBuffer<long> rowOffsets = layout.IsSparse ? sections.Numbers<long>(layout.RowOffsets, n + 1L) : new([]);
        LongBuffer<int> labels = sections.Numbers<int>(layout.Labels, n);
        LongBuffer<uint> checksums = sections.Numbers<uint>(layout.Checksums, layout.BlockCount);
        LongBuffer<byte> json = sections.Numbers<byte>(layout.Metadata, layout.MetadataLength);
        RequireHash(sections, layout, header, rowOffsets, labels, checksums, json, path);
        foreach ((long start, long end) in layout.Paddings)
            if (sections.Numbers<byte>(start, end - start).Whole.ContainsAnyExcept((byte)0)) throw Damaged(path, $"there are numbers between its sections, at byte {start}");
        DataFileMetadata metadata = JsonSerializer.Deserialize(json.Whole, MetadataJson.Default.DataFileMetadata) ?? throw new JsonException("it has no metadata");
        metadata.Validate();

        LongBuffer<T> values = sections.Numbers<T>(layout.Values, layout.ValueCount);
        LongBuffer<int> columns = layout.IsSparse ? sections.Numbers<int>(DataFileLayout.Columns, layout.ValueCount) : new([]);
        double[] squaredNorms = new double[n];
        if (layout.IsSparse) RequireRowOffsets(rowOffsets, layout);
        FeatureMatrix features = layout.IsSparse
            ? new SparseMatrix<T>(layout.FeatureCount, rowOffsets, columns, values, layout.NonzeroCount, squaredNorms)
            : new DenseMatrix<T>(n, layout.FeatureCount, values, layout.NonzeroCount, squaredNorms);
        long nonzeroCount = new DataFileBlocks<T>(layout, rowOffsets, columns, values, features).Verify(checksums, squaredNorms, path, threads);
        if (nonzeroCount != layout.NonzeroCount) throw Damaged(path, $"its header promises {layout.NonzeroCount} nonzeros, and {nonzeroCount} are there");
        return new Dataset(features, new Labels(labels.Whole.ToArray(), metadata.ClassNames), metadata.FeatureNames, metadata.Featurization is { } featurization ? new DatasetOrigin(featurization.GetRawText()) : null, metadata.Fingerprint);
    }

    private static void RequireHash(Sections sections, DataFileLayout layout, byte[] header, LongBuffer<long> rowOffsets, LongBuffer<int> labels, LongBuffer<uint> checksums, LongBuffer<byte> json, string path)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(header);
        Append(hash, rowOffsets);
        Append(hash, labels);
        Append(hash, checksums);
        Append(hash, json);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(sections.Numbers<byte>(layout.Hash, SHA256.HashSizeInBytes).Whole))
            throw Damaged(path, "its checksum does not match its header, labels or names");
    }

    internal static void Append<T>(IncrementalHash hash, LongBuffer<T> numbers)
        where T : unmanaged
    {
        for (long start = 0; start < numbers.Length; start += ChunkLength)
            hash.AppendData(numbers.Bytes(start, (int)Math.Min(ChunkLength, numbers.Length - start)));
    }

    private static void RequireRowOffsets(LongBuffer<long> rowOffsets, DataFileLayout layout)
    {
        long previous = 0;
        for (int i = 0; i <= layout.ExampleCount; i++)
        {
            long offset = rowOffsets[i];
            if (offset < previous || offset - previous > layout.FeatureCount || (i == 0 && offset != 0))
                throw new ArgumentException($"rows must begin at 0, never before their predecessor, and hold at most {layout.FeatureCount} values; got {offset} after {previous} at row {i}");
            previous = offset;
        }
        if (previous != layout.ValueCount) throw new ArgumentException($"its rows end at value {previous}, and {layout.ValueCount} are there");
    }

    internal static void RequireLittleEndian()
    {
        if (!BitConverter.IsLittleEndian) throw new PlatformNotSupportedException("Data files are little-endian, and this machine is not. Use another format here.");
    }

    /// <summary>The numbers of a file, read or mapped.</summary>
    private sealed class Sections(FileStream file, bool isMapped)
    {
        private readonly MappedFile? _mapped = isMapped ? new MappedFile(file) : null;

        public LongBuffer<T> Numbers<T>(long offset, long count)
            where T : unmanaged, INumber<T> =>
            _mapped is not null ? _mapped.Numbers<T>(offset, count) : FileNumbers.Read<T>(file, offset, checked((int)count));
    }
}
