using System.Diagnostics;
using System.Runtime.InteropServices;
using Hinge.Testing;

namespace Hinge.MLNet.Tests;

/// <summary>The sample program in a process of its own.</summary>
internal static class SampleProcess
{
    public static string Run(params string[] arguments)
    {
        string host = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet");
        ProcessStartInfo start = new(Path.GetFullPath(host), [Path.Combine(AppContext.BaseDirectory, "Hinge.Samples.MLNet.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = RepositoryFile.At(),
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"the sample exited with {process.ExitCode}: {errors.Result}");
        return output;
    }
}
