using System.Text.Json;
using Hinge.Testing;

namespace Hinge.Cli.Tests;

/// <summary>Tables from training to prediction: the model remembers how to read them.</summary>
public sealed class TableTests : Workplace
{
    private static readonly string Reviews = RepositoryFile.At("samples", "reviews.csv");

    private static string[] Lines => File.ReadAllLines(Reviews);

    [Fact]
    public void Train_TableWithTextAndGaps_JustWorksAndSaysWhatItDoes()
    {
        HingeResult result = Expect(0, "train", Reviews, "--label", "rating", "--test-split", "0.25", "-o", "m.hinge");

        foreach (string words in new[] { "body", "text", "category", "date", "boolean", "ignored", "where missing" })
            Assert.Contains(words, result.Error, StringComparison.Ordinal);
        JsonElement json = Json("train", Reviews, "--label", "rating", "--test-split", "0.25", "-o", "m.hinge");
        Assert.True(json.GetProperty("testAccuracy").GetDouble() > 0.5);
        JsonElement[] columns = [.. json.GetProperty("featurization").GetProperty("columns").EnumerateArray()];
        Assert.Equal(["body", "country", "price", "bought", "verified", "review_id"], columns.Select(column => column.GetProperty("column").GetString()!));
        Assert.Equal(json.GetProperty("features").GetInt32(), columns.Sum(column => column.GetProperty("features").GetInt32()));
        Assert.True(Json("verify", "m.hinge", Reviews, "--test-split", "0.25").GetProperty("verified").GetBoolean());
        Assert.Equal("", Expect(0, "train", Reviews, "--label", "rating", "-o", "m.hinge", "--quiet").Error);
    }

    [Fact]
    public void Predict_OtherOrderNewAndMissingColumns_AppliesTheSameOrSaysWhy()
    {
        Succeed("train", Reviews, "--ignore", "review_id,bought", "--ignore", "verified", "-o", "m.hinge");
        string expected = Succeed("predict", "m.hinge", Reviews);
        Succeed("predict", "m.hinge", "--sql", $"select price, 1 as surplus, country, body from '{Reviews}'", "-o", "predictions.txt");

        Assert.Equal(expected, File.ReadAllText(At("predictions.txt")));
        HingeResult noted = Expect(0, "predict", "m.hinge", "--sql", $"select price, 1 as surplus, country, body from '{Reviews}'");
        Assert.Contains("\"surplus\": ignored", noted.Error, StringComparison.Ordinal);
        Write("narrow.csv", string.Join('\n', Lines.Select(line => line.Replace("country", "county", StringComparison.Ordinal))));
        Refuse(["predict", "m.hinge", "narrow.csv"], "narrow.csv:1: there is no column \"country\". Did you mean \"county\"?");
        Refuse(["predict", "m.hinge", Digits], "digits.svm: ", "trained on a table");
        Refuse(["evaluate", "m.hinge", Reviews, "--label", "price"], "must not be one of the features");
    }

    [Fact]
    public void Evaluate_AnotherFile_ReadsItLikeTheTrainingTable()
    {
        Write("a.csv", string.Join('\n', Lines[..180]));
        Write("b.csv", string.Join('\n', Lines.Take(1).Concat(Lines[180..])));

        JsonElement trained = Json("train", "a.csv", "--label", "rating", "--test", "b.csv", "-o", "m.hinge");

        Assert.Equal(trained.GetProperty("testAccuracy").GetDouble(), Json("evaluate", "m.hinge", "b.csv").GetProperty("accuracy").GetDouble());
        string explained = Succeed("explain", "a.csv", "--model", "m.hinge", "--entry", "country=DE,good");
        Assert.Contains("country=DE, good", explained, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Query_NeedsNoFile()
    {
        JsonElement json = Json("train", "--sql", $"select body, rating from '{Reviews}' where rating != 'fair' order by review_id", "--label", "rating", "-o", "m.hinge");

        Assert.Equal(2, json.GetProperty("classes").GetInt32());
        Assert.Equal(JsonValueKind.Object, json.GetProperty("featurization").ValueKind);
        Refuse(["train", "--sql", "delete from t", "-o", "model.hinge"], "query: ");
        Refuse(["train", "-o", "model.hinge"], "Required argument missing for command: 'train'.");
        Refuse(["train", Reviews, "--sql", "select 1", "-o", "model.hinge"], "reviews.csv: ");
    }

    [Fact]
    public void Tune_Table_LearnsAnewInEachFold()
    {
        JsonElement tuned = Json("tune", Reviews, "--label", "rating", "--costs", "0.1,1", "--folds", "3", "-o", "tuned.hinge");
        double cost = tuned.GetProperty("cost").GetDouble();
        Succeed("train", Reviews, "--label", "rating", "--cost", cost.ToString("R", System.Globalization.CultureInfo.InvariantCulture), "-o", "trained.hinge");

        Assert.Equal(File.ReadAllBytes(At("trained.hinge")), File.ReadAllBytes(At("tuned.hinge")));
        Assert.Equal(JsonValueKind.Object, tuned.GetProperty("featurization").ValueKind);
    }

    [Fact]
    public void Train_AnyNumberOfThreads_GivesTheSameBytes()
    {
        foreach (string threads in new[] { "1", "3" })
            Succeed("train", Reviews, "--label", "rating", "--threads", threads, "-o", $"{threads}.hinge");

        Assert.Equal(File.ReadAllBytes(At("1.hinge")), File.ReadAllBytes(At("3.hinge")));
    }

    [Theory]
    [InlineData("no column \"pirce\". Did you mean \"price\"?", "--numeric", "pirce")]
    [InlineData("got \"price\" twice", "--numeric", "price", "--text", "price")]
    [InlineData("--scale must be standard, max-abs or none; got big", "--scale", "big")]
    [InlineData("--category-limit must be a whole number, at least 1", "--category-limit", "0")]
    [InlineData("Did you mean \"rating\"?", "--label", "ratings")]
    public void Train_BadOptionsOfATable_AreRefused(string words, params string[] options) =>
        Refuse(["train", Reviews, .. options, "-o", "model.hinge"], words);

    [Fact]
    public void Train_LabelNearlyUnique_WarnsAndGoesOn() =>
        Assert.Contains("nearly a class for each", Expect(0, "train", Reviews, "--label", "review_id", "--text", "body", "--epochs", "1", "-o", "m.hinge").Error, StringComparison.Ordinal);

    [Fact]
    public void Page_ConsoleBlocks_AreWhatTheCommandPrints()
    {
        Assert.Equal(3, ConsoleBlocks.Check("docs/tables.md", Folder));
        HingeResult trained = Expect(0, "train", Reviews, "--label", "rating", "--cost", "0.1", "-o", "m.hinge");
        Assert.Equal(ConsoleBlocks.Block("docs/tables.md", "text"), trained.Error.TrimEnd());
    }
}
