using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary><c>hinge train --solver gradient-descent</c>, and what the other verbs say of its models.</summary>
public sealed class DescentTests : Workplace
{
    [Fact]
    public void Train_ElasticNet_ReachesItsGapAndVerifiesWithDuals()
    {
        JsonElement json = Json("train", Iris, "--solver", "gradient-descent", "--loss", "softmax", "--cost", "0.1", "--l1", "0.5", "--bias", "--batch", "150", "--schedule", "constant", "--duals", "m.duals", "-o", "m.hinge");
        Assert.Equal("gap", json.GetProperty("stopReason").GetString());
        Assert.Equal(0.5, json.GetProperty("l1").GetDouble());
        Assert.InRange(json.GetProperty("relativeGap").GetDouble(), 0, 1e-3);
        JsonElement verified = Json("verify", "m.hinge", Iris, "--duals", "m.duals");
        Assert.True(verified.GetProperty("verified").GetBoolean());
        Assert.Equal(json.GetProperty("primal").GetDouble(), verified.GetProperty("primal").GetDouble(), 1e-9);
    }

    [Fact]
    public void Train_PureL1_ReachesItsGapAndCertifiesNoPrediction()
    {
        JsonElement json = Json("train", Iris, "--solver", "gradient-descent", "--loss", "softmax", "--cost", "0.1", "--l1", "0.5", "--pure-l1", "--batch", "150", "--schedule", "constant", "--duals", "m.duals", "-o", "m.hinge");
        Assert.Equal("gap", json.GetProperty("stopReason").GetString());
        Assert.True(json.GetProperty("pureL1").GetBoolean());
        Assert.True(Json("verify", "m.hinge", Iris, "--duals", "m.duals").GetProperty("verified").GetBoolean());
        Assert.Equal(0, Json("evaluate", "m.hinge", Iris).GetProperty("certifiedShare").GetDouble());
    }

    [Fact]
    public void Train_FreeBias_SaysThatNoGapIsKnown()
    {
        string[] options = ["--solver", "gradient-descent", "--bias", "--free-bias", "--epochs", "30", "-o", "m.hinge"];
        Assert.Contains("gap        not known", Succeed(["train", Iris, .. options]), StringComparison.Ordinal);
        JsonElement json = Json(["train", Iris, .. options]);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("relativeGap").ValueKind);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("dual").ValueKind);
        Assert.True(json.GetProperty("biasIsFree").GetBoolean());
        Assert.Equal("epochs", json.GetProperty("stopReason").GetString());

        Assert.Contains("not known", Succeed("verify", "m.hinge", Iris), StringComparison.Ordinal);
        Assert.Contains("the gap is not known", Succeed("evaluate", "m.hinge", Iris), StringComparison.Ordinal);
        Assert.Equal(0, Json("evaluate", "m.hinge", Iris).GetProperty("certifiedShare").GetDouble());
        Assert.NotEmpty(Succeed("predict", "m.hinge", Iris));
    }

    [Fact]
    public void Train_Holdout_StopsByItAndVerifiesOnTheWholeFile()
    {
        string[] options = ["--solver", "gradient-descent", "--holdout", "0.2", "--patience", "2", "--nesterov", "--average", "3", "--schedule", "halving", "--period", "4", "-o", "m.hinge"];
        JsonElement json = Json(["train", Iris, .. options]);
        Assert.Equal("holdout", json.GetProperty("stopReason").GetString());
        int heldOut = json.GetProperty("heldOut").GetInt32();
        // A fifth of 150 rows by their hashes: 30 ± 5 or so.
        Assert.InRange(heldOut, 15, 45);
        Assert.Equal(150 - heldOut, json.GetProperty("examples").GetInt32());
        Assert.Contains($"{heldOut} examples", Succeed(["train", Iris, .. options]), StringComparison.Ordinal);
        Assert.True(Json("verify", "m.hinge", Iris).GetProperty("verified").GetBoolean());
    }

    [Fact]
    public void Train_AnyThreads_WritesTheSameBytes()
    {
        byte[]? first = null;
        foreach (string threads in new[] { "1", "2", "3", "8" })
        {
            Succeed("train", Digits, "--solver", "gradient-descent", "--l1", "0.2", "--epochs", "5", "--threads", threads, "-o", "m.hinge");
            byte[] model = File.ReadAllBytes(At("m.hinge"));
            Assert.Equal(first ??= model, model);
        }
    }
}
