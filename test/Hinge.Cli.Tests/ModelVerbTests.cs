using System.Globalization;
using System.Text.Json;

namespace Hinge.Cli.Tests;

/// <summary>The verbs that take a model: predict, evaluate and verify.</summary>
public sealed class ModelVerbTests : Workplace, IClassFixture<TrainedModels>
{
    private static readonly string[] DigitLabels = [.. File.ReadLines(Digits).Select(line => line.Split(' ')[0])];

    public ModelVerbTests(TrainedModels models) => models.CopyTo(Folder);

    [Fact]
    public void Predict_OneLineARow_AgreesWithEvaluate()
    {
        string[] lines = Lines(Succeed("predict", "digits.hinge", Digits));
        Assert.Equal(DigitLabels.Length, lines.Length);
        double accuracy = lines.Zip(DigitLabels).Count(pair => pair.First == pair.Second) / (double)lines.Length;
        Assert.InRange(accuracy, 0.95, 1);
        Assert.Equal(accuracy, Json("evaluate", "digits.hinge", Digits).GetProperty("accuracy").GetDouble(), 1e-15);
    }

    [Fact]
    public void Predict_Scores_ThePredictionIsTheClassOfTheHighest()
    {
        string[][] rows = [.. Lines(Succeed("predict", "digits.hinge", Digits, "--scores")).Select(line => line.Split(','))];
        Assert.Equal(["prediction", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], rows[0]);
        Assert.Equal(DigitLabels.Length, rows.Length - 1);
        foreach (string[] row in rows[1..])
        {
            double[] scores = [.. row[1..].Select(score => double.Parse(score, CultureInfo.InvariantCulture))];
            Assert.Equal(10, scores.Length);
            Assert.Equal(row[0], rows[0][1 + Array.IndexOf(scores, scores.Max())]);
        }
    }

    [Fact]
    public void Predict_Top_ListsTheBestClassesAndTheirScores()
    {
        string[][] all = Rows("--scores"), top = Rows("--top", "3"), every = Rows("--top", "99");
        Assert.Equal(["class 1", "score 1", "class 2", "score 2", "class 3", "score 3"], top[0]);
        Assert.Equal(20, every[0].Length);
        Assert.Equal(all.Length, top.Length);
        foreach ((string[] scores, string[] row) in all[1..].Zip(top[1..]))
        {
            int[] best = [.. Enumerable.Range(0, 10).OrderByDescending(j => double.Parse(scores[1 + j], CultureInfo.InvariantCulture)).Take(3)];
            Assert.Equal(best.SelectMany(j => (string[])[all[0][1 + j], scores[1 + j]]), row);
        }
        JsonElement json = Json("predict", "digits.hinge", Digits, "--top", "2");
        (JsonElement classes, JsonElement scoresOfFirst) = (json.GetProperty("top")[0], json.GetProperty("scores")[0]);
        Assert.Equal([top[1][0], top[1][2]], classes.EnumerateArray().Select(name => name.GetString()!));
        Assert.Equal([top[1][1], top[1][3]], scoresOfFirst.EnumerateArray().Select(score => score.GetRawText()));

        string[][] Rows(params string[] options) => [.. Lines(Succeed(["predict", "digits.hinge", Digits, .. options])).Select(line => line.Split(','))];
    }

    [Fact]
    public void Predict_BadTop_NamesTheOption()
    {
        Refuse(["predict", "digits.hinge", Digits, "--top", "0"], "--top must be ", "at least 1", "got 0.");
        Refuse(["predict", "digits.hinge", Digits, "--top", "2", "--scores"], "--scores and --top");
    }

    [Fact]
    public void Predict_Output_IsWhatStandardOutputWouldBe()
    {
        Assert.Equal("", Succeed("predict", "digits.hinge", Digits, "-o", "predictions.txt"));
        Assert.Equal(Succeed("predict", "digits.hinge", Digits), File.ReadAllText(At("predictions.txt")));
    }

    [Fact]
    public void Predict_Json_HoldsThePredictions()
    {
        JsonElement json = Json("predict", "digits.hinge", Digits);
        Assert.Equal(Lines(Succeed("predict", "digits.hinge", Digits)), json.GetProperty("predictions").EnumerateArray().Select(name => name.GetString()!));
    }

