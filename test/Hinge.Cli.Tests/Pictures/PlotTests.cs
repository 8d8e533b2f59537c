using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Hinge.Cli.Pictures;
using Hinge.Models;
using SkiaSharp;

namespace Hinge.Cli.Tests.Pictures;

/// <summary>The pictures that verbs write: what is drawn are the numbers of <c>--json</c>.</summary>
public sealed class PlotTests : Workplace, IClassFixture<TrainedModels>
{
    public PlotTests(TrainedModels models) => models.CopyTo(Folder);

    [Fact]
    public void Train_Plot_ShowsObjectivePrimalDualAndGap()
    {
        JsonElement json = Json("train", Digits, "--cost", "0.1", "-o", "m.hinge", "--plot", "t.svg");
        Assert.Equal("t.svg", json.GetProperty("plot").GetString());
        string[] texts = DrawnPicture.Texts(At("t.svg"));
        Assert.Contains("digits.svm: 1,797 examples, 10 classes, by dual-coordinate-ascent", texts);
        Assert.Contains(texts, text => text.StartsWith("P(W) = ½‖W‖² + 0.1 · Σ_i", StringComparison.Ordinal));
        // W = 0 at first: each of nine terms is 1, so P = C·9·N.
        Assert.Contains($"primal P(W), from {Short(0.1 * 9 * 1797)} to {Short(json.GetProperty("primal").GetDouble())}", texts);
        Assert.Contains($"dual, below which no P(W) lies, to {Short(json.GetProperty("dual").GetDouble())}", texts);
        Assert.Contains($"certified: {json.GetProperty("relativeGap").GetDouble().ToString("0.0e-0", CultureInfo.InvariantCulture)}", texts);
        Assert.Contains("asked for: 1.0e-3", texts);
        Assert.Contains("seconds of training", texts);
        Assert.Equal(File.ReadAllBytes(At("digits.hinge")), File.ReadAllBytes(At("m.hinge")));
    }

    [Theory]
    [InlineData("--solver", "gradient-descent", "--epochs", "3")]
    [InlineData("--solver", "augmented-lagrangian")]
    [InlineData("--loss", "softmax")]
    [InlineData("--gap", "10")]
    [InlineData("--shards", "2")]
    public void Train_PlotOfAnySolver_IsDrawn(params string[] options)
    {
        Succeed(["train", Iris, "--bias", "--cost", "0.01", "-o", "m.hinge", "--plot", "t.svg", "--quiet", .. options]);
        Assert.Contains("relative gap", DrawnPicture.Texts(At("t.svg")));
        Succeed(["train", Iris, "--bias", "--cost", "0.01", "-o", "m.hinge", "--plot", "t.png", .. options]);
        Assert.Equal(Math.Ceiling(2 * double.Parse(XElement.Load(At("t.svg")).Attribute("height")!.Value, CultureInfo.InvariantCulture)), DrawnPicture.Pixels(At("t.png")).Height);
    }

    [Fact]
    public void Train_PlotWithoutDual_SaysSo()
    {
        Succeed("train", Iris, "--bias", "--free-bias", "--solver", "gradient-descent", "--epochs", "4", "-o", "m.hinge", "--plot", "t.svg");
        string[] texts = DrawnPicture.Texts(At("t.svg"));
        Assert.Contains("the gap is not known: a bias free of the penalty has no dual here", texts);
        Assert.DoesNotContain(texts, text => text.StartsWith("dual", StringComparison.Ordinal));
    }

