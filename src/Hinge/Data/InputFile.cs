using System.IO.Compression;

namespace Hinge.Data;

/// <summary>Opens data files, compressed with gzip or not: the first bytes tell, not the name.</summary>
public static class InputFile
{
    /// <summary>Opens a file for reading from its start, decompressing where it is gzip.</summary>
    /// <exception cref="DataFormatException">There is no such file, it is a folder, or it may not be read.</exception>
    public static Stream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (Directory.Exists(path)) throw new DataFormatException(path, null, "this is a folder. Name a file in it.");
        try
        {
            FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            Span<byte> start = stackalloc byte[2];
            bool isGzip = file.ReadAtLeast(start, 2, throwOnEndOfStream: false) == 2 && start[0] == 0x1F && start[1] == 0x8B;
            file.Position = 0;
            return isGzip ? new GZipStream(file, CompressionMode.Decompress) : file;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DataFormatException(path, null, "there is no such file. Check the path.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new DataFormatException(path, null, "the file may not be read. Check its permissions.");
        }
    }

    /// <summary>What to throw where decompression fails midway.</summary>
    internal static DataFormatException DamagedCompression(string path, InvalidDataException cause) =>
        new(path, null, $"the compressed data is damaged or cut short ({cause.Message.TrimEnd('.')}). Copy the file again from its source.");
}
