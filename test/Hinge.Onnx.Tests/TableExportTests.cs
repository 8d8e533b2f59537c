using System.Globalization;
using System.Text;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.Tables;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Microsoft.ML.OnnxRuntime;

namespace Hinge.Onnx.Tests;

/// <summary>Models of tables as ONNX files: columns in, labels out.</summary>
public sealed class TableExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>A hundred rows of numbers large and small, truth values, categories and lists, with gaps in all but the lists.</summary>
    private string Mixed()
    {
        StringBuilder lines = new();
        for (int i = 0; i < 100; i++)
        {
            string when = i % 9 == 4 ? "null" : (1_700_000_000.25 + 86400 * i).ToString("R", CultureInfo.InvariantCulture);
            string small = ((i % 17 - 8) * 1e-4).ToString("R", CultureInfo.InvariantCulture), flag = i % 11 == 3 ? "null" : i % 3 == 0 ? "true" : "false";
            string country = i % 13 == 5 ? "null" : $"\"{(i % 5 == 0 ? "Österreich" : i % 7 == 0 ? $"rare{i}" : "中")}\"";
            lines.Append(CultureInfo.InvariantCulture, $"{{\"when\": {when}, \"small\": {small}, \"flag\": {flag}, \"country\": {country}, \"v\": [{i % 4}.5, -{i % 6}.25, 1.0], \"y\": \"{(i % 3 == 0 ? "yes" : i % 5 == 0 ? "no" : "perhaps")}\"}}\n");
        }
        return _folder.Write("mixed.jsonl", lines.ToString());
    }

    private static (LinearModel Model, Featurizer Featurizer, Table Table) Train(string path, string label, FeaturizationOptions? options = null)
    {
        using TableSource source = TableSource.Open(path);
        Dataset data = TableDataset.ForTraining(source, label, options);
        LinearModel model = new DualCoordinateAscent().Train(data, new Objective { BiasScale = 1 }).Model;
        Featurizer featurizer = Featurizer.Parse("model", model.Featurization!, model.FeatureCount);
        return (model, featurizer, source.Read(featurizer.Requests));
    }

    [Theory]
    [InlineData(NumberScale.Standard)]
    [InlineData(NumberScale.MaxAbs)]
    [InlineData(NumberScale.None)]
    public void Write_Iris_LabelsColumnsAlike(NumberScale scale)
    {
        (LinearModel model, Featurizer featurizer, Table table) = Train(RepositoryFile.At("samples", "iris.csv"), "species", new FeaturizationOptions { Scale = scale });
        string path = _folder.File("iris.onnx");

        OnnxVerification verification = OnnxExport.Write(path, model, featurizer, table);

        using OnnxSession session = new(path);
        NamedOnnxValue[] inputs = [.. table.Columns.Select(column => OnnxSession.Column(column.Name, ((NumberColumn)column).Values.ToArray()))];
        Assert.Equal(model.Predict(featurizer.Transform(table)).Select(j => model.ClassNames[j]), session.Run<string>("label", inputs));
        Assert.Equal(150, verification.RowCount);
    }

    [Fact]
    public void Write_ColumnsOfEveryKind_MakesTheVeryFeaturesOfHinge()
    {
        (LinearModel model, Featurizer featurizer, Table table) = Train(Mixed(), "y", new FeaturizationOptions { CategoryLimit = 2, Category = ["country"] });
        string path = _folder.File("mixed.onnx");
        Assert.Equal(
            [FeatureKind.Number, FeatureKind.Number, FeatureKind.Boolean, FeatureKind.Category, FeatureKind.Embedding],
            featurizer.Summary.Select(column => column.Kind));

        OnnxVerification verification = OnnxExport.Write(path, model, featurizer, table);

        Assert.Equal(100, verification.RowCount);
        using OnnxSession session = new(path);
        Assert.Equal(["country", "flag", "small", "v", "when"], session.Session.InputMetadata.Keys.Order(StringComparer.Ordinal));
        // A row of gaps, and of a category never seen: Hinge's reading of them, by hand.
        float[] scores = session.Run<float>(
            "scores",
            OnnxSession.Column("when", double.NaN, 1.7e9),
            OnnxSession.Column("small", 0.0, double.NaN),
            OnnxSession.Column("flag", double.NaN, 1.0),
            OnnxSession.Column("country", "", "never seen"),
            NamedOnnxValue.CreateFromTensor("v", new Microsoft.ML.OnnxRuntime.Tensors.DenseTensor<float>(new float[] { 1, 2, 3, 4, 5, 6 }, [2, 3])));
        using TableSource source = TableSource.Open(_folder.Write("gaps.jsonl", "{\"when\": null, \"small\": 0, \"flag\": null, \"country\": null, \"v\": [1.0, 2.0, 3.0]}\n{\"when\": 1.7e9, \"small\": null, \"flag\": true, \"country\": \"never seen\", \"v\": [4.0, 5.0, 6.0]}\n"));
        FeatureMatrix features = featurizer.Transform(source.Read(featurizer.Requests));
        double[] ours = new double[scores.Length];
        model.ForEachScores(features, (i, row) => row.CopyTo(ours.AsSpan(i * row.Length)));
        for (int e = 0; e < ours.Length; e++) Assert.Equal(ours[e], scores[e], 1e-5);
    }

    [Fact]
    public void Write_NumbersThatFloat32CannotHold_StayApart()
    {
        // 1700000000 and 1700000001 are one number in float32: as inputs of float64 they are two.
        string path = _folder.Write("large.csv", "t,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{1_700_000_000 + i},{(i < 20 ? "early" : "late")}\n")));
        (LinearModel model, Featurizer featurizer, Table table) = Train(path, "y");

        OnnxExport.Write(_folder.File("large.onnx"), model, featurizer, table);

        using OnnxSession session = new(_folder.File("large.onnx"));
        Assert.Equal(["early", "late"], session.Run<string>("label", OnnxSession.Column<double>("t", 1_700_000_002, 1_700_000_037)));
    }

    [Fact]
    public void Write_TextAndDates_AreRefusedByColumnWithTheRemedy()
    {
        string text = _folder.Write("text.csv", "body,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"the words of {(i % 2 == 0 ? "one kind" : "another sort")} are these,{i % 2}\n")));
        string date = _folder.Write("date.csv", "day,y\n" + string.Concat(Enumerable.Range(1, 20).Select(i => $"2026-01-{i:00},{i % 2}\n")));

        Refused(text, new FeaturizationOptions { Text = ["body"] }, "column \"body\" is text", "embeddings");
        Refused(date, null, "column \"day\" is a date", "month(d)");
    }

    [Fact]
    public void Write_ColumnNamedAsAnOutput_IsRefused() =>
        Refused(_folder.Write("scores.csv", "scores,y\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 2}\n"))), null, "named as an output");

    private void Refused(string path, FeaturizationOptions? options, params string[] fragments)
    {
        (LinearModel model, Featurizer featurizer, Table table) = Train(path, "y", options);
        string output = _folder.File("refused.onnx");

        string message = Assert.Throws<ArgumentException>(() => OnnxExport.Write(output, model, featurizer, table)).Message;

        foreach (string fragment in fragments) Assert.Contains(fragment, message, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }
}
