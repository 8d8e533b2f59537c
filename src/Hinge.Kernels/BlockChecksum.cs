using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hinge.Kernels;

/// <summary>CRC-32C (Castagnoli; RFC 3720, appendix B.4), which finds damage by chance, not by intent; hardware computes it where it can.</summary>
public static class BlockChecksum
{
    /// <summary>Where a checksum begins.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>Takes more bytes into a checksum.</summary>
    /// <param name="checksum"><see cref="Start"/>, or of what came before.</param>
    /// <param name="bytes">Of any length.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        int at = 0;
        for (; at + sizeof(ulong) <= bytes.Length; at += sizeof(ulong)) checksum = BitOperations.Crc32C(checksum, BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]));
        for (; at < bytes.Length; at++) checksum = BitOperations.Crc32C(checksum, bytes[at]);
        return checksum;
    }

    /// <summary>Takes more numbers into a checksum, by their bytes as they lie in memory.</summary>
    /// <param name="checksum"><see cref="Start"/>, or of what came before.</param>
    /// <param name="numbers">Where they are.</param>
    /// <param name="start">The first.</param>
    /// <param name="length">How many.</param>
    public static uint Add<T>(uint checksum, LongBuffer<T> numbers, long start, long length)
        where T : unmanaged
    {
        const int Chunk = 1 << 20;
        ArgumentNullException.ThrowIfNull(numbers);
        for (long end = start + length; start < end; start += Chunk) checksum = Add(checksum, numbers.Bytes(start, (int)Math.Min(Chunk, end - start)));
        return checksum;
    }

    /// <summary>The checksum as it is written: by convention its complement.</summary>
    public static uint End(uint checksum) => ~checksum;
}
