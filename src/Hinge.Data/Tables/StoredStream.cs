namespace Hinge.Data.Tables;

/// <summary>A table that came in a stream, in a temporary file whose name ends as its first bytes tell.</summary>
internal sealed class StoredStream : IDisposable
{
    /// <param name="stream">What is stored, to its end.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">Its compression is damaged, or there is no room for it.</exception>
    public StoredStream(Stream stream, string name)
    {
        byte[] start = new byte[1 << 12];
        try
        {
            int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"hinge-{Guid.NewGuid():N}{EndingOf(start.AsSpan(0, read))}");
            using FileStream file = new(Path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            file.Write(start, 0, read);
            stream.CopyTo(file);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Dispose();
            throw e is InvalidDataException
                ? new DataFormatException(name, null, "the compressed data is damaged or cut short. Copy it again from its source.")
                : new DataFormatException(name, null, $"it cannot be stored in {System.IO.Path.GetTempPath()} to be read: {e.Message.TrimEnd('.')}. Free some space there, or write it to a file and name that.");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; } = "";

    public void Dispose()
    {
        if (Path.Length > 0) File.Delete(Path);
    }

    private static string EndingOf(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("PAR1"u8)) return ".parquet";
        ReadOnlySpan<byte> text = (start.StartsWith("\uFEFF"u8) ? start[3..] : start).TrimStart(" \t\r\n"u8);
        return text is [(byte)'{' or (byte)'[', ..] ? ".jsonl" : ".csv";
    }
}
