using System.Text.Json;
using Hinge.Cli.Tests.Pictures;
using SkiaSharp;

namespace Hinge.Cli.Tests;

/// <summary>What explain shows beside an example's table: steps, ledgers, programs and pictures.</summary>
public sealed class ExplainVerbTests : Workplace
{
    /// <summary>Sums of a few numbers below 10.</summary>
    private const double Tolerance = 1e-12;

    private static readonly string[] Data = ["explain", "points.svm", "--weights", "W.npy"];

    public ExplainVerbTests()
    {
        Write("points.svm", "1 1:1 2:2\n1 1:-6 2:1\n0 1:1\n1 1:-4\n2 2:2\n");
        Npy.Write(At("W.npy"), [0.5, 0.25, 0, 0.25, 0.25, 0.25], 2, 3);
    }

    public static TheoryData<string> Losses => [.. LossNames];

    [Fact]
    public void Step_Json_HasScoresAndViolationsAfter()
    {
        JsonElement json = Json([.. Data, "--example", "0", "--step", "0.125", "--lambda", "0.5"]);
        Assert.Equal(0.125, json.GetProperty("step").GetDouble());
        // s′ = (1 − 2·⅛·½)·s − ⅝·(1, −2, 1)
        double[] scores = [0.875 - 0.625, 0.875 * 0.75 + 1.25, 0.875 * 0.5 - 0.625];
        JsonElement[] terms = [.. json.GetProperty("terms").EnumerateArray()];
        Assert.Equal(scores, terms.Select(term => term.GetProperty("scoreAfter").GetDouble()));
        Assert.Equal(scores[0] - scores[1] + 1, terms[0].GetProperty("violationAfter").GetDouble());
        Assert.Equal(JsonValueKind.Null, terms[1].GetProperty("violationAfter").ValueKind);
        Assert.Equal(0, json.GetProperty("lossAfter").GetDouble());
    }

