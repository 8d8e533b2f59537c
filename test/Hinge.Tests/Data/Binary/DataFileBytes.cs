using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Hinge.Tests.Data.Binary;

/// <summary>Data files taken apart by their documentation, to be changed and given right checksums again, so that tests reach what lies behind them.</summary>
internal sealed class DataFileBytes(byte[] file)
{
    private const int BlockRows = 256;

    public byte[] File { get; } = [.. file];

    public int Flags => BinaryPrimitives.ReadInt32LittleEndian(File.AsSpan(12));

    public bool IsSparse => (Flags & 1) != 0;

    public int Size => (Flags & 2) != 0 ? 8 : 4;

    public long N => Count(0);

    public long D => Count(1);

    public long E => Count(2);

    public static int Columns => 64;

    public int Values => Aligned(Columns + (IsSparse ? 4 * E : 0));

    public int RowOffsets => Aligned(Values + Size * E);

    public int Labels => Aligned(RowOffsets + (IsSparse ? 8 * (N + 1) : 0));

    public int Checksums => Aligned(Labels + 4 * N);

    public int Metadata => Aligned(Checksums + 4 * ((N + BlockRows - 1) / BlockRows));

    /// <summary>A count of the header: N, D, E, nonzeros, metadata length.</summary>
    public long Count(int index) => BinaryPrimitives.ReadInt64LittleEndian(File.AsSpan(16 + 8 * index));

    public DataFileBytes SetCount(int index, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(File.AsSpan(16 + 8 * index), value);
        return this;
    }

    public DataFileBytes SetInt(int offset, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(File.AsSpan(offset), value);
        return this;
    }

    public DataFileBytes SetLong(int offset, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(File.AsSpan(offset), value);
        return this;
    }

    /// <summary>The file with the SHA-256 that its content has, and the CRC-32C of its first block of rows, of which there must be one, where its rows can be found.</summary>
    public byte[] Resealed()
    {
        bool hasRows = N is > 0 and <= BlockRows && E >= 0 && E <= File.Length && Metadata <= File.Length - 32;
        if (!hasRows) return File;
        uint crc = uint.MaxValue;
        foreach (byte b in File.AsSpan(Columns, IsSparse ? 4 * (int)E : 0)) crc = BitOperations.Crc32C(crc, b);
        foreach (byte b in File.AsSpan(Values, Size * (int)E)) crc = BitOperations.Crc32C(crc, b);
        SetInt(Checksums, (int)~crc);
        byte[] hashed =
        [
            .. File.AsSpan(0, 64), .. File.AsSpan(RowOffsets, IsSparse ? 8 * ((int)N + 1) : 0), .. File.AsSpan(Labels, 4 * (int)N), .. File.AsSpan(Checksums, 4), .. File.AsSpan(Metadata, File.Length - 32 - Metadata),
        ];
        SHA256.HashData(hashed).CopyTo(File.AsSpan(File.Length - 32));
        return File;
    }

    private static int Aligned(long offset) => offset is >= 0 and < int.MaxValue - 64 ? (int)((offset + 63) / 64 * 64) : int.MaxValue;
}
