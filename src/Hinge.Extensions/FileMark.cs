namespace Hinge.Extensions;

/// <summary>By what a replaced file is told from the one before, without reading it.</summary>
internal readonly record struct FileMark(string Path, long Length, long Written)
{
    /// <summary>A missing file has a mark as well. Of a symbolic link it is the target's: containers replace files by changing where links lead.</summary>
    public static FileMark Of(string path)
    {
        try
        {
            // Folders may be links too: those above the file are followed by the name that it really has.
            FileInfo file = new(Real(System.IO.Path.GetFullPath(path)));
            return file.Exists ? new FileMark(file.FullName, file.Length, file.LastWriteTimeUtc.Ticks) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    private static string Real(string path)
    {
        if (System.IO.Path.GetDirectoryName(path) is not { } folder) return path;
        string inFolder = System.IO.Path.Combine(Real(folder), System.IO.Path.GetFileName(path));
        return (Directory.Exists(inFolder) ? Directory.ResolveLinkTarget(inFolder, returnFinalTarget: true) : File.ResolveLinkTarget(inFolder, returnFinalTarget: true))?.FullName ?? inFolder;
    }
}
