using System.Numerics;
using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>Numbers of files, little-endian, many at a time: the counterpart of <see cref="MappedFile"/> for small files.</summary>
public static class FileNumbers
{
    /// <summary>Numbers that are written at a time: streams behind may take as much memory as they are given.</summary>
    private const int Chunk = 1 << 13;

    /// <summary>Writes numbers, little-endian.</summary>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    public static void Write(Stream stream, ReadOnlySpan<double> values)
    {
        ArgumentNullException.ThrowIfNull(stream);
        for (; !values.IsEmpty; values = values[Math.Min(Chunk, values.Length)..])
            stream.Write(MemoryMarshal.AsBytes(values[..Math.Min(Chunk, values.Length)]));
    }

    /// <summary>Reads as many numbers as there is room for, little-endian.</summary>
    /// <exception cref="EndOfStreamException">The stream ends before.</exception>
    public static void Read(Stream stream, Span<double> values)
    {
        ArgumentNullException.ThrowIfNull(stream);
        for (; !values.IsEmpty; values = values[Math.Min(Chunk, values.Length)..])
            stream.ReadExactly(MemoryMarshal.AsBytes(values[..Math.Min(Chunk, values.Length)]));
    }

    /// <summary>Reads numbers, little-endian.</summary>
    /// <param name="file">A file that can be sought in.</param>
    /// <param name="offset">Where they begin, in bytes.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="EndOfStreamException">The file ends before.</exception>
    public static LongBuffer<T> Read<T>(FileStream file, long offset, int count)
        where T : unmanaged, INumber<T>
    {
        ArgumentNullException.ThrowIfNull(file);
        T[] array = GC.AllocateUninitializedArray<T>(count);
        Span<byte> bytes = MemoryMarshal.AsBytes(array.AsSpan());
        for (int read; !bytes.IsEmpty; bytes = bytes[read..], offset += read)
        {
            read = RandomAccess.Read(file.SafeFileHandle, bytes, offset);
            if (read == 0) throw new EndOfStreamException($"it ends at byte {offset}.");
        }
        return new LongBuffer<T>(array);
    }
}
