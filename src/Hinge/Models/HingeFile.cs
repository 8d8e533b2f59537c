using System.Buffers.Binary;
using System.Security.Cryptography;
using Hinge.Data;

namespace Hinge.Models;

/// <summary>
/// The container of models, duals and checkpoints: a header, JSON metadata, raw little-endian numbers, a checksum.
/// </summary>
/// <remarks>
/// <code>
/// offset  size  content
/// 0       8     magic, "HINGEMOD", "HINGEDUA" or "HINGECHK"
/// 8       4     format version, 1
/// 12      4     metadata length m
/// 16      8     payload length p
/// 24      m     metadata, JSON in UTF-8
/// 24 + m  p     payload
/// end     32    SHA-256 of everything before
/// </code>
/// Reading compares m and p with the file's real length before it allocates anything, and the checksum before it
/// interprets anything.
/// </remarks>
internal static class HingeFile
{
    private const int HeaderLength = 24;
    private const int FormatVersion = 1;

    public static void Write(string path, ReadOnlySpan<byte> magic, byte[] metadata, long payloadLength, Action<Stream> writePayload)
    {
        byte[] header = new byte[HeaderLength];
        magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), metadata.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), payloadLength);
        AtomicFile.Write(path, file =>
        {
            using SHA256 hash = SHA256.Create();
            using (CryptoStream hashed = new(file, hash, CryptoStreamMode.Write, leaveOpen: true))
            using (BufferedStream buffered = new(hashed, 1 << 16))
            {
                buffered.Write(header);
                buffered.Write(metadata);
                writePayload(buffered);
            }
            file.Write(hash.Hash!);
        });
    }

    /// <summary>Checks a file and opens it at its payload.</summary>
    /// <returns>The metadata and the payload's length; the stream stands at the payload's first byte.</returns>
    public static (byte[] Metadata, long PayloadLength) Open(string path, FileStream file, ReadOnlySpan<byte> magic, string kind)
    {
        if (!file.CanSeek)
            throw new DataFormatException(path, null, "this is a pipe, and the checksum needs two passes. Write it to a file first.");
        byte[] header = new byte[HeaderLength];
        int read = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (read < magic.Length || !header.AsSpan(0, magic.Length).SequenceEqual(magic))
            throw new DataFormatException(path, null, KindOf(header) is { } other ? $"this is {other}, not a {kind} file. Give one that hinge train wrote." : $"this is no Hinge {kind} file. Give one that hinge train wrote.");
        if (read < HeaderLength)
            throw Damaged(path, $"it ends after {read} bytes, within its header");
        int version = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(8));
        if (version != FormatVersion)
            throw new DataFormatException(path, null, $"format version must be {FormatVersion}; got {version}. Read it with the version of Hinge that wrote it.");
        int metadataLength = BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12));
        long payloadLength = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
        long rest = file.Length - HeaderLength - SHA256.HashSizeInBytes;
        if (metadataLength < 0 || payloadLength < 0 || metadataLength > rest || payloadLength != rest - metadataLength)
            throw Damaged(path, $"its header promises {metadataLength} + {payloadLength} bytes, and {Math.Max(0, rest)} are there");
        RequireChecksum(path, file);

        file.Position = HeaderLength;
        byte[] metadata = new byte[metadataLength];
        file.ReadExactly(metadata);
        return (metadata, payloadLength);
    }

    /// <summary>What the file that begins so is, for messages; null where it is none of Hinge's.</summary>
    public static string? KindOf(ReadOnlySpan<byte> start) =>
        start.StartsWith("HINGEMOD"u8) ? "a model"
        : start.StartsWith("HINGEDUA"u8) ? "a file of dual variables"
        : start.StartsWith("HINGECHK"u8) ? "a checkpoint"
        : start.StartsWith("HINGEDAT"u8) ? "a data file"
        : null;

    public static DataFormatException Damaged(string path, string how) =>
        new(path, null, $"the file is damaged: {how}. Copy it again from its source, or train again.");

    private static void RequireChecksum(string path, FileStream file)
    {
        file.Position = 0;
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[1 << 16];
        for (long left = file.Length - SHA256.HashSizeInBytes; left > 0;)
        {
            int read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            if (read == 0) throw Damaged(path, "it became shorter while it was read");
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
        byte[] stored = new byte[SHA256.HashSizeInBytes];
        file.ReadExactly(stored);
        if (!hash.GetHashAndReset().AsSpan().SequenceEqual(stored))
            throw Damaged(path, "its checksum does not match its content");
    }
}
