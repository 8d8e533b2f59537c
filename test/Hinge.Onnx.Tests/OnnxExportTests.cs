using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Onnx.Tests;

/// <summary>Models of features as ONNX files, run by ONNX Runtime.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private static readonly Dataset Digits = SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static LinearModel Train(Objective objective) => new DualCoordinateAscent().Train(Digits, objective with { Cost = 0.1 }, new TrainingOptions { RelativeGap = 1e-2 }).Model;

    private static LinearModel Model(string[] classNames, double[] weights, Objective? objective = null)
    {
        objective ??= new Objective();
        Certificate certificate = new() { Primal = 2, Dual = 1, DualDistance = 0, ExampleCount = 9, Fingerprint = "0" };
        return new LinearModel(new WeightMatrix(weights.Length / classNames.Length, classNames.Length, weights), classNames, null, objective, certificate);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2.5)]
    public void Write_Digits_LabelsEveryRowAlike(double bias)
    {
        LinearModel model = Train(new Objective { BiasScale = bias });
        string path = _folder.File("digits.onnx");

        OnnxVerification verification = OnnxExport.Write(path, model, Digits.Features);

        using OnnxSession session = new(path);
        string[] theirs = [.. session.Run<long>("label", OnnxSession.Features(Digits.Features)).Select(label => $"{label}")];
        Assert.Equal(model.Predict(Digits.Features).Select(j => model.ClassNames[j]), theirs);
        Assert.Equal(Digits.ExampleCount, verification.RowCount);
        Assert.InRange(verification.LargestShareOfBound, 1e-6, 1);
        Assert.InRange(verification.LargestDifference, 0, 1e-4);
    }

    [Theory]
    [InlineData("softmax", 1)]
    [InlineData("softmax", 0.4)]
    [InlineData("weston-watkins", 2.5)]
    public void Write_SoftmaxOrCalibrated_GivesProbabilities(string loss, double inverseTemperature)
    {
        LinearModel model = Train(new Objective { Loss = Loss.Create(loss), BiasScale = 1 });
        if (inverseTemperature != 1) model = model.With(new Calibration { InverseTemperature = inverseTemperature, FoldCount = 5, Seed = 0, LogLoss = 0.1 });
        string path = _folder.File("probabilities.onnx");
        OnnxExport.Write(path, model, Digits.Features);
        using OnnxSession session = new(path);
        float[] theirs = session.Run<float>("probabilities", OnnxSession.Features(Digits.Features));

        double[] ours = new double[theirs.Length];
        model.ForEachScores(Digits.Features, (i, scores) =>
        {
            double sum = 0;
            foreach (double score in scores) sum += Math.Exp(inverseTemperature * score);
            for (int j = 0; j < scores.Length; j++) ours[i * scores.Length + j] = Math.Exp(inverseTemperature * scores[j]) / sum;
        });
        for (int e = 0; e < ours.Length; e++) Assert.Equal(ours[e], theirs[e], 1e-5);
    }

    [Fact]
    public void Write_OtherLosses_StateNoProbabilities()
    {
        string path = _folder.File("ww.onnx");
        OnnxExport.Write(path, Train(new Objective()), Digits.Features);
        using OnnxSession session = new(path);

        Assert.Equal(["label", "scores"], session.Session.OutputMetadata.Keys.Order());
    }

    [Fact]
    public void Write_Digits_SaysWhatItIs()
    {
        LinearModel model = Train(new Objective());
        string path = _folder.File("digits.onnx");
        OnnxExport.Write(path, model, Digits.Features);
        using OnnxSession session = new(path);

        Assert.Equal([-1, 64], session.Session.InputMetadata["features"].Dimensions);
        Assert.Equal([-1, 10], session.Session.OutputMetadata["scores"].Dimensions);
        Assert.Equal(typeof(long), session.Session.OutputMetadata["label"].ElementType);
        Assert.Equal("Hinge", session.Session.ModelMetadata.ProducerName);
        Assert.Contains("½‖W‖²", session.Session.ModelMetadata.Description, StringComparison.Ordinal);
        Dictionary<string, string> properties = session.Session.ModelMetadata.CustomMetadataMap;
        Assert.Equal("weston-watkins", properties["hinge.loss"]);
        Assert.Equal(model.Certificate.Fingerprint, properties["hinge.data_fingerprint"]);
        Assert.Equal(model.Certificate.Dual, double.Parse(properties["hinge.dual"], System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Write_ClassesWithNames_LabelsAreText()
    {
        LinearModel model = Model(["Österreich", "1", "中"], [1, 0, -1, 0, 1, 0]);
        string path = _folder.File("names.onnx");
        DenseMatrix<float> rows = new(4, 2, [1, 0, 0, 1, -1, 0, 0, 0]);

        OnnxVerification verification = OnnxExport.Write(path, model, rows);

        using OnnxSession session = new(path);
        // The last row is a tie of all three, which the first class wins.
        Assert.Equal(["Österreich", "1", "中", "Österreich"], session.Run<string>("label", OnnxSession.Features(rows)));
        Assert.Equal(0, verification.LeastLead);
    }

    [Fact]
    public void Write_SparseRowsOfFewerFeatures_AreWidened()
    {
        LinearModel model = Model(["0", "1"], [1, 0, 0, 1, 5, -5]);
        SparseMatrix<float> rows = new(2, [0, 1, 2], [0, 1], [2f, 3f]);

        Assert.Equal(2, OnnxExport.Write(_folder.File("sparse.onnx"), model, rows).RowCount);
    }

    [Fact]
    public void Write_LeadBelowFloat32_FailsNamingTheRowAndWritesNothing()
    {
        // 1 + 2⁻⁴⁰ is 1 in float32: ONNX Runtime sees a tie.
        LinearModel model = Model(["a", "b"], [1, 1 + Math.ScaleB(1, -40), 1, 0]);
        string path = _folder.File("tie.onnx");

        OnnxDisagreementException error = Assert.Throws<OnnxDisagreementException>(() => OnnxExport.Write(path, model, new DenseMatrix<float>(3, 2, [0, 1, 1, 1, 1, 0])));

        Assert.Equal(2, error.Row);
        Assert.Contains("row 3: the label is b and ONNX Runtime says a", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Check_FileOfAnotherModel_FailsByTheScore()
    {
        byte[] file = Google.Protobuf.MessageExtensions.ToByteArray(ModelGraph.Build(Model(["a", "b"], [1, 0.25, 1, 0]), null));
        LinearModel model = Model(["a", "b"], [1, 0.25 + 1e-6, 1, 0]);
        RowFeed rows = new(new DenseMatrix<float>(1, 2, [1, 1]), null, null);

        OnnxDisagreementException error = Assert.Throws<OnnxDisagreementException>(() => new RuntimeCheck(model).Run(file, rows));

        Assert.Contains("class b has score", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhatCannotBeExpressed_IsRefused()
    {
        string path = _folder.File("refused.onnx");
        DenseMatrix<float> row = new(1, 1, [1]);

        Assert.Contains("finite as 32-bit floats", Assert.Throws<ArgumentException>(() => OnnxExport.Write(path, Model(["a", "b"], [1e300, 0]), row)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OnnxExport.Write(path, Model(["a", "b"], [1, 0]), new DenseMatrix<float>(1, 2, [1, 2])));
        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Write_SameModelTwice_GivesTheSameBytes()
    {
        LinearModel model = Model(["a", "b"], [1, 0.5, 0, 1]);
        DenseMatrix<float> rows = new(1, 2, [1, 2]);
        OnnxExport.Write(_folder.File("1.onnx"), model, rows);
        OnnxExport.Write(_folder.File("2.onnx"), model, rows);

        Assert.Equal(File.ReadAllBytes(_folder.File("1.onnx")), File.ReadAllBytes(_folder.File("2.onnx")));
    }
}
