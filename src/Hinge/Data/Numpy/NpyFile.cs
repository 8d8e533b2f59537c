using System.Buffers.Binary;
using Hinge.Models;

namespace Hinge.Data.Numpy;

/// <summary>
/// Reads NumPy's .npy files of float32, float64, bool and integers of 8 to 64 bits, little-endian, versions 1 to 3, and writes float32 and float64. Fortran
/// order is converted to C order. Object arrays, which can run code in NumPy, are refused.
/// </summary>
public static class NpyFile
{
    private const int ChunkBytes = 1 << 16;

    /// <summary>Reads an array; the file may be gzip.</summary>
    /// <exception cref="DataFormatException">The file is no .npy file, of another element type, or longer or shorter than its shape says.</exception>
    public static NpyArray Read(string path)
    {
        using Stream stream = InputFile.Open(path);
        try
        {
            return Read(stream, path);
        }
        catch (InvalidDataException e)
        {
            throw InputFile.DamagedCompression(path, e);
        }
    }

    /// <summary>Reads an array from a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="path">What errors call it.</param>
    /// <exception cref="DataFormatException">It is no .npy file, of another element type, or longer or shorter than its shape says.</exception>
    /// <exception cref="InvalidDataException">The stream's compressed data is damaged.</exception>
    public static NpyArray Read(Stream stream, string path)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Read(NpyHeader.Read(stream, path), stream, path);
    }

    /// <summary>Reads the elements after a header.</summary>
    internal static NpyArray Read(NpyHeader header, Stream stream, string path)
    {
        long count = Count(header.Shape, path);
        RequireLength(stream, header, count, path);
        Array elements = header.Descriptor switch
        {
            "<f4" => ReadElements(stream, count, sizeof(float), BinaryPrimitives.ReadSingleLittleEndian, path),
            "<f8" => ReadElements(stream, count, sizeof(double), BinaryPrimitives.ReadDoubleLittleEndian, path),
            "|b1" => ReadElements(stream, count, sizeof(byte), bytes => bytes[0] == 0 ? 0 : 1, path),
            "|u1" => ReadElements(stream, count, sizeof(byte), bytes => (int)bytes[0], path),
            "|i1" => ReadElements(stream, count, sizeof(sbyte), bytes => (int)(sbyte)bytes[0], path),
            "<u2" => ReadElements(stream, count, sizeof(ushort), bytes => (int)BinaryPrimitives.ReadUInt16LittleEndian(bytes), path),
            "<i2" => ReadElements(stream, count, sizeof(short), bytes => (int)BinaryPrimitives.ReadInt16LittleEndian(bytes), path),
            "<u4" => ReadElements(stream, count, sizeof(uint), bytes => (long)BinaryPrimitives.ReadUInt32LittleEndian(bytes), path),
            "<i4" => ReadElements(stream, count, sizeof(int), BinaryPrimitives.ReadInt32LittleEndian, path),
            "<i8" => ReadElements(stream, count, sizeof(long), BinaryPrimitives.ReadInt64LittleEndian, path),
            _ => throw Unsupported(header.Descriptor, path),
        };
        if (header.IsFortranOrder && header.Shape.Length > 1) elements = ToCOrder(elements, header.Shape);
        return new NpyArray(path, header.Shape, elements);
    }

    /// <summary>Writes float64 values in C order, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="values">As many values as the shape says.</param>
    /// <param name="shape">The length of each dimension.</param>
    /// <exception cref="ArgumentException">The shape is of another number of values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<double> values, params int[] shape) =>
        Write(path, values, "<f8", sizeof(double), shape, BinaryPrimitives.WriteDoubleLittleEndian);

    /// <summary>Writes float32 values in C order, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="values">As many values as the shape says.</param>
    /// <param name="shape">The length of each dimension.</param>
    /// <exception cref="ArgumentException">The shape is of another number of values.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, ReadOnlyMemory<float> values, params int[] shape) =>
        Write(path, values, "<f4", sizeof(float), shape, BinaryPrimitives.WriteSingleLittleEndian);

    /// <summary>Writes float64 values in C order into a stream.</summary>
    internal static void Write(Stream stream, ReadOnlyMemory<double> values, params int[] shape) =>
        Write(stream, values, "<f8", sizeof(double), shape, BinaryPrimitives.WriteDoubleLittleEndian);

    /// <summary>Writes int64 values in C order into a stream.</summary>
    internal static void Write(Stream stream, ReadOnlyMemory<long> values, params int[] shape) =>
        Write(stream, values, "<i8", sizeof(long), shape, BinaryPrimitives.WriteInt64LittleEndian);

    private delegate T ReadElement<T>(ReadOnlySpan<byte> bytes);

    private delegate void WriteElement<T>(Span<byte> bytes, T value);

    private static void Write<T>(string path, ReadOnlyMemory<T> values, string descriptor, int size, int[] shape, WriteElement<T> write)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Aggregate(1L, (product, length) => product * length) != values.Length)
            throw new ArgumentException($"shape must multiply to {values.Length} values.", nameof(shape));
        AtomicFile.Write(path, stream => Write(stream, values, descriptor, size, shape, write));
    }

    private static void Write<T>(Stream stream, ReadOnlyMemory<T> values, string descriptor, int size, int[] shape, WriteElement<T> write)
    {
        stream.Write(NpyHeader.Write(descriptor, shape));
        byte[] chunk = new byte[ChunkBytes];
        ReadOnlySpan<T> rest = values.Span;
        while (!rest.IsEmpty)
        {
            int count = Math.Min(rest.Length, ChunkBytes / size);
            for (int e = 0; e < count; e++)
                write(chunk.AsSpan(e * size), rest[e]);
            stream.Write(chunk, 0, count * size);
            rest = rest[count..];
        }
    }

    private static long Count(int[] shape, string path)
    {
        long count = 1;
        foreach (int length in shape)
        {
            count *= length;
            if (count > Array.MaxLength)
                throw new DataFormatException(path, null, $"the array must have at most {Array.MaxLength} elements; its shape has more. Save it in parts.");
        }
        return count;
    }

    /// <summary>Where the length is known, compares it with the shape before anything is allocated.</summary>
    private static void RequireLength(Stream stream, NpyHeader header, long count, string path)
    {
        if (!stream.CanSeek || header.Descriptor is not ("<f4" or "<f8" or "|b1" or "|u1" or "|i1" or "<u2" or "<i2" or "<u4" or "<i4" or "<i8")) return;
        long expected = count * (header.Descriptor[2] - '0'), found = stream.Length - stream.Position;
        if (expected != found) throw WrongLength(path, expected, found.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private static T[] ReadElements<T>(Stream stream, long count, int size, ReadElement<T> read, string path)
    {
        // From a compressed stream the length is not known beforehand: memory grows with what really arrives.
        T[] elements = new T[Math.Min(count, stream.CanSeek ? count : ChunkBytes)];
        byte[] chunk = new byte[ChunkBytes];
        for (long done = 0; done < count;)
        {
            int wanted = (int)Math.Min(ChunkBytes / size, count - done);
            int bytes = stream.ReadAtLeast(chunk.AsSpan(0, wanted * size), wanted * size, throwOnEndOfStream: false);
            if (bytes < wanted * size) throw WrongLength(path, count * size, (done * size + bytes).ToString(System.Globalization.CultureInfo.InvariantCulture));
            if (done + wanted > elements.Length) Array.Resize(ref elements, (int)Math.Min(count, Math.Max(done + wanted, 2L * elements.Length)));
            for (int e = 0; e < wanted; e++)
                elements[done + e] = read(chunk.AsSpan(e * size));
            done += wanted;
        }
        if (stream.ReadByte() >= 0) throw WrongLength(path, count * size, "more");
        return elements;
    }

    private static Array ToCOrder(Array elements, int[] shape) => elements switch
    {
        float[] typed => Transpose(typed, shape),
        double[] typed => Transpose(typed, shape),
        int[] typed => Transpose(typed, shape),
        long[] typed => Transpose(typed, shape),
        _ => throw new InvalidOperationException(),
    };

    private static T[] Transpose<T>(T[] fortran, int[] shape)
    {
        T[] result = new T[fortran.Length];
        int[] index = new int[shape.Length];
        for (int target = 0; target < result.Length; target++)
        {
            int source = 0;
            for (int axis = shape.Length - 1; axis >= 0; axis--)
                source = source * shape[axis] + index[axis];
            result[target] = fortran[source];
            for (int axis = shape.Length - 1; axis >= 0 && ++index[axis] == shape[axis]; axis--)
                index[axis] = 0;
        }
        return result;
    }

    private static DataFormatException Unsupported(string descriptor, string path)
    {
        string remedy = descriptor.StartsWith('>') ? "Convert it to little-endian, for instance with .astype('<f8')."
            : descriptor.Contains('O', StringComparison.Ordinal) ? "Python objects are not read; save an array of numbers."
            : "Convert it with .astype(numpy.float32) or .astype(numpy.int64).";
        return new DataFormatException(path, null, $"the element type must be float32, float64, bool or an integer of up to 64 bits with sign, little-endian; got '{descriptor}'. {remedy}");
    }

    private static DataFormatException WrongLength(string path, long expected, string found) =>
        new(path, null, $"the array must have {expected} bytes after its header, as its shape says; got {found}. The file is damaged: write it again with numpy.save.");
}