    [Fact]
    public void Example_WithoutStep_KeepsItsFields()
    {
        JsonElement json = Json([.. Data, "--example", "0"]);
        Assert.Equal(["example", "label", "lossName", "loss", "squaredNorm", "violatedCount", "terms"], json.EnumerateObject().Select(property => property.Name));
        Assert.Equal(["class", "score", "violation", "coefficient"], json.GetProperty("terms")[0].EnumerateObject().Select(property => property.Name));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Ledgers_Json_AddUpToWhatGradientWrites(string loss)
    {
        string[] objective = ["--loss", loss, "--lambda", "0.25"];
        Succeed(["gradient", .. Data[1..], .. objective, "-o", "dW.npy"]);
        double[] gradient = Npy.Read(At("dW.npy")).Values;
        for (int j = 0; j < 3; j++)
        {
            JsonElement column = Json([.. Data, .. objective, "--column", $"{j}", "--top", "2"]);
            Assert.True(column.GetProperty("terms").GetArrayLength() <= 2);
            RequireAddsUp(column, column.GetProperty("length").GetDouble());
            for (int f = 0; f < 2; f++)
            {
                JsonElement entry = Json([.. Data, .. objective, "--entry", $"{f},{j}", "--top", "3"]);
                Assert.Equal(gradient[f * 3 + j], entry.GetProperty("value").GetDouble(), Tolerance);
                Assert.Equal(gradient[f * 3 + j], column.GetProperty("gradient")[f].GetDouble(), Tolerance);
                RequireAddsUp(entry, entry.GetProperty("value").GetDouble());
            }
        }
    }

    [Fact]
    public void Column_Report_SumsTheRestInALine()
    {
        string output = Succeed([.. Data, "--column", "1", "--top", "2", "--lambda", "0.5"]);
        foreach (string words in new[] { "class 2 violates by 2.5", "4 smaller terms", "regularization", "sum" })
            Assert.Contains(words, output, StringComparison.Ordinal);
    }

    [Fact]
    public void Column_OfAModelWithBias_HasTheBiasInItsGradient()
    {
        Succeed("train", Iris, "--bias", "1", "--cost", "0.01", "-o", "iris.hinge");
        JsonElement json = Json("explain", Iris, "--model", "iris.hinge", "--column", "virginica");
        Assert.Equal(5, json.GetProperty("gradient").GetArrayLength());
        Assert.Contains("petal_length, setosa", Succeed("explain", Iris, "--model", "iris.hinge", "--entry", "petal_length,setosa"), StringComparison.Ordinal);
        Assert.Contains("dW[bias, setosa]", Succeed("explain", Iris, "--model", "iris.hinge", "--entry", "4,setosa"), StringComparison.Ordinal);
    }

    [Fact]
    public void Programs_LeftOverMarginNegative_SayWhereTheyPart()
    {
        string output = Succeed([.. Data, "--example", "1", "--programs"]);
        foreach (string words in new[] { "example 0 has left margin = 0.75 behind", "margin is −0.5, left over: go on", "The first program parts from the one meant at j = 1: its loss is 1 too large", "The second program parts from the one meant at j = 2: its column 1 receives nothing instead of −x." })
            Assert.Contains(words, output, StringComparison.Ordinal);
        JsonElement programs = Json([.. Data, "--example", "1", "--programs"]).GetProperty("programs");
        Assert.Equal(["meant", "first", "second"], programs.EnumerateArray().Select(program => program.GetProperty("program").GetString()));
        Assert.Equal([2.5, 3.5, 2.5], programs.EnumerateArray().Select(program => program.GetProperty("loss").GetDouble()));
    }

    [Fact]
    public void Programs_FirstExampleOfClassZero_SayThatPythonStops()
    {
        Write("zero.svm", "0 1:1\n1 2:1\n2 1:1\n");
        string output = Succeed("explain", "zero.svm", "--weights", "W.npy", "--example", "0", "--programs");
        Assert.Contains("margin is undefined: Python stops", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Shape_Redirected_DrawsShades()
    {
        string output = Succeed([.. Data, "--example", "0", "--shape", "2x1"]);
        // x is on its own scale; of the others the largest is 4, in −2·x, so +x is 1 and 2 of 4 parts.
        string[] expected =
        [
            "x         0: +x     1: −2·x   2: +x",
            "▒▒        ░░        --        ░░",
            "██        ▒▒        ##        ▒▒",
            "░▒▓█ positive, ·-=# negative",
        ];
        Assert.EndsWith(string.Join('\n', expected) + "\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plot_ExampleOfImages_IsAnImageOfItsTerms()
    {
        Succeed([.. Data, "--example", "0", "--shape", "1x2", "--plot", "terms.png"]);
        HashSet<SKColor> colors = DrawnPicture.Pixels(At("terms.png")).Colors;
        Assert.Contains(new SKColor(33, 102, 172), colors); // −4, the strongest blue
        Assert.Contains(new SKColor(216, 140, 149), colors); // +2 of 4: halfway from white to red
        Succeed([.. Data, "--column", "1", "--shape", "1x2", "--plot", "column.svg"]);
        Assert.Contains("dW[:, 1]", DrawnPicture.Texts(At("column.svg")));
    }

    [Fact]
    public void BadOptions_AreRefused()
    {
        Refuse(Data, "--example", "--column", "--entry");
        Refuse([.. Data, "--example", "0", "--column", "1"], "Exactly one");
        Refuse([.. Data, "--column", "3"], "--column must name a class: 0, 1, 2; got 3.");
        Refuse([.. Data, "--column", "1", "--step", "0.1"], "--step goes with --example");
        Refuse([.. Data, "--column", "1", "--programs"], "--programs goes with --example");
        Refuse([.. Data, "--entry", "1"], "--entry", "got 1.");
        Refuse([.. Data, "--entry", "2,1"], "0 to 1; got 2.");
        Refuse([.. Data, "--entry", "0,1", "--shape", "1x2"], "--shape");
        Refuse([.. Data, "--example", "5"], "--example must be from 0 to 4; got 5.");
        Refuse([.. Data, "--example", "0", "--step", "0"], "--step must be a number greater than 0; got 0.");
        Refuse([.. Data, "--example", "0", "--programs", "--loss", "softmax"], "--programs goes with the loss weston-watkins");
        Refuse([.. Data, "--example", "0", "--shape", "8x8"], "as there are features: 2; got 8x8");
        Refuse([.. Data, "--example", "0", "--shape", "two"], "such as 8x8; got two");
        Refuse([.. Data, "--column", "1", "--plot", "a.png"], "--plot goes with --example");
        Refuse([.. Data, "--example", "0", "--shape", "1x2", "--plot", "none/a.png"], "none/a.png");
    }

    private static void RequireAddsUp(JsonElement ledger, double total) => Assert.Equal(
        total,
        ledger.GetProperty("terms").EnumerateArray().Sum(term => term.GetProperty("contribution").GetDouble())
            + ledger.GetProperty("rest").GetProperty("contribution").GetDouble() + ledger.GetProperty("regularization").GetDouble(),
        Tolerance);
}
