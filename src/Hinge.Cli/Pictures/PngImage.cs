using System.Buffers.Binary;
using System.IO.Compression;

namespace Hinge.Cli.Pictures;

/// <summary>An RGB image, white at first, that writes itself as PNG (ISO/IEC 15948).</summary>
internal sealed class PngImage
{
    private static readonly uint[] CrcTable = [.. Enumerable.Range(0, 256).Select(n => CrcOfByte((uint)n))];

    private readonly int _width, _height;
    private readonly byte[] _pixels;

    public PngImage(int width, int height)
    {
        _width = width;
        _height = height;
        _pixels = new byte[checked(3 * width * height)];
        _pixels.AsSpan().Fill(255);
    }

    /// <summary>Fills a square.</summary>
    public void Fill(int left, int top, int size, (byte Red, byte Green, byte Blue) color)
    {
        for (int y = top; y < top + size; y++)
            for (int x = left; x < left + size; x++)
                (_pixels[3 * (y * _width + x)], _pixels[3 * (y * _width + x) + 1], _pixels[3 * (y * _width + x) + 2]) = color;
    }

    /// <summary>Draws a line of one pixel around a rectangle.</summary>
    public void Frame(int left, int top, int width, int height, (byte Red, byte Green, byte Blue) color)
    {
        for (int x = left - 1; x <= left + width; x++)
        {
            Fill(x, top - 1, 1, color);
            Fill(x, top + height, 1, color);
        }
        for (int y = top; y < top + height; y++)
        {
            Fill(left - 1, y, 1, color);
            Fill(left + width, y, 1, color);
        }
    }

    public void Write(Stream output)
    {
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, _width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), _height);
        header[8] = 8; // bits a channel
        header[9] = 2; // RGB
        WriteChunk(output, "IHDR"u8, header);

        using MemoryStream data = new();
        using (ZLibStream zlib = new(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (int y = 0; y < _height; y++)
            {
                zlib.WriteByte(0); // no filter
                zlib.Write(_pixels, 3 * y * _width, 3 * _width);
            }
        }
        WriteChunk(output, "IDAT"u8, data.ToArray());
        WriteChunk(output, "IEND"u8, []);
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        output.Write(number);
        output.Write(type);
        output.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        output.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (byte b in bytes)
            crc = CrcTable[(crc ^ b) & 255] ^ crc >> 8;
        return crc;
    }

    private static uint CrcOfByte(uint n)
    {
        for (int bit = 0; bit < 8; bit++)
            n = (n & 1) != 0 ? 0xEDB88320 ^ n >> 1 : n >> 1;
        return n;
    }
}
