using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Models.ScikitLearn;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Models.ScikitLearn;

/// <summary>coef_, intercept_ and classes_ in archives; those that scikit-learn wrote are in Hinge.Peers.Tests.</summary>
public sealed class CoefficientArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Archive(params (string Name, Action<Stream> Write)[] arrays)
    {
        string path = _folder.File("made.npz");
        AtomicFile.Write(path, stream =>
        {
            using NpzWriter archive = new(stream);
            foreach ((string name, Action<Stream> write) in arrays) archive.Add(name, write);
        });
        return path;
    }

    private string Archive(double[] coefficients, int[] shape, double[] intercepts, int[] interceptShape, params string[] classes) => Archive(
        ("coef_", stream => NpyFile.Write(stream, coefficients, shape)),
        ("intercept_", stream => NpyFile.Write(stream, intercepts, interceptShape)),
        ("classes_", stream => NpyText.Write(stream, classes, [classes.Length])));

    [Fact]
    public void Read_ThreeClasses_TurnsRowsIntoColumns()
    {
        LinearModel model = CoefficientArchive.Read(Archive([1, 2, 3, 4, 5, 6], [3, 2], [7, 8, 9], [3], "a", "中文", "c d"));

        Assert.Equal(["a", "中文", "c d"], model.ClassNames);
        Assert.Equal([1, 3, 5, 2, 4, 6, 7, 8, 9], model.Weights.Values.ToArray());
        Assert.Equal(1, model.Objective.BiasScale);
        Assert.Equal("scikit-learn", model.Certificate.ImportedFrom);
    }

    [Fact]
    public void Read_TwoClasses_PredictsTheSecondWhereTheScoreIsAboveZero()
    {
        LinearModel model = CoefficientArchive.Read(Archive([2, -2], [1, 2], [-1], [1], "no", "yes"));

        // 2a − 2b − 1 is 1, 0 and −1.
        Assert.Equal([1, 0, 0], model.Predict(new DenseMatrix<float>(3, 2, [1, 0, 0.5f, 0, 0, 0])));
    }

    [Fact]
    public void Read_InterceptOfOneZeroForAll_MeansNoBias()
    {
        LinearModel model = CoefficientArchive.Read(Archive([1, 2, 3], [3, 1], [0], [], "a", "b", "c"));

        Assert.Equal(0, model.Objective.BiasScale);
        Assert.Equal([1, 2, 3], model.Weights.Values.ToArray());
    }

    [Theory]
    [InlineData(new[] { "3", "-1", "20" }, 1.5)]
    [InlineData(new[] { "x", "", "𝔘nicode 😀" }, 0)]
    [InlineData(new[] { "1", "2" }, 1)]
    public void WriteAndRead_AnyNames_PredictTheSame(string[] names, double bias)
    {
        WeightMatrix weights = WeightMatrix.Random(bias == 0 ? 4 : 5, names.Length, 1, seed: 3);
        LinearModel model = HandMade.Model(4, names, weights.Values.ToArray(), new Objective { Loss = new Softmax(), BiasScale = bias });
        string path = _folder.File("model.npz"), again = _folder.File("again.npz");

        CoefficientArchive.Write(path, model);
        CoefficientArchive.Write(again, model);
        LinearModel read = CoefficientArchive.Read(path);

        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(again));
        Assert.Equal(names, read.ClassNames);
        Assert.IsType<Softmax>(read.Objective.Loss);
        WeightMatrix rows = WeightMatrix.Random(50, 4, 1, seed: 4);
        DenseMatrix<double> data = new(50, 4, rows.Values.ToArray());
        Assert.Equal(model.Predict(data), read.Predict(data));
    }

    [Fact]
    public void Read_ShapesThatDoNotFit_AreRefused()
    {
        Refused(Archive([1, 2], [2, 1], [0, 0], [2], "a", "b", "c"), "a row a class", "(2, 1) for 3 classes");
        Refused(Archive([1, 2], [2], [0, 0], [2], "a", "b"), "2 dimensions");
        Refused(Archive([1, 2, 3], [3, 1], [0, 0], [2], "a", "b", "c"), "intercept_ must have a number a row");
        Refused(Archive([1], [1, 1], [0], [1], "a"), "a row a class");
        Refused(Archive([1, double.NaN], [1, 2], [0], [1], "a", "b"), "finite", "NaN at 1");
        Refused(Archive([1, 2], [1, 2], [0], [1], "a", "a"), "classNames must differ");
    }

    [Fact]
    public void Read_ArraysMissingOrStrange_AreRefused()
    {
        Refused(Archive(("coef_", stream => NpyFile.Write(stream, new double[] { 1 }, 1, 1))), "coef_, intercept_ and classes_");
        Refused(
            Archive(
                ("coef_", stream => NpyFile.Write(stream, new double[] { 1 }, 1, 1)),
                ("intercept_", stream => NpyFile.Write(stream, new double[] { 1 }, 1)),
                ("classes_", stream => stream.Write(NpyHeader.Write("|O", [2])))),
            "Python objects", ".astype(str)");
        Refused(
            Archive(
                ("coef_", stream => NpyFile.Write(stream, new double[] { 1 }, 1, 1)),
                ("intercept_", stream => NpyFile.Write(stream, new double[] { 1 }, 1)),
                ("classes_", stream => stream.Write(NpyHeader.Write("<U2000000000", [2])))),
            "between 1 and");
        Refused(
            Archive(
                ("coef_", stream => NpyFile.Write(stream, new double[] { 1 }, 1, 1)),
                ("intercept_", stream => NpyFile.Write(stream, new double[] { 1 }, 1)),
                ("classes_", stream => NpyFile.Write(stream, new long[] { 0, 1 }, 2)),
                ("loss", stream => NpyText.Write(stream, ["log_loss"], []))),
            "loss must be one of", "log_loss");
    }

    [Fact]
    public void Write_OneClass_IsRefused() =>
        Assert.Contains("two classes", Assert.Throws<ArgumentException>(() => CoefficientArchive.Write(_folder.File("one.npz"), HandMade.Model(1, ["1"], [1]))).Message, StringComparison.Ordinal);

    private static void Refused(string path, params string[] fragments)
    {
        string? message = null;
        BadInput.Survives(() => message = Assert.Throws<DataFormatException>(() => CoefficientArchive.Read(path)).Message, bytes: 4 << 20);
        foreach (string fragment in fragments) Assert.Contains(fragment, message, StringComparison.Ordinal);
    }
}
