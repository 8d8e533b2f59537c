namespace Hinge.Cli.Native;

/// <summary>The portable tool, which has what native code leaves out: the tool's package holds it beside the native executables.</summary>
internal static class PortableTool
{
    private const string HostName = "dotnet";

    /// <summary>Goes on as the portable tool; returns where that or .NET is not found.</summary>
    public static void RunInstead(string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "portable", "Hinge.Cli.dll");
        if (File.Exists(program) && FindHost() is { } host) ProcessImage.Replace(host, [program, .. args]);
    }

    private static string? FindHost()
    {
        string?[] folders = [Environment.GetEnvironmentVariable("DOTNET_ROOT"), .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)];
        return folders.Where(folder => !string.IsNullOrEmpty(folder)).Select(folder => Path.Combine(folder!, HostName)).FirstOrDefault(File.Exists);
    }
}
