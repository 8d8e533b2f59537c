namespace Hinge.Cli.Tests;

public sealed class UsageTests : Workplace
{
    public static TheoryData<string> Verbs => ["demo", "data", "train", "tune", "predict", "evaluate", "verify", "gradient", "check", "explain", "weights"];

    [Fact]
    public void Help_OfTheProgram_ListsEveryVerb()
    {
        string output = Succeed("--help");
        foreach (TheoryDataRow<string> verb in Verbs)
            Assert.Contains($"\n  {verb.Data} ", output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Help_OfAVerb_EndsWithExamples(string verb)
    {
        HingeResult result = Expect(0, verb, "--help");
        Assert.Equal("", result.Error);
        Assert.Contains("--json", result.Output, StringComparison.Ordinal);
        string examples = result.Output[result.Output.IndexOf("Examples:", StringComparison.Ordinal)..];
        Assert.Contains($"  hinge {verb}", examples, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData]
    [InlineData("fly")]
    [InlineData("--fly")]
    [InlineData("train", "--fly")]
    [InlineData("train")]
    [InlineData("predict", "model.hinge")]
    [InlineData("demo", "data.svm")]
    public void Run_UnknownOrMissingWord_EndsWith2AndNamesTheHelp(params string[] arguments) => Refuse(arguments, "--help");

    [Fact]
    public void Run_BadUsageWithJson_PrintsTheErrorAsOneObject()
    {
        string message = Json(2, "train", Iris, "-o", "model.hinge", "--fly").GetProperty("error").GetString()!;
        Assert.Contains("--fly", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_BadInputWithJson_PrintsTheErrorAsOneObject() =>
        Assert.StartsWith("none.svm: ", Json(2, "train", "none.svm", "-o", "model.hinge").GetProperty("error").GetString(), StringComparison.Ordinal);

    [Fact]
    public void Quiet_EveryVerb_PrintsNothing()
    {
        Write("iris.svm", "0 1:1 2:2\n1 1:-1 2:1\n2 1:0.5 2:-2\n0 1:1 2:3\n1 1:-2 2:1\n2 1:0.5 2:-3\n");
        Npy.Write(At("W.npy"), new double[6], 2, 3);
        string[][] runs =
        [
            ["demo"],
            ["data", "iris.svm"],
            ["train", "iris.svm", "-o", "m.hinge"],
            ["tune", "iris.svm", "--folds", "2", "--costs", "1,2", "-o", "m.hinge"],
            ["predict", "m.hinge", "iris.svm", "-o", "predictions.txt"],
            ["evaluate", "m.hinge", "iris.svm"],
            ["verify", "m.hinge", "iris.svm"],
            ["gradient", "iris.svm", "--weights", "W.npy"],
            ["check", "iris.svm"],
            ["explain", "iris.svm", "--example", "0", "--weights", "W.npy"],
            ["weights", "m.hinge"],
        ];
        foreach (string[] run in runs)
        {
            HingeResult result = Expect(0, [.. run, "--quiet"]);
            Assert.Equal("", result.Output);
            Assert.Equal("", result.Error);
        }
    }

    [Fact]
    public void Quiet_BadInput_StillSaysWhatIsWrong() => Refuse(["train", "none.svm", "-o", "model.hinge", "--quiet"], "none.svm");
}
