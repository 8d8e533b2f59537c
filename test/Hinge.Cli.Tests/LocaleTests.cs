namespace Hinge.Cli.Tests;

public sealed class LocaleTests : Workplace
{
    private static readonly Dictionary<string, string?> German = new()
    {
        ["LANG"] = "de_DE.UTF-8",
        ["LC_ALL"] = "de_DE.UTF-8",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
    };

    [Fact]
    public void EveryVerb_GermanLocale_SameBytesOut()
    {
        string[][] runs =
        [
            ["train", Iris, "--cost", "0.5", "--bias", "0.25", "-o", "m.hinge", "--quiet"],
            ["evaluate", "m.hinge", Iris, "--json"],
            ["predict", "m.hinge", Iris, "--scores"],
            ["explain", Iris, "--model", "m.hinge", "--example", "70"],
            ["check", Iris, "--loss", "softmax", "--lambda", "0.5", "--entries", "10"],
            ["--help"],
        ];
        byte[]? model = null;
        foreach (string[] run in runs)
        {
            HingeResult here = Expect(0, run);
            byte[] modelHere = File.ReadAllBytes(At("m.hinge"));
            HingeResult there = HingeProcess.Run(Folder, German, run);
            Assert.Equal(here, there);
            Assert.Equal(model ??= modelHere, File.ReadAllBytes(At("m.hinge")));
        }
    }

    [Fact]
    public void Train_GermanLocaleCommaInANumber_IsRefused()
    {
        HingeResult result = HingeProcess.Run(Folder, German, "train", Iris, "--cost", "0,5", "-o", "m.hinge");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--cost must be a number above 0; got 0,5.", result.Error, StringComparison.Ordinal);
    }
}
