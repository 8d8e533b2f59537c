using System.Text;

namespace Hinge.Data.Tables;

/// <summary>Looks whether text is UTF-8, the only encoding that is read, and names the one that it is in where its start tells.</summary>
internal static class TextEncoding
{
    /// <summary>What to do about another encoding.</summary>
    public const string Remedy = "Convert the file, for example with iconv -f latin1 -t utf-8.";

    /// <summary>Refuses UTF-16 and UTF-32 by their byte-order marks, or UTF-16 without one by the zero bytes of its first two characters.</summary>
    public static void RequireUtf8(string path, string source)
    {
        byte[] start = new byte[4];
        using Stream stream = InputFile.Open(path);
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        string? name = start.AsSpan(0, read) switch
        {
            [0xFF, 0xFE, 0, 0] or [0, 0, 0xFE, 0xFF] => "UTF-32",
            [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] => "UTF-16",
            [> 0, 0, > 0, 0] => "UTF-16LE",
            [0, > 0, 0, > 0] => "UTF-16BE",
            _ => null,
        };
        if (name is not null)
            throw new DataFormatException(source, 1, $"the text must be UTF-8; this is {name}. Convert the file, for example with iconv -f {name} -t utf-8.");
    }

    /// <summary>The first line, from 1, that is no UTF-8, or null.</summary>
    public static long? FirstBadLine(string path)
    {
        using StreamReader reader = new(InputFile.Open(path), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, bufferSize: 1024);
        // Decoded by blocks: of the block that fails the lines before the bad bytes are found in a second reading, byte by byte.
        try
        {
            char[] block = new char[1 << 14];
            while (reader.Read(block) > 0)
            {
                // Only whether it fails matters.
            }
            return null;
        }
        catch (DecoderFallbackException)
        {
            return LineOfBadBytes(path);
        }
    }

    private static long LineOfBadBytes(string path)
    {
        using Stream stream = new BufferedStream(InputFile.Open(path), 1 << 16);
        long line = 1;
        MemoryStream text = new();
        for (int read; (read = stream.ReadByte()) >= 0;)
        {
            text.WriteByte((byte)read);
            if (read != '\n') continue;
            if (!System.Text.Unicode.Utf8.IsValid(text.GetBuffer().AsSpan(0, (int)text.Length))) return line;
            text.SetLength(0);
            line++;
        }
        return line;
    }
}
