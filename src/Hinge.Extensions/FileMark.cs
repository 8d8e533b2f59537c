namespace Hinge.Extensions;

/// <summary>By what a replaced file is told from the one before, without reading it.</summary>
internal readonly record struct FileMark(long Length, long Written)
{
    /// <summary>A missing file has a mark as well.</summary>
    public static FileMark Of(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new FileMark(file.Length, file.LastWriteTimeUtc.Ticks) : default;
    }
}
