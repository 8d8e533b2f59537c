using System.Text.Json;
using Hinge.Cli.Tests.Pictures;

namespace Hinge.Cli.Tests;

public sealed class TuneTests : Workplace
{
    private static readonly string[] Small = ["tune", Iris, "--bias", "--costs", "0.01,0.1,1"];

    [Fact]
    public void Tune_Json_HasARowACostAndTheChoice()
    {
        JsonElement json = Json([.. Small, "--folds", "4", "-o", "m.hinge", "--test", Iris]);
        Assert.Equal(("weston-watkins", 150, 4, 3), (json.GetProperty("loss").GetString(), json.GetProperty("examples").GetInt32(), json.GetProperty("features").GetInt32(), json.GetProperty("classes").GetInt32()));
        Assert.Equal((4, 4), (json.GetProperty("folds").GetInt32(), json.GetProperty("finishedFolds").GetInt32()));
        JsonElement[] rows = [.. json.GetProperty("rows").EnumerateArray()];
        Assert.Equal([0.01, 0.1, 1], rows.Select(row => row.GetProperty("cost").GetDouble()));
        foreach (JsonElement row in rows)
        {
            double[] accuracies = [.. row.GetProperty("accuracies").EnumerateArray().Select(a => a.GetDouble())];
            Assert.Equal(4, accuracies.Length);
            double mean = accuracies.Average();
            Assert.Equal(mean, row.GetProperty("meanAccuracy").GetDouble(), 1e-12);
            Assert.Equal(Math.Sqrt(accuracies.Sum(a => (a - mean) * (a - mean)) / 3 / 4), row.GetProperty("standardError").GetDouble(), 1e-12);
            Assert.InRange(row.GetProperty("relativeGap").GetDouble(), 0, 1e-3);
            Assert.True(row.GetProperty("seconds").GetDouble() >= 0);
            Assert.InRange(row.GetProperty("certifiedShare").GetDouble(), 0, 1);
        }
        double best = rows.MaxBy(row => row.GetProperty("meanAccuracy").GetDouble()).GetProperty("cost").GetDouble();
        Assert.Equal((best, best), (json.GetProperty("bestCost").GetDouble(), json.GetProperty("cost").GetDouble()));
        Assert.Equal("m.hinge", json.GetProperty("model").GetString());
        Assert.Equal(Json("evaluate", "m.hinge", Iris).GetProperty("accuracy").GetDouble(), json.GetProperty("testAccuracy").GetDouble());
        Assert.True(Json("verify", "m.hinge", Iris).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void Tune_Model_HasTheBytesOfTrainingAtThatCost()
    {
        string cost = Json([.. Small, "-o", "tuned.hinge"]).GetProperty("cost").GetRawText();
        Succeed("train", Iris, "--bias", "--cost", cost, "-o", "trained.hinge");
        Assert.Equal(File.ReadAllBytes(At("trained.hinge")), File.ReadAllBytes(At("tuned.hinge")));
    }

    [Fact]
    public void Tune_OneStandardError_ChoosesTheSmallerCost()
    {
        string[] run = ["tune", Iris, "--from", "0.01", "--to", "10", "--steps", "4"];
        JsonElement json = Json([.. run, "--one-standard-error"]);
        Assert.Equal(json.GetProperty("oneStandardErrorCost").GetDouble(), json.GetProperty("cost").GetDouble());
        Assert.True(json.GetProperty("oneStandardErrorCost").GetDouble() <= json.GetProperty("bestCost").GetDouble());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("model").ValueKind);
        string output = Succeed([.. run, "--one-standard-error"]);
        foreach (string words in new[] { "150 examples", "4 costs C, 5 stratified folds", "◀", "one s.e.   C = ", "best       C = " })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_AnyThreads_SameJsonButForTimes()
    {
        string[] runs = [.. Enumerable.Range(1, 3).Select(threads => WithoutTimes(Json([.. Small, "--threads", $"{threads}"])))];
        Assert.Equal(runs[0], runs[1]);
        Assert.Equal(runs[0], runs[2]);
    }

    [Fact]
    public void Tune_Plot_IsAPictureOfEitherFormat()
    {
        Assert.Contains("plot       p.png", Succeed([.. Small, "--plot", "p.png"]), StringComparison.Ordinal);
        Assert.True(DrawnPicture.Pixels(At("p.png")).Height > 1000);
        string cost = Json([.. Small, "--plot", "p.svg"]).GetProperty("bestCost").GetRawText();
        Assert.Contains(DrawnPicture.Texts(At("p.svg")), text => text.StartsWith($"chosen: C = {cost}, ", StringComparison.Ordinal));
    }

    [Fact]
    public void Tune_Resumed_GivesTheSameTableWithoutTraining()
    {
        JsonElement first = Json([.. Small, "--resume", "folds.jsonl"]);
        byte[] file = File.ReadAllBytes(At("folds.jsonl"));
        JsonElement second = Json([.. Small, "--resume", "folds.jsonl"]);
        // The times as well: nothing was trained again.
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(file, File.ReadAllBytes(At("folds.jsonl")));
        Refuse([.. Small, "--resume", "folds.jsonl", "--gap", "1e-4"], "folds.jsonl:1: ", "relativeGap 0.001; got 0.0001", "another file");
        Refuse([.. Small, "--resume", Write("notes.txt", "hello\n")], "notes.txt:1: ", "record of hinge tune");
    }

    [Fact]
    public void Tune_ChoiceAtTheEndOfTheRange_SaysSo()
    {
        Assert.Contains("largest tried", Expect(0, "tune", Iris, "--costs", "1e-5,0.1").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("tried", Expect(0, "tune", Iris, "--costs", "0.1").Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Tune_RareClass_IsRemarkedOn()
    {
        Write("d.svm", "0 1:1\n0 1:2\n0 1:3\n1 1:-1\n1 1:-2\n1 1:-3\n2 2:1\n");
        HingeResult result = Expect(0, "tune", "d.svm", "--folds", "3", "--costs", "1,2");
        Assert.Contains("class \"2\" has fewer examples than there are folds", result.Error, StringComparison.Ordinal);
        Assert.Equal("2", Json("tune", "d.svm", "--folds", "3", "--costs", "1,2").GetProperty("rareClasses")[0].GetString());
    }

    [Fact]
    public void Tune_TestSplit_KeepsItsPartFromTheFolds()
    {
        JsonElement json = Json([.. Small, "--test-split", "0.2", "--stratify"]);
        Assert.Equal(120, json.GetProperty("examples").GetInt32());
        Assert.InRange(json.GetProperty("testAccuracy").GetDouble(), 0.5, 1);
    }

    [Theory]
    [InlineData("--folds", "1", "--folds must be")]
    [InlineData("--folds", "151", "at most the number of examples, 150; got 151")]
    [InlineData("--costs", "1,x", "got x in 1,x")]
    [InlineData("--costs", "1,,2", "got nothing")]
    [InlineData("--costs", "2,1", "--costs must increase; got 1 after 2")]
    [InlineData("--costs", "0,1", "--costs must be numbers above 0")]
    [InlineData("--costs", "NaN", "--costs must be numbers above 0")]
    [InlineData("--from", "1", "--to must be given")]
    [InlineData("--steps", "3", "--to must be given")]
    [InlineData("--steps", "1", "--steps must be")]
    [InlineData("--plot", "p.pdf", "--plot must name a .png or .svg file; got p.pdf")]
    [InlineData("--plot", "nowhere/p.png", "nowhere")]
    [InlineData("--resume", "nowhere/f", "nowhere")]
    [InlineData("-o", "nowhere/m.hinge", "nowhere")]
    [InlineData("--gap", "0", "--gap must be")]
    [InlineData("--test", "none.svm", "none.svm: ")]
    public void Tune_BadOption_IsNamed(string option, string value, string words) => Refuse(["tune", Iris, option, value], words);

    [Fact]
    public void Tune_OptionsAtOdds_AreRefused()
    {
        Refuse([.. Small, "--from", "1", "--to", "2"], "--costs must not be given with", " out");
        Refuse(["tune", Iris, "--from", "2", "--to", "1"], "--to must be above --from");
        Refuse(["tune", "none.svm"], "none.svm: ");
        Refuse([.. Small, "-o", Iris], "-o must be a file of its own", "which is DATA too");
        Refuse([.. Small, "-o", "m", "--resume", "./m"], "--resume must be a file of its own", "which is -o too");
        Write("one.svm", "0 1:1\n0 1:2\n0 1:3\n1 1:1\n");
        Refuse(["tune", "one.svm", "--folds", "2"], "at least two classes");
    }

    [Fact]
    public void Train_Start_BeginsWhereTheDualsAre()
    {
        Succeed("train", Iris, "--bias", "--cost", "0.1", "--gap", "1e-6", "-o", "low.hinge", "--duals", "low.duals");
        JsonElement warm = Json("train", Iris, "--bias", "--cost", "0.2", "--gap", "1e-6", "--start", "low.duals", "-o", "high.hinge"), cold = Json("train", Iris, "--bias", "--cost", "0.2", "--gap", "1e-6", "-o", "cold.hinge");
        Assert.Equal(cold.GetProperty("primal").GetDouble(), warm.GetProperty("primal").GetDouble(), 2e-6 * cold.GetProperty("primal").GetDouble());
        Assert.True(Json("verify", "high.hinge", Iris).GetProperty("verified").GetBoolean());
        // The weights of the duals alone are a little worse than those that the gap was reached with.
        int again = Json("train", Iris, "--bias", "--cost", "0.1", "--gap", "1e-5", "--start", "low.duals", "-o", "same.hinge").GetProperty("epochs").GetInt32();
        int fromNothing = Json("train", Iris, "--bias", "--cost", "0.1", "--gap", "1e-5", "-o", "same.hinge").GetProperty("epochs").GetInt32();
        Assert.True(10 * again < fromNothing, $"{again} epochs from the duals, {fromNothing} from nothing");

        Refuse(["train", Iris, "--bias", "--cost", "0.05", "--start", "low.duals", "-o", "model.hinge"], "feasible", "example ", "no higher");
        Refuse(["train", Digits, "--cost", "1", "--start", "low.duals", "-o", "model.hinge"], "low.duals: ", "150×3");
        Refuse(["train", Iris, "--solver", "gradient-descent", "--start", "low.duals", "-o", "model.hinge"], "gradient-descent");
        Refuse(["train", Iris, "--start", "none.duals", "-o", "model.hinge"], "none.duals: ");
        File.WriteAllText(At("other.csv"), File.ReadAllText(Iris).Replace("5.1,3.5", "5.2,3.5", StringComparison.Ordinal));
        Refuse(["train", "other.csv", "--bias", "--cost", "0.1", "--start", "low.duals", "-o", "model.hinge"], "low.duals: ", "fingerprint");
    }

    internal static string WithoutTimes(JsonElement json) =>
        System.Text.RegularExpressions.Regex.Replace(json.GetRawText(), "\"(seconds|readSeconds|trainSeconds)\": [^,\n]*", "");
}
