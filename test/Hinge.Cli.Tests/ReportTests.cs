using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using Hinge.Models;

namespace Hinge.Cli.Tests;

/// <summary><c>evaluate --report</c>: one page whose numbers are those of <c>--json</c>, and which asks nothing of anybody.</summary>
public sealed class ReportTests : Workplace, IClassFixture<TrainedModels>
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public ReportTests(TrainedModels models) => models.CopyTo(Folder);

    [Fact]
    public void Report_Numbers_AreThoseOfJson()
    {
        JsonElement json = Json("evaluate", "digits.hinge", Digits, "--report", "r.html", "--shape", "8x8");
        Assert.Equal("r.html", json.GetProperty("report").GetString());
        XElement page = Load("r.html");
        Certificate certificate = LinearModel.Load(At("digits.hinge")).Certificate;
        Assert.Equal(
            [json.GetProperty("accuracy").GetDouble(), json.GetProperty("certifiedShare").GetDouble(), 1797, 10],
            page.Descendants("dd").Select(Exact));
        XElement[] tables = [.. page.Descendants("table")];
        Assert.Equal(
            [certificate.Primal, certificate.Dual, certificate.Gap, certificate.RelativeGap, certificate.WeightErrorBound],
            tables[0].Descendants("td").Take(5).Select(Exact));
        Assert.Contains(certificate.Fingerprint, tables[0].Value, StringComparison.Ordinal);
        Assert.Contains("the training data itself", tables[0].Value, StringComparison.Ordinal);
        JsonElement[] classes = [.. json.GetProperty("perClass").EnumerateArray()];
        XElement[] rows = [.. tables[1].Element("tbody")!.Elements("tr")];
        Assert.Equal(classes.Length, rows.Length);
        foreach ((JsonElement expected, XElement row) in classes.Zip(rows))
        {
            Assert.Equal(expected.GetProperty("class").GetString(), row.Element("th")!.Value);
            Assert.Equal([expected.GetProperty("examples").GetDouble(), expected.GetProperty("precision").GetDouble(), expected.GetProperty("recall").GetDouble()], row.Elements("td").Select(Exact));
        }
        Assert.Contains(Percent(json.GetProperty("certifiedShare").GetDouble()), page.Descendants("p").First(p => p.Value.StartsWith("No weights whatever", StringComparison.Ordinal)).Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_Mistakes_AreTheFurthestOff()
    {
        Succeed("evaluate", "digits.hinge", Digits, "--report", "r.html");
        (int Example, double Behind)[] listed = [.. Load("r.html").Descendants("table").Last().Element("tbody")!.Elements("tr").Select(row => (int.Parse(row.Element("th")!.Value, CultureInfo.InvariantCulture), Exact(row.Elements("td").ElementAt(2))))];
        string[] lines = Succeed("predict", "digits.hinge", Digits, "--scores").TrimEnd('\n').Split('\n');
        string[] head = lines[0].Split(',');
        string[] labels = [.. File.ReadLines(Digits).Select(line => line.Split(' ')[0])];
        (int Example, double Behind)[] expected = [.. lines.Skip(1).Select((line, i) =>
        {
            double[] scores = [.. line.Split(',').TakeLast(10).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            return (i, scores.Max() - scores[int.Parse(labels[i], CultureInfo.InvariantCulture)]);
        }).Where(row => row.Item2 > 0).OrderByDescending(row => row.Item2).Take(listed.Length)];
        Assert.True(head.Length >= 10, lines[0]);
        Assert.Equal(expected.Select(row => row.Example), listed.Select(row => row.Example));
        foreach ((double one, double other) in expected.Select(row => row.Behind).Zip(listed.Select(row => row.Behind))) Assert.Equal(one, other, 1e-9);
    }

    [Fact]
    public void Report_Page_HoldsAllItNeedsAndReadsAloud()
    {
        Succeed("train", Digits, "--loss", "softmax", "--cost", "0.1", "--gap", "1e-2", "-o", "soft.hinge", "--quiet");
        Succeed("evaluate", "soft.hinge", Digits, "--report", "r.html", "--shape", "8x8", "--quiet");
        string text = File.ReadAllText(At("r.html"));
        XElement page = Load("r.html");
        // Addresses are those of XML namespaces alone.
        foreach (XAttribute attribute in page.DescendantsAndSelf().Attributes().Where(attribute => attribute.Value.Contains("://", StringComparison.Ordinal)))
            Assert.True(attribute.IsNamespaceDeclaration, attribute.ToString());
        Assert.DoesNotContain("://", string.Concat(page.DescendantNodes().OfType<XText>().Select(node => node.Value)), StringComparison.Ordinal);
        foreach (string word in new[] { "<script", "<link", "<iframe", "@import" })
            Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(page.Descendants().Attributes(), attribute => attribute.Name.LocalName != "href" && attribute.Value.Contains("NaN", StringComparison.Ordinal));
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Name.LocalName is "href" or "src"), href => Assert.True(href.Value.StartsWith('#') || href.Value.StartsWith("data:image/png;base64,", StringComparison.Ordinal), href.Value));

        Assert.Equal("en", page.Attribute("lang")!.Value);
        Assert.Single(page.Descendants("h1"));
        string[] sections = ["The certificate", "Classes", "Leads", "The most confident mistakes", "Probabilities", "What each class looks for"];
        Assert.Equal(sections, page.Descendants("h2").Select(heading => heading.Value));
        Assert.Equal(5, page.Descendants("figure").Count());
        foreach (XElement figure in page.Descendants("figure"))
        {
            XElement svg = figure.Element(Svg + "svg")!;
            Assert.Equal(("img", svg.Element(Svg + "title")!.Attribute("id")!.Value), (svg.Attribute("role")!.Value, svg.Attribute("aria-labelledby")!.Value));
            Assert.NotEmpty(figure.Element("figcaption")!.Value);
        }
        Assert.All(page.Descendants("table"), table => Assert.NotEmpty(table.Element("caption")!.Value));
        Assert.All(page.Descendants("th"), th => Assert.True(th.Attribute("scope")?.Value is "row" or "col", th.ToString()));
        string[] ids = [.. page.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.All(page.Descendants().Attributes().Where(attribute => attribute.Value.StartsWith("url(#", StringComparison.Ordinal)), use => Assert.Contains(use.Value[5..^1], ids));
        foreach (string media in new[] { "prefers-color-scheme: dark", "@media print" }) Assert.Contains(media, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_NamesOfAnyCharacters_AreTextAndNothingElse()
    {
        Write("t.csv", "x,y\n1,<b>&amp;\n2,<b>&amp;\n-1,\"ü “猫” ‮ \"\n-2,\"ü “猫” ‮ \"\n");
        Succeed("train", "t.csv", "--label", "y", "-o", "t.hinge", "--quiet");
        Succeed("evaluate", "t.hinge", "t.csv", "--report", "r.html", "--plot", "p.svg", "--quiet");
        Assert.Contains("<b>&amp;", Load("r.html").Descendants("th").Select(th => th.Value));
        Assert.Empty(Load("r.html").Descendants("b"));
    }

    [Fact]
    public void Report_SameRun_HasTheSameBytes()
    {
        Succeed("evaluate", "digits.hinge", Digits, "--report", "a.html", "--threads", "1");
        Succeed("evaluate", "digits.hinge", Digits, "--report", "b.html", "--threads", "2");
        Assert.Equal(File.ReadAllBytes(At("a.html")), File.ReadAllBytes(At("b.html")));
    }

    [Fact]
    public void Report_BadOptions_AreRefused()
    {
        Refuse(["evaluate", "none.hinge", "none.svm", "--report", "r.pdf"], "--report must name an .html file; got r.pdf");
        Refuse(["evaluate", "none.hinge", "none.svm", "--report", "nowhere/r.html"], "nowhere/r.html");
        Refuse(["evaluate", "digits.hinge", Digits, "--shape", "8x8"], "--shape goes with --report");
        Refuse(["evaluate", "digits.hinge", Digits, "--report", "r.html", "--shape", "9x9"], "as there are features: 64");
        Refuse(["evaluate", "digits.hinge", Digits, "--report", "r.html", "--plot", "./r.html"], "--report must be a file of its own");
    }

    [Fact]
    public void Report_WithoutCertificate_SaysThatNothingIsProved()
    {
        Succeed("train", Iris, "--bias", "--free-bias", "--solver", "gradient-descent", "--epochs", "4", "-o", "free.hinge", "--quiet");
        Succeed("evaluate", "free.hinge", Iris, "--report", "r.html", "--quiet");
        XElement page = Load("r.html");
        Assert.Contains(page.Descendants("p"), p => p.Value.Contains("nothing is proved", StringComparison.Ordinal));
        Assert.Contains("not known", page.Descendants("table").First().Value, StringComparison.Ordinal);
    }

    private XElement Load(string name)
    {
        string text = File.ReadAllText(At(name));
        Assert.StartsWith("<!DOCTYPE html>\n<html", text, StringComparison.Ordinal);
        return XElement.Parse(text["<!DOCTYPE html>\n".Length..]);
    }

    private static double Exact(XElement cell) => double.Parse(cell.Element("data")!.Attribute("value")!.Value, CultureInfo.InvariantCulture);

    private static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";
}