    [Fact]
    public void Predict_TableWithoutLabelsInAnotherOrder_FindsItsColumnsByName()
    {
        string[][] table = [.. File.ReadLines(Iris).Select(line => line.Split(','))];
        File.WriteAllLines(At("new.csv"), table.Select(row => string.Join(',', row[2], row[0], row[3], row[1])));
        Assert.Equal(Succeed("predict", "iris.hinge", Iris), Succeed("predict", "iris.hinge", "new.csv"));
    }

    [Fact]
    public void Evaluate_Json_AddsUp()
    {
        JsonElement json = Json("evaluate", "digits.hinge", Digits);
        int[][] confusion = [.. json.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())];
        JsonElement[] classes = [.. json.GetProperty("perClass").EnumerateArray()];
        Assert.Equal(10, confusion.Length);
        Assert.Equal(10, classes.Length);
        Assert.Equal(1797, confusion.Sum(row => row.Sum()));
        Assert.Equal(Enumerable.Range(0, 10).Sum(j => confusion[j][j]) / 1797.0, json.GetProperty("accuracy").GetDouble(), 1e-15);
        Assert.InRange(json.GetProperty("certifiedShare").GetDouble(), 0, 1);
        for (int y = 0; y < 10; y++)
        {
            Assert.Equal(DigitLabels.Count(label => label == y.ToString(CultureInfo.InvariantCulture)), confusion[y].Sum());
            Assert.Equal(confusion[y].Sum(), classes[y].GetProperty("examples").GetInt32());
            Assert.Equal(confusion[y][y] / (double)confusion[y].Sum(), classes[y].GetProperty("recall").GetDouble(), 1e-12);
            Assert.Equal(confusion[y][y] / (double)confusion.Sum(row => row[y]), classes[y].GetProperty("precision").GetDouble(), 1e-12);
        }
    }

    [Fact]
    public void Evaluate_LabelThatTheModelDoesNotKnow_CountsAsWrong()
    {
        Write("more.svm", "0 1:1\n17 1:1\n");
        JsonElement json = Json("evaluate", "digits.hinge", "more.svm");
        Assert.Equal(1, json.GetProperty("unknownLabels").GetInt32());
        Assert.InRange(json.GetProperty("accuracy").GetDouble(), 0, 0.5);
    }

    [Theory]
    [InlineData]
    [InlineData("--duals", "digits.duals")]
    public void Verify_TrainingData_Confirms(params string[] options)
    {
        JsonElement json = Json(["verify", "digits.hinge", Digits, .. options]);
        Assert.True(json.GetProperty("verified").GetBoolean());
        Assert.True(json.GetProperty("fingerprintMatches").GetBoolean());
        double primal = json.GetProperty("primal").GetDouble(), dual = json.GetProperty("dual").GetDouble();
        Assert.Equal((primal - dual) / primal, json.GetProperty("relativeGap").GetDouble(), 1e-12);
        Assert.InRange(json.GetProperty("relativeGap").GetDouble(), 0, 1e-3);
        Assert.Equal(options.Length > 0, json.GetProperty("dualRecomputed").GetBoolean());
    }

    [Theory]
    [InlineData]
    [InlineData("--duals", "digits.duals")]
    public void Verify_OneValueChanged_EndsWith1(params string[] options)
    {
        string[] lines = File.ReadAllLines(Digits);
        lines[0] = lines[0].Replace("3:0.3125", "3:0.375", StringComparison.Ordinal);
        File.WriteAllLines(At("changed.svm"), lines);
        JsonElement json = Json(1, ["verify", "digits.hinge", "changed.svm", .. options]);
        Assert.False(json.GetProperty("verified").GetBoolean());
        Assert.False(json.GetProperty("fingerprintMatches").GetBoolean());
        Assert.Contains("NOT verified", Expect(1, ["verify", "digits.hinge", "changed.svm", .. options]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_DualsOfAnotherRun_EndsWith1()
    {
        Succeed("train", Digits, "--cost", "0.1", "--gap", "0.1", "-o", "other.hinge", "--duals", "other.duals");
        JsonElement json = Json(1, "verify", "digits.hinge", Digits, "--duals", "other.duals");
        Assert.True(json.GetProperty("fingerprintMatches").GetBoolean());
        Assert.False(json.GetProperty("verified").GetBoolean());
    }

    private static string[] Lines(string output) => output.Split('\n')[..^1];
}
