using System.Text.RegularExpressions;
using Hinge.Testing;

namespace Hinge.Packages.Tests;

/// <summary>README's example, built with the packages, prints what README shows, however it is published.</summary>
public sealed class QuickstartTests(PackedLibraries packed)
{
    private static string Expected { get; } =
        Regex.Match(File.ReadAllText(RepositoryFile.At("README.md")).ReplaceLineEndings("\n"), "^```text\n(.*?)\n```$", RegexOptions.Singleline | RegexOptions.Multiline).Groups[1].Value;

    [Fact]
    public void Quickstart_FromPackages_PrintsWhatReadmeShows()
    {
        using QuickstartProject project = new(packed.Folder);
        Assert.Contains("relative gap", Expected, StringComparison.Ordinal);
        Assert.Equal(Expected, project.Run());
    }

    [Fact]
    public void Quickstart_Trimmed_PublishesWithoutWarningsAndPrintsTheSame()
    {
        SlowTests.SkipUnlessAskedFor();
        using QuickstartProject project = new(packed.Folder);
        Assert.Equal(Expected, project.PublishAndRun("-p:PublishTrimmed=true", "-p:SelfContained=true"));
    }

    [Fact]
    public void Quickstart_Native_PublishesWithoutWarningsAndPrintsTheSame()
    {
        SlowTests.SkipUnlessAskedFor();
        using QuickstartProject project = new(packed.Folder);
        // Without fused multiply-add, which the plain baseline leaves out, the last bits differ.
        Assert.Equal(Expected, project.PublishAndRun("-p:PublishAot=true", "-p:IlcInstructionSet=x86-64-v3"));
    }
}
