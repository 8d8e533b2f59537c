using System.Diagnostics;

namespace Hinge.Cli.Tests;

public sealed class LocaleTests : Workplace
{
    private static readonly Dictionary<string, string?> German = new()
    {
        ["LANG"] = "de_DE.UTF-8",
        ["LC_ALL"] = "de_DE.UTF-8",
        ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "0",
    };

    /// <summary>Whether this machine has ICU, without which .NET has no other culture than the invariant one.</summary>
    private static readonly Lazy<bool> HasCultures = new(() =>
    {
        ProcessStartInfo start = new(HingeProcess.Host, [HingeProcess.Program, "--version"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string? value) in German)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    [Fact]
    public void EveryVerb_GermanLocale_SameBytesOut()
    {
        Assert.SkipUnless(HasCultures.Value, "This machine has no libicu: no other culture can be chosen.");
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
        Assert.SkipUnless(HasCultures.Value, "This machine has no libicu: no other culture can be chosen.");
        HingeResult result = HingeProcess.Run(Folder, German, "train", Iris, "--cost", "0,5", "-o", "m.hinge");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--cost must be a number above 0; got 0,5.", result.Error, StringComparison.Ordinal);
    }
}
