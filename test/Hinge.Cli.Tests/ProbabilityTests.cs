using System.Globalization;
using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary>Probabilities on the command line: trained with --calibrate, or softmax's own.</summary>
public sealed class ProbabilityTests : Workplace
{
    private static readonly string[] DigitLabels = [.. File.ReadLines(Digits).Select(line => line.Split(' ')[0])];

    [Fact]
    public void Calibrate_Digits_GivesProbabilitiesThatEvaluateMeasures()
    {
        JsonElement trained = Json("train", Digits, "--cost", "0.02", "--test-split", "0.3", "--calibrate", "5", "-o", "m.hinge");
        JsonElement calibration = trained.GetProperty("calibration");
        double factor = calibration.GetProperty("inverseTemperature").GetDouble();
        Assert.Equal(5, calibration.GetProperty("folds").GetInt32());
        Succeed("train", Digits, "--cost", "0.02", "--test-split", "0.3", "-o", "plain.hinge");

        JsonElement evaluation = Json("evaluate", "m.hinge", Digits, "--reliability", "r.png");
        string[][] scores = Rows("plain.hinge", "--scores"), probabilities = Rows("m.hinge", "--probabilities");
        Assert.Equal(scores[0], probabilities[0]);
        double logLoss = 0, brier = 0;
        for (int i = 0; i < DigitLabels.Length; i++)
        {
            double[] p = Numbers(probabilities[1 + i]), powers = [.. Numbers(scores[1 + i]).Select(s => Math.Exp(factor * s))];
            Assert.Equal(scores[1 + i][0], probabilities[1 + i][0]);
            int y = Array.IndexOf(probabilities[0], DigitLabels[i]) - 1;
            for (int j = 0; j < 10; j++)
            {
                Assert.Equal(powers[j] / powers.Sum(), p[j], 1e-12);
                brier += Math.Pow(p[j] - (j == y ? 1 : 0), 2) / DigitLabels.Length;
            }
            logLoss -= Math.Log(p[y]) / DigitLabels.Length;
        }
        Assert.Equal(logLoss, evaluation.GetProperty("logLoss").GetDouble(), 1e-9);
        Assert.Equal(brier, evaluation.GetProperty("brierScore").GetDouble(), 1e-9);
        Assert.InRange(evaluation.GetProperty("expectedCalibrationError").GetDouble(), 0, 0.05);
        Assert.Equal(DigitLabels.Length, evaluation.GetProperty("reliability").EnumerateArray().Sum(bin => bin.GetProperty("examples").GetInt32()));
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(At("r.png"))[..4]);
        Assert.True(Json("verify", "m.hinge", Digits, "--test-split", "0.3").GetProperty("verified").GetBoolean());
        Assert.Contains("log loss ", Succeed("evaluate", "m.hinge", Digits), StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_TopAndLines_AreThoseOfAllClasses()
    {
        Succeed("train", Digits, "--loss", "softmax", "--cost", "0.1", "-o", "m.hinge");
        string[][] all = Rows("m.hinge", "--probabilities"), top = Rows("m.hinge", "--probabilities", "--top", "2");
        Assert.Equal(["class 1", "probability 1", "class 2", "probability 2"], top[0]);
        for (int i = 1; i < all.Length; i++) Assert.Equal(Numbers(all[i]).Max(), double.Parse(top[i][1], CultureInfo.InvariantCulture));
        Assert.Equal(Succeed("predict", "m.hinge", Digits, "--probabilities"), Succeed("predict", "m.hinge", Digits, "--probabilities", "--line-by-line"));
        Assert.Equal(all[1][1], Json("predict", "m.hinge", Digits, "--probabilities").GetProperty("probabilities")[0][0].GetRawText());
        Assert.Equal(JsonValueKind.Null, Json("train", Digits, "--loss", "softmax", "-o", "n.hinge").GetProperty("calibration").ValueKind);
    }

    [Fact]
    public void Probabilities_WhereThereAreNone_AreRefused()
    {
        Succeed("train", Iris, "-o", "m.hinge");
        Refuse(["predict", "m.hinge", Iris, "--probabilities"], "--probabilities must be left out for m.hinge", "--calibrate");
        Refuse(["evaluate", "m.hinge", Iris, "--reliability", "r.png"], "--reliability must be left out for m.hinge", "--calibrate");
        Assert.Equal(JsonValueKind.Null, Json("evaluate", "m.hinge", Iris).GetProperty("logLoss").ValueKind);
        Refuse(["evaluate", "m.hinge", Iris, "--reliability", "r.pdf"], "--reliability must name a .png or .svg file; got r.pdf.");
        Refuse(["predict", "m.hinge", Iris, "--probabilities", "--scores"], "must not both be given");
        Refuse(["train", Iris, "--calibrate", "1", "-o", "n.hinge"], "--calibrate must be a whole number, at least 2; got 1.");
        Refuse(["train", Iris, "--calibrate", "151", "-o", "n.hinge"], "The number of folds must be at least 2 and at most the number of examples, 150; got 151.");
        Assert.False(File.Exists(At("n.hinge")));
    }

    private string[][] Rows(string model, params string[] options) => [.. Succeed(["predict", model, Digits, .. options]).Split('\n')[..^1].Select(line => line.Split(','))];

    private static double[] Numbers(string[] row) => [.. row[1..].Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
}
