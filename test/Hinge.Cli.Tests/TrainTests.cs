using System.Globalization;
using System.Text.Json;

namespace Hinge.Cli.Tests;

public sealed class TrainTests : Workplace
{
    public static TheoryData<string> Losses => [.. LossNames];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_BothSamples_ReachesTheGapWithEveryLoss(string loss)
    {
        foreach ((string data, int n, int d, int k) in new[] { (Digits, 1797, 64, 10), (Iris, 150, 4, 3) })
        {
            JsonElement json = Json("train", data, "--loss", loss, "--cost", "0.5", "-o", "m.hinge");
            Assert.Equal(loss, json.GetProperty("loss").GetString());
            Assert.Equal(0.5, json.GetProperty("cost").GetDouble());
            Assert.Equal(n, json.GetProperty("examples").GetInt32());
            Assert.Equal(d, json.GetProperty("features").GetInt32());
            Assert.Equal(k, json.GetProperty("classes").GetInt32());
            Assert.InRange(json.GetProperty("nonzeros").GetInt64(), n, (long)n * d);
            Assert.True(json.GetProperty("epochs").GetInt32() > 0);
            double primal = json.GetProperty("primal").GetDouble(), dual = json.GetProperty("dual").GetDouble(), gap = json.GetProperty("relativeGap").GetDouble();
            Assert.InRange(gap, 0, 1e-3);
            Assert.Equal((primal - dual) / primal, gap, 1e-12);
            Assert.Equal("gap", json.GetProperty("stopReason").GetString());
            Assert.True(json.GetProperty("readSeconds").GetDouble() >= 0);
            Assert.True(json.GetProperty("trainSeconds").GetDouble() >= 0);
            Assert.Equal("m.hinge", json.GetProperty("model").GetString());
            Assert.Equal(JsonValueKind.Null, json.GetProperty("testAccuracy").ValueKind);
        }
    }

