namespace Hinge.Testing;

/// <summary>Files of the repository that tests read, such as the samples.</summary>
public static class RepositoryFile
{
    /// <summary>The full path of a file given from the repository's root.</summary>
    public static string At(params string[] parts)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Hinge.slnx")))
            folder = folder.Parent;
        return folder is null
            ? throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds Hinge.slnx.")
            : Path.Combine([folder.FullName, .. parts]);
    }
}
