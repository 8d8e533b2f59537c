using System.Text.RegularExpressions;

namespace Hinge.Cli.Tests;

/// <summary>The pages of the repository are whole.</summary>
public sealed partial class DocumentsTests
{
    [Fact]
    public void Pages_HoldNoMarksOfAnUnfinishedMerge()
    {
        string[] pages = [.. Directory.EnumerateFiles(ConsoleBlocks.Root, "*.md"), .. Directory.EnumerateFiles(Path.Combine(ConsoleBlocks.Root, "docs"), "*.md", SearchOption.AllDirectories)];
        Assert.Contains(pages, page => page.EndsWith("CHANGELOG.md", StringComparison.Ordinal));
        Assert.All(pages, page => Assert.False(Marks().IsMatch(File.ReadAllText(page)), $"{page} has marks of a merge, <<<<<<< or >>>>>>>."));
    }

    [GeneratedRegex("^(<<<<<<<|>>>>>>>) ", RegexOptions.Multiline)]
    private static partial Regex Marks();
}