    [Fact]
    public void Train_Report_StatesTheObjectiveAndTheGap()
    {
        string output = Succeed("train", Iris, "-o", "m.hinge");
        foreach (string words in new[] { "150 examples", "P(W) = ½‖W‖² + 1 · Σ_i", "relative", "reached 1.0e-3", "m.hinge" })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_AnyThreadsAnyRun_WritesTheSameBytes()
    {
        byte[]? first = null, firstDuals = null;
        foreach (string threads in new[] { "1", "1", "2", "3" })
        {
            Succeed("train", Digits, "--cost", "0.1", "--threads", threads, "-o", "m.hinge", "--duals", "m.duals");
            byte[] model = File.ReadAllBytes(At("m.hinge")), duals = File.ReadAllBytes(At("m.duals"));
            Assert.Equal(first ??= model, model);
            Assert.Equal(firstDuals ??= duals, duals);
        }
    }

    [Fact]
    public void Train_AnotherSeed_IsAnotherRunToTheSameOptimum()
    {
        double one = Json("train", Iris, "--gap", "1e-4", "--seed", "1", "-o", "1.hinge").GetProperty("primal").GetDouble();
        double two = Json("train", Iris, "--gap", "1e-4", "--seed", "2", "-o", "2.hinge").GetProperty("primal").GetDouble();
        Assert.NotEqual(one, two);
        Assert.Equal(one, two, 2e-4 * one);
    }

    [Fact]
    public void Train_Lambda_EqualsCostOneOverTwoLambdaN()
    {
        const double Lambda = 0.01;
        string cost = (1 / (2 * Lambda * 150)).ToString("R", CultureInfo.InvariantCulture);
        JsonElement byLambda = Json("train", Iris, "--lambda", Lambda.ToString(CultureInfo.InvariantCulture), "-o", "1.hinge");
        JsonElement byCost = Json("train", Iris, "--cost", cost, "-o", "2.hinge");
        foreach (string name in new[] { "cost", "primal", "dual", "relativeGap" })
            Assert.Equal(byCost.GetProperty(name).GetDouble(), byLambda.GetProperty(name).GetDouble());
        Assert.Equal(Lambda, byCost.GetProperty("lambda").GetDouble(), 1e-15);
        Assert.Equal(Succeed("predict", "2.hinge", Iris, "--scores"), Succeed("predict", "1.hinge", Iris, "--scores"));
    }

    [Theory]
    [InlineData(300, 420)]
    [InlineData(358, 360, "--stratify")] // a fifth of each class, rounded
    public void Train_TestSplit_SetsExamplesAside(int fewest, int most, params string[] options)
    {
        JsonElement json = Json(["train", Digits, "--cost", "0.1", "--test-split", "0.2", .. options, "-o", "m.hinge"]);
        Assert.InRange(1797 - json.GetProperty("examples").GetInt32(), fewest, most);
        Assert.InRange(json.GetProperty("testAccuracy").GetDouble(), 0.9, 1);
        Assert.True(Json(["verify", "m.hinge", Digits, "--test-split", "0.2", .. options]).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void Train_TestData_EqualsEvaluate()
    {
        JsonElement json = Json("train", Iris, "--bias", "--test", Iris, "-o", "m.hinge");
        Assert.Equal(150, json.GetProperty("examples").GetInt32());
        Assert.Equal(Json("evaluate", "m.hinge", Iris).GetProperty("accuracy").GetDouble(), json.GetProperty("testAccuracy").GetDouble());
    }

    [Fact]
    public void Train_Balanced_EqualsTheSampleWeightsWrittenOut()
    {
        // 3 examples of class 0 and 1 of class 1: N/(K·N_j) = 4/(2·3) and 4/(2·1).
        Write("d.svm", "0 1:1 2:1\n0 1:2\n0 2:1\n1 1:-1 2:0.5\n");
        Npy.Write(At("a.npy"), [4 / 6.0, 4 / 6.0, 4 / 6.0, 2], 4);
        double balanced = Json("train", "d.svm", "--class-weight", "balanced", "-o", "1.hinge").GetProperty("primal").GetDouble();
        double written = Json("train", "d.svm", "--sample-weights", "a.npy", "-o", "2.hinge").GetProperty("primal").GetDouble();
        Assert.Equal(written, balanced, 1e-12);
    }

    [Fact]
    public void Train_EpochAndTimeLimits_AreResultsAndNoErrors()
    {
        JsonElement epochs = Json("train", Digits, "--epochs", "1", "-o", "m.hinge");
        Assert.Equal("epochs", epochs.GetProperty("stopReason").GetString());
        Assert.True(epochs.GetProperty("relativeGap").GetDouble() > 1e-3);
        JsonElement time = Json("train", Digits, "--time-limit", "0.05", "--gap", "1e-12", "--cost", "1000", "-o", "m.hinge");
        Assert.Equal("time", time.GetProperty("stopReason").GetString());
        Assert.True(Json("verify", "m.hinge", Digits).GetProperty("verified").GetBoolean());
    }

    [Theory]
    [InlineData("\uFEFF0 1:1 2:2\n1 1:-1\n")]
    [InlineData("0 1:1 2:2\r\n1 1:-1\r\n")]
    [InlineData("0 1:1 2:2\n1 1:-1")]
    [InlineData("# a comment\n\n0 1:1 2:2 # more\n\n1 1:-1\n")]
    public void Train_OtherLayoutsOfTheSameText_GiveTheSameModel(string text)
    {
        Write("plain.svm", "0 1:1 2:2\n1 1:-1\n");
        Write("other.svm", text);
        Succeed("train", "plain.svm", "-o", "plain.hinge");
        Succeed("train", "other.svm", "-o", "other.hinge");
        Assert.Equal(File.ReadAllBytes(At("plain.hinge")), File.ReadAllBytes(At("other.hinge")));
    }

    [Theory]
    [InlineData("\uFEFFa,b,label\n1,2,x\n-1,0,y\n")]
    [InlineData("a,b,label\r\n1,2,x\r\n-1,0,y\r\n")]
    [InlineData("a,b,label\n1,2,x\n-1,0,y")]
    [InlineData("\"a\",\"b\",\"label\"\n\"1\",\"2\",\"x\"\n-1,0,y\n")]
    public void Train_OtherLayoutsOfTheSameTable_GiveTheSameModel(string text)
    {
        Write("plain.csv", "a,b,label\n1,2,x\n-1,0,y\n");
        Write("other.csv", text);
        Succeed("train", "plain.csv", "-o", "plain.hinge");
        Succeed("train", "other.csv", "-o", "other.hinge");
        Assert.Equal(File.ReadAllBytes(At("plain.hinge")), File.ReadAllBytes(At("other.hinge")));
    }
}
