using Hinge.Testing;

namespace Hinge.Packages.Tests;

/// <summary>The native tool: the same bits as the portable one, tables through it, and plain words where it is missing.</summary>
public sealed class NativeToolTests(PackedTool tool) : IClassFixture<PackedTool>, IDisposable
{
    private static readonly string Digits = RepositoryFile.At("samples", "digits.svm"), Iris = RepositoryFile.At("samples", "iris.csv");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("avx2")]
    [InlineData("avx512")]
    public void Train_Natively_WritesTheModelOfJustInTimeCompilation(string? instructions)
    {
        SlowTests.SkipUnlessAskedFor();
        Assert.SkipWhen(instructions == "avx512" && !System.Runtime.Intrinsics.X86.Avx512F.IsSupported, "This machine has no AVX-512.");
        string native = _folder.File("native.hinge"), portable = _folder.File("portable.hinge");
        (int exitCode, _, string error) = Command.Run(_folder.Path, new Dictionary<string, string?> { ["HINGE_INSTRUCTIONS"] = instructions }, tool.Installed, "train", Digits, "--cost", "0.1", "--gap", "1e-6", "-o", native);
        Assert.True(exitCode == 0, error);
        Command.Dotnet(_folder.Path, tool.Portable, "train", Digits, "--cost", "0.1", "--gap", "1e-6", "-o", portable);
        Assert.Equal(File.ReadAllBytes(portable), File.ReadAllBytes(native));
    }

    [Fact]
    public void Train_OnTheBaseline_ReachesTheGapToo()
    {
        SlowTests.SkipUnlessAskedFor();
        (int exitCode, string output, _) = Command.Run(_folder.Path, new Dictionary<string, string?> { ["HINGE_INSTRUCTIONS"] = "baseline" }, tool.Installed, "train", Digits, "--cost", "0.1", "-o", _folder.File("base.hinge"));
        Assert.Equal(0, exitCode);
        Assert.Contains("(reached 1.0e-3)", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Table_ForTheInstalledTool_IsReadByThePortableOne()
    {
        SlowTests.SkipUnlessAskedFor();
        string output = Command.Succeed(_folder.Path, tool.Installed, "train", Iris, "--label", "species", "-o", _folder.File("iris.hinge"));
        Assert.Contains("150 examples", output, StringComparison.Ordinal);
        Assert.True(File.Exists(_folder.File("iris.hinge")));
    }

    [Fact]
    public void Table_ForTheArchive_IsRefusedWithTheRemedy()
    {
        SlowTests.SkipUnlessAskedFor();
        (int exitCode, _, string error) = Command.Run(_folder.Path, null, Path.Combine(tool.Archive, "hinge"), "train", Iris, "--label", "species", "-o", _folder.File("iris.hinge"));
        Assert.Equal(2, exitCode);
        Assert.Contains("Tables need the portable tool", error, StringComparison.Ordinal);
        Assert.Contains("dotnet tool install", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("iris.hinge")));
    }

    [Fact]
    public void Executable_WithoutTheOthersBesideIt_SaysSo()
    {
        SlowTests.SkipUnlessAskedFor();
        File.Copy(Path.Combine(tool.Archive, "hinge"), _folder.File("hinge"));
        (int exitCode, _, string error) = Command.Run(_folder.Path, null, _folder.File("hinge"), "--version");
        Assert.Equal(2, exitCode);
        Assert.Contains("must lie beside hinge", error, StringComparison.Ordinal);
    }

    [Fact]
    public void EachExecutable_IsAtMost25Megabytes()
    {
        SlowTests.SkipUnlessAskedFor();
        Assert.Equal(["hinge", "hinge-avx2", "hinge-avx512"], Directory.GetFiles(tool.Archive).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.All(Directory.GetFiles(tool.Archive), file => Assert.InRange(new FileInfo(file).Length, 1, 25_000_000));
    }

    [Fact]
    public void Version_OfTheTool_NamesTheCommit()
    {
        SlowTests.SkipUnlessAskedFor();
        Assert.Matches(@"^\d+\.\d+\.\d+\S*\+[0-9a-f]{40}$", Command.Succeed(_folder.Path, tool.Installed, "--version"));
    }

    [Fact]
    public void Help_OfTheNativeTool_SaysWhatThePortableOneDoes()
    {
        SlowTests.SkipUnlessAskedFor();
        Assert.Contains("This is the native tool", Command.Succeed(_folder.Path, tool.Installed, "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public void Packages_OfTheTool_AreOneForEachMachineAndOneForTheRest()
    {
        SlowTests.SkipUnlessAskedFor();
        foreach (string name in new[] { "Hinge.Cli.0.", "Hinge.Cli.linux-x64.", "Hinge.Cli.any." })
            Assert.Single(Directory.GetFiles(tool.Packages, $"{name}*.nupkg"));
    }
}
