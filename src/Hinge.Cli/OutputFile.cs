namespace Hinge.Cli;

/// <summary>Looks before long work whether its result can be written.</summary>
internal static class OutputFile
{
    /// <summary>Throws unless each file can be created, and none is another or the data, which would be written over.</summary>
    /// <param name="data">The file that is read.</param>
    /// <param name="outputs">What each is, as the user knows it, and its path; null paths are none.</param>
    /// <exception cref="ArgumentException">Two of them are the same.</exception>
    /// <exception cref="IOException">A folder does not exist or refuses new files, or a path is a folder.</exception>
    public static void RequireWritable(string data, params (string Name, string? Path)[] outputs)
    {
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        if (data.Length > 0) names.Add(Path.GetFullPath(data), "DATA"); // an empty name is refused by the reader
        foreach ((string name, string? path) in outputs)
        {
            if (path is null) continue;
            RequireWritable(path);
            if (path.StartsWith("/dev/", StringComparison.Ordinal)) continue;
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
