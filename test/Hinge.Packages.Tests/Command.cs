using System.Collections;
using System.Diagnostics;

namespace Hinge.Packages.Tests;

/// <summary>Runs another program to its end, in a folder; it and what it started are ended on every path.</summary>
internal static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The dotnet command, with no server left behind.</summary>
    public static string Dotnet(string folder, params string[] arguments) =>
        Succeed(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet", arguments);

    /// <summary>Runs a program that must end with 0, and returns what it printed.</summary>
    public static string Succeed(string folder, string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = Run(folder, null, program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)} ended with {exitCode}.\n{output}\n{error}");
        return output.ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Runs a program.</summary>
    public static (int ExitCode, string Output, string Error) Run(string folder, IReadOnlyDictionary<string, string?>? environment, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        // The build that runs the tests must not steer those within.
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            if (((string)variable.Key).StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove((string)variable.Key);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>()) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        try
        {
            process.StandardInput.Close();
            Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
            Assert.True(process.WaitForExit(Patience), $"{program} did not end within {Patience}.");
            return (process.ExitCode, output.Result, error.Result);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
