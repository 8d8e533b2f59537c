using System.Diagnostics;

namespace Hinge.Peers.Tests;

/// <summary>Runs another program to its end.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static (int ExitCode, string Output, string Error) Run(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(Patience), $"{program} did not end within {Patience}.");
            return (process.ExitCode, output.Result, error.Result);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Runs the hinge command.</summary>
    public static (int ExitCode, string Output, string Error) Hinge(params string[] arguments) =>
        Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Hinge.Cli.dll"), .. arguments]);
}
