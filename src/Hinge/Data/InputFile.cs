namespace Hinge.Data;

/// <summary>Opens data files, compressed with gzip or not: the first bytes tell, not the name.</summary>
public static class InputFile
{
    /// <summary>Opens a file or pipe for reading from its start, decompressing where it is gzip.</summary>
    /// <param name="path">The file.</param>
    /// <param name="progress">Told, after each read, how many bytes have been read of the file as it is stored; null for nobody.</param>
    /// <exception cref="DataFormatException">There is no such file, it is a folder, or it may not be read.</exception>
    public static Stream Open(string path, IProgress<long>? progress = null)
    {
        FileStream file = OpenPlain(path);
        try
        {
            return Decompressed(progress is null ? file : new MeasuredStream(file, progress));
        }
        catch (IOException e)
        {
            file.Dispose();
            throw CannotBeRead(path, e);
        }
    }

    /// <summary>A stream from where it is, decompressed where it is gzip: its first two bytes are waited for.</summary>
    public static Stream Decompressed(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        byte[] start = new byte[2];
        int read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        bool isGzip = read == 2 && start[0] == 0x1F && start[1] == 0x8B;
        Stream whole = stream;
        if (stream.CanSeek) stream.Position -= read;
        else whole = new ChainedStream(new MemoryStream(start, 0, read), stream);
        return isGzip ? new GzipInput(whole) : whole;
    }

    /// <summary>Whether a file begins with these bytes; false where it cannot be read, or is a pipe, which would lose them.</summary>
    internal static bool BeginsWith(string path, ReadOnlySpan<byte> bytes)
    {
        if (!File.Exists(path) || new FileInfo(path).Length < bytes.Length) return false;
        try
        {
            using FileStream file = OpenPlain(path);
            Span<byte> start = stackalloc byte[bytes.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual(bytes);
        }
        catch (DataFormatException)
        {
            return false; // The reader whose turn it is says what is wrong.
        }
    }

    /// <summary>Opens a file as it is.</summary>
    /// <exception cref="DataFormatException">There is no such file, it is a folder, or it may not be read.</exception>
    internal static FileStream OpenPlain(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0) throw new ArgumentException("The input must be a file; got an empty name.", nameof(path));
        if (Directory.Exists(path)) throw new DataFormatException(path, null, "this is a folder. Name a file in it.");
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFormatException(path, null, "there is no such file. Check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new DataFormatException(path, null, "the file may not be read. Check its permissions.");
        }
        catch (IOException e)
        {
            throw CannotBeRead(path, e);
        }
    }

    /// <summary>What to throw where decompression fails midway.</summary>
    internal static DataFormatException DamagedCompression(string path, InvalidDataException cause) =>
        new(path, null, $"the compressed data is damaged or cut short ({cause.Message.TrimEnd('.')}). Copy the file again from its source.");

    private static DataFormatException CannotBeRead(string path, IOException cause) =>
        new(path, null, $"the file cannot be read: {cause.Message.TrimEnd('.')}. Check its path, and that no program holds it.");
}
