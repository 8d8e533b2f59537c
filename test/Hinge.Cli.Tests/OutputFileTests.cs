namespace Hinge.Cli.Tests;

/// <summary>Where results cannot be written.</summary>
public sealed class OutputFileTests : Workplace
{
    [Fact]
    public void Train_OutputInAMissingFolder_NamesItBeforeTraining()
    {
        Refuse(["train", Iris, "-o", "missing/m.hinge"], "missing/m.hinge", "no folder missing", "Create it");
        Refuse(["train", Iris, "-o", "m.hinge", "--duals", "missing/m.duals"], "missing/m.duals", "Create it");
    }

    [Fact]
    public void EveryVerb_OutputIsAFolder_SaysSo()
    {
        Directory.CreateDirectory(At("folder"));
        Npy.Write(At("W.npy"), new double[12], 4, 3);
        Refuse(["train", Iris, "-o", "folder"], "folder is a folder", "Name a file");
        Refuse(["predict", "model.hinge", Iris, "-o", "folder"], "folder is a folder", "Name a file");
        Refuse(["gradient", Iris, "--weights", "W.npy", "-o", "folder"], "folder is a folder", "Name a file");
    }

    [Fact]
    public void Train_ReadOnlyFolder_SaysSo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "permissions of folders are Unix's");
        Assert.SkipWhen(Environment.UserName == "root", "root may write everywhere");
        Directory.CreateDirectory(At("closed"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(At("closed"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Refuse(["train", Iris, "-o", "closed/m.hinge"], "closed/m.hinge", "permissions");
    }

    [Theory]
    [InlineData("evaluate m.hinge d.svm")]
    [InlineData("evaluate m.hinge d.svm --json")]
    [InlineData("predict m.hinge d.svm")]
    [InlineData("train d.svm -o m.hinge")]
    [InlineData("train --help")]
    public void StandardOutput_FullDisk_IsAMessageAndExitCode2(string arguments)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        Trained();
        HingeResult result = HingeProcess.RunShell(Folder, $"\"$@\" {arguments} > /dev/full");
        Assert.True(result.ExitCode == 2, result.ToString());
        Assert.Equal(1, result.Error.Count(c => c == '\n'));
        Assert.StartsWith("hinge: standard output cannot be written: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardOutput_FullDiskForTheVersion_IsAMessageAndExitCode2()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        HingeResult result = HingeProcess.RunShell(Folder, "\"$@\" --version > /dev/full");
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith("hinge: No space left", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardError_FullDisk_LeavesTheExitCode()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "there is no /dev/full");
        HingeResult result = HingeProcess.RunShell(Folder, "\"$@\" train none.svm -o m.hinge 2> /dev/full");
        Assert.Equal(2, result.ExitCode);
    }

    [Theory]
    [InlineData("evaluate m.hinge d.svm")]
    [InlineData("predict m.hinge big.svm")]
    [InlineData("predict m.hinge big.svm --json")]
    [InlineData("--help")]
    public void StandardOutput_ClosedPipe_EndsQuietly(string arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there is no sh");
        Trained();
        File.WriteAllLines(At("big.svm"), Enumerable.Repeat("0 1:1", 50_000));
        HingeResult result = HingeProcess.RunShell(Folder, $"\"$@\" {arguments} | head -1");
        Assert.Equal("", result.Error);
        Assert.Equal(1, result.Output.Count(c => c == '\n'));
    }

    private void Trained()
    {
        Write("d.svm", "0 1:1\n1 1:-1\n");
        Succeed("train", "d.svm", "-o", "m.hinge");
    }
}
