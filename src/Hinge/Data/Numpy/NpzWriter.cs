using System.IO.Compression;

namespace Hinge.Data.Numpy;

/// <summary>Writes .npz files, uncompressed as numpy.savez does; the same arrays give the same bytes.</summary>
internal sealed class NpzWriter(Stream stream) : IDisposable
{
    /// <summary>The earliest time that a zip archive can state: the real one would make every file another.</summary>
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = new(stream, ZipArchiveMode.Create, leaveOpen: true);

    /// <summary>Adds an array.</summary>
    /// <param name="name">Its name, without .npy.</param>
    /// <param name="write">Writes it with its header.</param>
    public void Add(string name, Action<Stream> write)
    {
        ZipArchiveEntry entry = _zip.CreateEntry($"{name}.npy", CompressionLevel.NoCompression);
        entry.LastWriteTime = Time;
        using Stream content = entry.Open();
        write(content);
    }

    /// <summary>Ends the archive.</summary>
    public void Dispose() => _zip.Dispose();
}
