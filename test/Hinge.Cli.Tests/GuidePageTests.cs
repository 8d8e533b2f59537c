using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>docs/guide.md shows commands that run and what they print; its code is in the tests of Hinge.Data.</summary>
public sealed class GuidePageTests : Workplace
{
    [Fact]
    public void Page_ConsoleBlocks_AreWhatTheCommandsPrint()
    {
        SampleFiles.WriteEmbeddings(Folder);
        Assert.True(ConsoleBlocks.Check("docs/guide.md", Folder) >= 12);
    }
}
