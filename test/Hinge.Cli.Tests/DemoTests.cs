using System.Text.Json;

namespace Hinge.Cli.Tests;

public sealed class DemoTests : Workplace
{
    [Fact]
    public void Demo_Json_TrainsChecksAndExplains()
    {
        JsonElement demo = Json("demo");
        Assert.InRange(demo.GetProperty("relativeGap").GetDouble(), 0, 1e-3);
        Assert.InRange(demo.GetProperty("testAccuracy").GetDouble(), 0.9, 1);
        Assert.True(demo.GetProperty("check").GetProperty("verdict").GetString() is "correct" or "valid-subgradient");
        Assert.InRange(demo.GetProperty("explanation").GetProperty("violatedCount").GetInt32(), 2, 9);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Folder));
    }

    [Fact]
    public void Demo_Report_AnswersWhyTheRightColumnIsTouchedOftener()
    {
        string output = Succeed("demo");
        foreach (string words in new[] { "gap ", "the gradient is ", "once for every violating class", "hinge train samples/digits.svm" })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }
}