    [Fact]
    public void Evaluate_Plot_ShowsTheConfusionsInTheirOrder()
    {
        JsonElement json = Json("evaluate", "digits.hinge", Digits, "--plot", "e.svg");
        Assert.Equal("e.svg", json.GetProperty("plot").GetString());
        string[] texts = DrawnPicture.Texts(At("e.svg"));
        Assert.Contains($"digits.svm: {Percent(json.GetProperty("accuracy").GetDouble())} of 1,797 predictions are right", texts);
        Assert.Contains($"certified: {Percent(json.GetProperty("certifiedShare").GetDouble())} of all", texts);
        int[][] rows = [.. json.GetProperty("confusion").EnumerateArray().Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())];
        // Cells are drawn row by row in the order of the tree: the same counts in that order must be there, one after the other.
        int[] order = ClassOrder.Of(ClassOrder.Distances([.. rows.SelectMany(row => row)], [.. Enumerable.Range(0, 10)]));
        string[] cells = [.. order.SelectMany(y => order.Select(j => rows[y][j])).Where(count => count > 0).Select(count => count.ToString(CultureInfo.InvariantCulture))];
        int first = Array.IndexOf(texts, "who is taken for whom, in examples") + 1;
        Assert.Equal(cells, texts[first..(first + cells.Length)]);
        foreach (JsonElement row in json.GetProperty("perClass").EnumerateArray())
            Assert.Contains((100 * row.GetProperty("recall").GetDouble()).ToString("0.0", CultureInfo.InvariantCulture), texts);
        Succeed("evaluate", "digits.hinge", Digits, "--plot", "e.png");
        Assert.Contains(new SKColor(8, 48, 107), DrawnPicture.Pixels(At("e.png")).Colors); // a class that is always right
    }

    [Fact]
    public void Evaluate_PlotOfManyClasses_ShowsTheMostConfused()
    {
        // 60 classes of one example each; the model knows each by its own feature.
        Write("many.svm", string.Concat(Enumerable.Range(0, 60).Select(y => $"{y} {y + 1}:1\n")));
        Succeed("train", "many.svm", "--cost", "1", "-o", "many.hinge", "--quiet");
        Write("test.svm", "58 1:1\n59 2:1\n3 3:1\n");
        Succeed("evaluate", "many.hinge", "test.svm", "--plot", "e.svg", "--quiet");
        string[] texts = DrawnPicture.Texts(At("e.svg"));
        Assert.Contains("shown are the 40 of 60 classes that take part in the most mistakes; those taken for each other stand side by side", texts);
        Assert.Contains("58", texts);
        Assert.Contains("59", texts);
        Assert.DoesNotContain("57", texts);
    }

    [Theory]
    [InlineData("0 1:1\n")]
    [InlineData("0 1:1\n0 1:2\n0 1:3\n")]
    [InlineData("7 1:1\n")]
    [InlineData("0 1:0\n1\n")]
    public void Evaluate_DegenerateData_IsDrawn(string data)
    {
        Write("four.svm", "0 1:1\n0 1:2\n1 1:-1\n1 1:1.5\n");
        Write("data.svm", data);
        Succeed("train", "four.svm", "--cost", "1e-6", "-o", "four.hinge", "--quiet", "--plot", "t.svg");
        Succeed("evaluate", "four.hinge", "data.svm", "--plot", "e.svg", "--report", "e.html");
        DrawnPicture.Texts(At("e.svg"));
        DrawnPicture.Texts(At("t.svg"));
        Assert.True(new FileInfo(At("e.html")).Length > 1000);
    }

    [Fact]
    public void Weights_TableModel_ShowsNamesAndWeightsOfTheModel()
    {
        JsonElement json = Json("weights", "iris.hinge", "--top", "2", "--plot", "w.svg");
        LinearModel model = LinearModel.Load(At("iris.hinge"));
        Assert.Equal("w.svg", json.GetProperty("plot").GetString());
        string[] texts = DrawnPicture.Texts(At("w.svg"));
        JsonElement[] classes = [.. json.GetProperty("classes").EnumerateArray()];
        Assert.Equal(model.ClassNames, classes.Select(c => c.GetProperty("class").GetString()!));
        for (int j = 0; j < model.ClassCount; j++)
        {
            (string Name, double Weight)[] all = [.. Enumerable.Range(0, model.FeatureCount).Select(f => (model.FeatureNames![f], model.Weights[f, j]))];
            Assert.Equal(all.Where(f => f.Weight > 0).OrderBy(f => -f.Weight).Take(2), Listed(classes[j], "raises"));
            Assert.Equal(all.Where(f => f.Weight < 0).OrderBy(f => f.Weight).Take(2), Listed(classes[j], "lowers"));
            Assert.Equal(model.Weights[model.FeatureCount, j], classes[j].GetProperty("intercept").GetDouble());
            Assert.Contains(model.ClassNames[j], texts);
            foreach ((string name, double weight) in Listed(classes[j], "raises").Concat(Listed(classes[j], "lowers")))
            {
                Assert.Contains(name, texts);
                Assert.Contains($"{(weight < 0 ? "−" : "+")}{Math.Abs(weight).ToString("G3", CultureInfo.InvariantCulture)}", texts);
            }
        }
        string output = Succeed("weights", "iris.hinge", "--class", "virginica");
        Assert.Contains("virginica", output, StringComparison.Ordinal);
        Assert.DoesNotContain("setosa", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_TextModel_HasItsWords()
    {
        Write("t.csv", "body,y\ngood film,1\ngood day,1\nbad film,0\nbad day,0\n");
        Succeed("train", "t.csv", "--label", "y", "--text", "body", "-o", "t.hinge", "--quiet");
        JsonElement positive = Json("weights", "t.hinge", "--class", "1").GetProperty("classes")[0];
        Assert.Equal("body: good", positive.GetProperty("raises")[0].GetProperty("name").GetString());
        Assert.Equal("body: bad", positive.GetProperty("lowers")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Weights_Shape_DrawsOneImageAClassInItsColours()
    {
        Succeed("weights", "digits.hinge", "--shape", "8x8", "--plot", "w.png");
        // The largest weight of all is the strongest colour of its sign.
        LinearModel model = LinearModel.Load(At("digits.hinge"));
        double[] weights = model.Weights.Values.ToArray();
        double largest = weights.MaxBy(Math.Abs);
        HashSet<SKColor> colors = DrawnPicture.Pixels(At("w.png")).Colors;
        Assert.Contains(largest > 0 ? new SKColor(178, 24, 43) : new SKColor(33, 102, 172), colors);
        Succeed("weights", "digits.hinge", "--shape", "8x8", "--plot", "w.svg");
        XElement svg = XElement.Load(At("w.svg"));
        Assert.Equal(10, svg.Descendants().Count(element => element.Name.LocalName == "image"));
        Assert.All(svg.Descendants().Attributes().Where(attribute => attribute.Name.LocalName == "href"), href => Assert.True(href.Value.StartsWith('#') || href.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal), href.Value));
        Refuse(["weights", "digits.hinge", "--shape", "8x9"], "as many pixels as there are features: 64; got 8x9, which has 72");
        Succeed("weights", "digits.hinge", "--shape", "6x11", "--quiet"); // two pixels of the last row are missing
        Refuse(["weights", "digits.hinge", "--class", "10"], "--class must name a class: 0, 1, 2");
        Refuse(["weights", "digits.hinge", "--top", "0"], "--top must be");
    }

    [Fact]
    public void Explain_Plot_ShowsScoresViolationsAndMultiplesOfX()
    {
        JsonElement json = Json("explain", Digits, "--example", "5", "--model", "digits.hinge", "--plot", "x.svg");
        Assert.Equal("x.svg", json.GetProperty("plot").GetString());
        string[] texts = DrawnPicture.Texts(At("x.svg"));
        Assert.Contains("5 = y", texts);
        foreach (JsonElement term in json.GetProperty("terms").EnumerateArray())
        {
            Assert.Contains(Weight(term.GetProperty("score").GetDouble()), texts);
            double coefficient = term.GetProperty("coefficient").GetDouble();
            if (coefficient > 0) Assert.Contains("+x", texts);
            if (coefficient < -1) Assert.Contains($"−{-coefficient}·x", texts);
        }
        Assert.Equal(json.GetProperty("violatedCount").GetInt32(), texts.Count(text => text == "+x"));
        Assert.Contains(texts, text => text.StartsWith("What it adds to dW at its 16 largest features", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("train", "p.gif", "--plot must name a .png or .svg file; got p.gif")]
    [InlineData("train", "nowhere/p.png", "nowhere")]
    [InlineData("train", "model.hinge", "which is -o too")]
    [InlineData("evaluate", "p", "--plot must name a .png or .svg file; got p")]
    [InlineData("evaluate", "nowhere/p.svg", "nowhere")]
    [InlineData("weights", "p.jpg", "--plot must name")]
    [InlineData("explain", "p.pdf", "--plot must name")]
    public void Plot_BadName_IsRefusedBeforeAllWork(string verb, string path, string words) => Refuse(
        verb switch
        {
            "train" => ["train", "none.svm", "-o", "model.hinge", "--plot", path],
            "evaluate" => ["evaluate", "none.hinge", "none.svm", "--plot", path],
            "weights" => ["weights", "none.hinge", "--plot", path],
            _ => ["explain", "none.svm", "--model", "none.hinge", "--example", "0", "--plot", path],
        },
        words);

    private static (string, double)[] Listed(JsonElement @class, string list) =>
        [.. @class.GetProperty(list).EnumerateArray().Select(feature => (feature.GetProperty("name").GetString()!, feature.GetProperty("weight").GetDouble()))];

    private static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    private static string Weight(double value) => (value < 0 ? "−" : "+") + Math.Abs(value).ToString("G3", CultureInfo.InvariantCulture);
}
