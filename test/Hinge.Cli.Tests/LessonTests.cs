using System.Globalization;
using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>docs/why-the-gradient.md: every number in it is what the program says today.</summary>
public sealed class LessonTests : Workplace
{
    private const string Points = "explain samples/lesson/points.svm --weights samples/lesson/W.npy";

    private const string LessonPath = "docs/why-the-gradient.md";

    private static readonly string[] Page = ConsoleBlocks.Read(LessonPath).Split('\n');

    public LessonTests()
    {
        Directory.CreateDirectory(At("samples/lesson"));
        foreach (string name in new[] { "points.svm", "W.npy" })
            File.Copy(RepositoryFile.At("samples", "lesson", name), At($"samples/lesson/{name}"));
    }

    [Fact]
    public void Page_ConsoleBlocks_AreWhatTheCommandPrints() => Assert.Equal(4, ConsoleBlocks.Check(LessonPath, Folder));

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("softmax")]
    [InlineData("one-vs-rest")]
    [InlineData("squared-one-vs-rest")]
    public void Page_TableOfLosses_HoldsTheCoefficients(string loss)
    {
        string row = Assert.Single(Page, line => line.StartsWith($"| `{loss}` |", StringComparison.Ordinal));
        double[] coefficients = Coefficients(Json([.. Points.Split(' '), "--example", "0", "--loss", loss]));
        string[] cells = row.Trim('|').Split(" | ")[^3..];
        Assert.Equal(coefficients.Select(Rounded), cells.Select(cell => cell.Trim()));
    }

    [Fact]
    public void Page_WhatItSaysOfTheFirstPoint_IsSo()
    {
        Assert.Contains(Page, line => line.Contains("The first is x = (1, 2), of class 1.", StringComparison.Ordinal));
        Assert.Equal("1 1:1 2:2", File.ReadLines(At("samples/lesson/points.svm")).First());
        Assert.Contains(Page, line => line.Contains("On the first point two classes violate, and it subtracts x once; on the second one class violates, and it subtracts nothing.", StringComparison.Ordinal));
        foreach ((string example, double meant, double second) in new[] { ("0", -2.0, -1.0), ("1", -1.0, 0.0) })
        {
            JsonElement programs = Json([.. Points.Split(' '), "--example", example, "--programs"]).GetProperty("programs");
            Assert.Equal(meant, programs[0].GetProperty("coefficients")[1].GetDouble());
            Assert.Equal(second, programs[2].GetProperty("coefficients")[1].GetDouble());
        }
    }

    /// <summary>"hinge diagnose with --loss-value finds it": the first program's dW and loss on the five points.</summary>
    [Fact]
    public void Page_DiagnoseOfTheFirstProgram_FindsTheLoss()
    {
        double loss = 0;
        double[] gradient = new double[6];
        double[][] x = [[1, 2], [-6, 1], [1, 0], [-4, 0], [0, 2]];
        for (int i = 0; i < 5; i++)
        {
            JsonElement first = Json([.. Points.Split(' '), "--example", $"{i}", "--programs"]).GetProperty("programs")[1];
            loss += first.GetProperty("loss").GetDouble() / 5;
            for (int e = 0; e < 6; e++)
                gradient[e] += x[i][e / 3] * first.GetProperty("coefficients")[e % 3].GetDouble() / 5;
        }
        Npy.Write(At("X.npy"), [.. x.SelectMany(row => row)], 5, 2);
        Npy.Write(At("y.npy"), [1L, 1, 0, 1, 2], 5);
        Npy.Write(At("dW.npy"), gradient, 2, 3);
        string[] diagnose = ["diagnose", "--features", "X.npy", "--labels", "y.npy", "--weights", "samples/lesson/W.npy", "--gradient", "dW.npy"];
        Assert.NotEqual("wrong", Json(diagnose).GetProperty("verdict").GetString());
        JsonElement json = Json(1, [.. diagnose, "--loss-value", loss.ToString("R", CultureInfo.InvariantCulture)]);
        Assert.Equal("loss-counts-correct-class", json.GetProperty("mistakes")[0].GetProperty("id").GetString());
    }

    private static double[] Coefficients(JsonElement json) =>
        [.. json.GetProperty("terms").EnumerateArray().Select(term => term.GetProperty("coefficient").GetDouble())];

    private static string Rounded(double value) =>
        (value < 0 ? "−" : value > 0 ? "+" : "") + Math.Abs(value).ToString("G4", CultureInfo.InvariantCulture);
}
