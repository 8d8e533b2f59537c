namespace Hinge.Cli;

/// <summary>Looks before long work whether its result can be written.</summary>
internal static class OutputFile
{
    /// <summary>Throws where two files are the same, one of which would be written over.</summary>
    /// <param name="files">What each is, as the user knows it, and its path; null paths are none.</param>
    /// <exception cref="ArgumentException">Two of them are the same.</exception>
    public static void RequireDifferent(params (string Name, string? Path)[] files)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        foreach ((string name, string? path) in files)
        {
            if (string.IsNullOrEmpty(path) || path.StartsWith("/dev/", StringComparison.Ordinal)) continue;
            if (!names.TryAdd(Path.GetFullPath(path), name))
                throw new ArgumentException($"{name} must be a file of its own; got {path}, which is {names[Path.GetFullPath(path)]} too. Name another.");
        }
    }

    /// <summary>Throws unless a file can be created beside <paramref name="path"/>.</summary>
    /// <exception cref="IOException">The folder does not exist, or path is a folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written to.</exception>
    public static void RequireWritable(string path)
    {
        if (path.Length == 0) throw new IOException("The output must be a file; got an empty name. Name one with -o.");
        string full = Path.GetFullPath(path), folder = Path.GetDirectoryName(full) ?? full;
        if (Directory.Exists(full)) throw new IOException($"{path} is a folder. Name a file in it.");
        if (!Directory.Exists(folder)) throw new IOException($"{path} cannot be written: there is no folder {Path.GetDirectoryName(path)}. Create it first.");
        string probe = Path.Combine(folder, $".hinge.{Guid.NewGuid():N}.tmp");
        try
        {
            using FileStream file = new(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{path} cannot be written: its folder refuses new files. Choose another folder, or change its permissions.", e);
        }
    }
}
