using System.Numerics;
using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>Reads numbers of a file into arrays: the counterpart of <see cref="MappedFile"/> for small files.</summary>
public static class FileNumbers
{
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
