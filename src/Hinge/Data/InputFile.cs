namespace Hinge.Data;

/// <summary>Opens data files, compressed with gzip or not: the first bytes tell, not the name.</summary>
public static class InputFile
{
    /// <summary>Opens a file or pipe for reading from its start, decompressing where it is gzip.</summary>
    /// <exception cref="DataFormatException">There is no such file, it is a folder, or it may not be read.</exception>
    public static Stream Open(string path)
    {
        FileStream file = OpenPlain(path);
        try
        {
            byte[] start = new byte[2];
            int read = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            bool isGzip = read == 2 && start[0] == 0x1F && start[1] == 0x8B;
            Stream whole = file;
            if (file.CanSeek) file.Position = 0;
            else whole = new ChainedStream(new MemoryStream(start, 0, read), file);
            return isGzip ? new GzipInput(whole) : whole;
        }
        catch (IOException e)
        {
            file.Dispose();
            throw CannotBeRead(path, e);
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
