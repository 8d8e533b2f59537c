using System.Globalization;
using System.Text;

namespace Hinge.Data.Numpy;

/// <summary>Arrays of text in .npy files: elements of equal width, UTF-32 (<c>&lt;U12</c>) or bytes of Latin-1 (<c>|S12</c>), with zeros behind.</summary>
internal static class NpyText
{
    /// <summary>Wider elements are no names.</summary>
    private const int Widest = 1 << 16;

    private static readonly Encoding Utf32 = new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>Whether the elements are text.</summary>
    public static bool Holds(NpyHeader header) =>
        header.Descriptor.StartsWith("<U", StringComparison.Ordinal) || header.Descriptor.StartsWith("|S", StringComparison.Ordinal);

    /// <summary>Reads the elements of a one-dimensional array. Memory grows with what arrives.</summary>
    /// <exception cref="DataFormatException">The elements are too wide, or no text, or the stream ends before them or goes on behind.</exception>
    public static string[] Read(NpyHeader header, Stream stream, string source)
    {
        bool isUtf32 = header.Descriptor[0] == '<';
        if (!int.TryParse(header.Descriptor.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out int width) || width is < 1 or > Widest)
            throw new DataFormatException(source, null, $"names must have between 1 and {Widest} characters; got elements of type '{header.Descriptor}'. Shorten them.");
        byte[] element = new byte[isUtf32 ? 4 * width : width];
        List<string> names = [];
        while (names.Count < header.Shape[0])
        {
            if (stream.ReadAtLeast(element, element.Length, throwOnEndOfStream: false) < element.Length)
                throw new DataFormatException(source, null, $"the array must have {header.Shape[0]} elements, as its shape says; got {names.Count}. The file is damaged: write it again with numpy.savez.");
            names.Add(Decode(element, isUtf32, source));
        }
        if (stream.ReadByte() >= 0)
            throw new DataFormatException(source, null, $"the array must have {header.Shape[0]} elements, as its shape says; more follows. The file is damaged: write it again with numpy.savez.");
        return [.. names];
    }

    /// <summary>Writes names.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="names">Not one ends in a NUL, which NumPy would take for filling.</param>
    /// <param name="shape">The array's: of one dimension, or of none for a single name.</param>
    public static void Write(Stream stream, IReadOnlyList<string> names, int[] shape)
    {
        byte[][] encoded = [.. names.Select(Utf32.GetBytes)];
        int width = Math.Max(4, encoded.Max(bytes => bytes.Length));
        stream.Write(NpyHeader.Write(string.Create(CultureInfo.InvariantCulture, $"<U{width / 4}"), shape));
        foreach (byte[] bytes in encoded)
        {
            stream.Write(bytes);
            stream.Write(new byte[width - bytes.Length]);
        }
    }

    private static string Decode(byte[] element, bool isUtf32, string source)
    {
        try
        {
            return (isUtf32 ? Utf32 : Encoding.Latin1).GetString(element).TrimEnd('\0');
        }
        catch (DecoderFallbackException)
        {
            throw new DataFormatException(source, null, "the elements must be text; got numbers that are no characters. The file is damaged: write it again with numpy.savez.");
        }
    }
}
