using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hinge.Data.Binary;

/// <summary>The counts in a data file's header, and where its sections lie.</summary>
/// <remarks>
/// <code>
/// offset  size  content
/// 0       8     magic, "HINGEDAT"
/// 8       4     format version, 1
/// 12      4     1 where rows are sparse, plus 2 where values are float64
/// 16      8     N, examples
/// 24      8     D, features
/// 32      8     E, values stored: N·D where rows are dense
/// 40      8     nonzeros among them
/// 48      8     metadata length m
/// 56      8     zero
/// 64      4·E   sparse rows: the column of each value
///         4·E or 8·E  values, float32 or float64
///         8·(N+1)     sparse rows: where each row begins, counted in values, and E
///         4·N   labels, the class of each example
///         4·⌈N/256⌉   CRC-32C of each 256 rows: their columns, then their values
///         m     metadata, JSON in UTF-8
///         32    SHA-256 of the header and of all from the rows' beginnings to the metadata, without padding
/// </code>
/// Numbers are little-endian; sections but the last begin at multiples of 64, with zeros before them.
/// </remarks>
internal sealed record DataFileLayout
{
    public const int HeaderLength = 64;

    /// <summary>Rows under one checksum.</summary>
    public const int BlockRows = 256;

    private const int FormatVersion = 1, Alignment = 64, SparseFlag = 1, DoubleFlag = 2;

    public static ReadOnlySpan<byte> Magic => "HINGEDAT"u8;

    public required bool IsSparse { get; init; }

    public required bool IsDouble { get; init; }

    public required int ExampleCount { get; init; }

    public required int FeatureCount { get; init; }

    public required long ValueCount { get; init; }

    public required long NonzeroCount { get; init; }

    public required int MetadataLength { get; init; }

    public int BlockCount => (int)(((long)ExampleCount + BlockRows - 1) / BlockRows);

    public static long Columns => HeaderLength;

    public long Values => Aligned(Columns + (IsSparse ? sizeof(int) * ValueCount : 0));

    public long RowOffsets => Aligned(Values + ValueSize * ValueCount);

    public long Labels => Aligned(RowOffsets + (IsSparse ? sizeof(long) * (ExampleCount + 1L) : 0));

    public long Checksums => Aligned(Labels + sizeof(int) * (long)ExampleCount);

    public long Metadata => Aligned(Checksums + sizeof(uint) * (long)BlockCount);

    public long Hash => Metadata + MetadataLength;

    public long Length => Hash + SHA256.HashSizeInBytes;

    /// <summary>The ends and beginnings of sections between which there is padding.</summary>
    public IEnumerable<(long Start, long End)> Paddings =>
    [
        (Columns + (IsSparse ? sizeof(int) * ValueCount : 0), Values),
        (Values + ValueSize * ValueCount, RowOffsets),
        (RowOffsets + (IsSparse ? sizeof(long) * (ExampleCount + 1L) : 0), Labels),
        (Labels + sizeof(int) * (long)ExampleCount, Checksums),
        (Checksums + sizeof(uint) * (long)BlockCount, Metadata),
    ];

    private int ValueSize => IsDouble ? sizeof(double) : sizeof(float);

    public byte[] ToHeader()
    {
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), (IsSparse ? SparseFlag : 0) + (IsDouble ? DoubleFlag : 0));
        long[] counts = [ExampleCount, FeatureCount, ValueCount, NonzeroCount, MetadataLength];
        for (int c = 0; c < counts.Length; c++) BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16 + 8 * c), counts[c]);
        return header;
    }

    /// <summary>The layout that a header promises.</summary>
    /// <param name="header">Of full length, with the right magic.</param>
    /// <param name="length">The file's real length, which the promises must come to.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="DataFormatException">The version is another, or the counts and the length do not fit together.</exception>
    public static DataFileLayout Of(ReadOnlySpan<byte> header, long length, string path)
    {
        int version = BinaryPrimitives.ReadInt32LittleEndian(header[8..]);
        if (version != FormatVersion)
            throw new DataFormatException(path, null, $"format version must be {FormatVersion}; got {version}. Read it with the version of Hinge that wrote it, or convert the data again.");
        int flags = BinaryPrimitives.ReadInt32LittleEndian(header[12..]);
        long[] counts = new long[6];
        for (int c = 0; c < counts.Length; c++) counts[c] = BinaryPrimitives.ReadInt64LittleEndian(header[(16 + 8 * c)..]);
        bool isPossible = (flags & ~(SparseFlag | DoubleFlag)) == 0
            && counts[0] is >= 1 and < int.MaxValue
            && counts[1] is >= 1 and <= int.MaxValue
            // So much bounds every product of a count: nothing below overflows.
            && counts[2] >= 0 && counts[2] <= length
            && counts[3] >= 0 && counts[3] <= counts[2]
            && counts[4] >= 0 && counts[4] <= Math.Min(length, Array.MaxLength)
            && counts[5] == 0;
        if (!isPossible) throw DataFile.Damaged(path, "its header holds counts that no data has");
        DataFileLayout layout = new()
        {
            IsSparse = (flags & SparseFlag) != 0,
            IsDouble = (flags & DoubleFlag) != 0,
            ExampleCount = (int)counts[0],
            FeatureCount = (int)counts[1],
            ValueCount = counts[2],
            NonzeroCount = counts[3],
            MetadataLength = (int)counts[4],
        };
        if (!layout.IsSparse && layout.ValueCount != (long)layout.ExampleCount * layout.FeatureCount)
            throw DataFile.Damaged(path, $"its header promises {layout.ValueCount} values for {layout.ExampleCount}×{layout.FeatureCount} dense features");
        if (layout.Length != length) throw DataFile.Damaged(path, $"its header promises {layout.Length} bytes, and {length} are there");
        return layout;
    }

    private static long Aligned(long offset) => (offset + Alignment - 1) / Alignment * Alignment;
}
