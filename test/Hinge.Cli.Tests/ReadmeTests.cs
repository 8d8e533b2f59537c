using System.Diagnostics;

namespace Hinge.Cli.Tests;

/// <summary>README shows what the programs print today.</summary>
public sealed class ReadmeTests : Workplace
{
    [Fact]
    public void Readme_ConsoleBlocks_AreWhatTheCommandPrints() =>
        Assert.True(ConsoleBlocks.Check("README.md", Folder) >= 3);

    [Fact]
    public void Readme_CSharpBlock_IsTheQuickstartSample() =>
        Assert.Equal(ConsoleBlocks.Read("samples/Quickstart/Program.cs").TrimEnd(), ConsoleBlocks.Block("README.md", "csharp"));

    [Fact]
    public void Readme_TextBlock_IsWhatTheQuickstartPrints()
    {
        ProcessStartInfo start = new(HingeProcess.Host, [Path.Combine(AppContext.BaseDirectory, "Quickstart.dll")])
        {
            WorkingDirectory = ConsoleBlocks.Root,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(ConsoleBlocks.Block("README.md", "text"), output.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal(0, process.ExitCode);
    }
}
