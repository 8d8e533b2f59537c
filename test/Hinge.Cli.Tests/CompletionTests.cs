using System.Diagnostics;

namespace Hinge.Cli.Tests;

/// <summary>Shells complete verbs and options, and leave files to themselves.</summary>
public sealed class CompletionTests : Workplace
{
    [Theory]
    [InlineData("hinge pre", "predict")]
    [InlineData("hinge train --clas", "--class-weight")]
    [InlineData("hinge predict --line", "--line-by-line")]
    public void Bash_BegunWord_IsCompleted(string line, string expected) => Assert.Equal(expected, Complete(line));

    [Fact]
    public void Bash_WordThatIsNoOption_IsLeftToFiles() => Assert.Equal("", Complete("hinge train dig"));

    [Theory]
    [InlineData("zsh")]
    [InlineData("fish")]
    public void EveryShell_HasAScriptThatAsksTheProgram(string shell)
    {
        HingeResult result = HingeProcess.Run(Folder, "completion", shell);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("[suggest:", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownShell_IsRefused()
    {
        HingeResult result = HingeProcess.Run(Folder, "completion", "tcsh");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("tcsh", result.Error, StringComparison.Ordinal);
    }

    /// <summary>What bash offers at the end of a line of two or three words, by the script itself.</summary>
    private string Complete(string line)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "bash is needed.");
        string[] words = line.Split(' ');
        string program = $"""
            hinge() {'{'} "{HingeProcess.Host}" "{HingeProcess.Program}" "$@"; {'}'}
            eval "$(hinge completion bash)"
            COMP_WORDS=({line}) COMP_CWORD={words.Length - 1} COMP_LINE="{line}" COMP_POINT={line.Length}
            _hinge
            printf '%s\n' "{'$'}{'{'}COMPREPLY[@]{'}'}"
            """;
        using Process bash = Process.Start(new ProcessStartInfo("bash", ["-c", program]) { WorkingDirectory = Folder, RedirectStandardOutput = true })!;
        string output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        return output.Trim();
    }
}
