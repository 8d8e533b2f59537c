using Hinge.Testing;

namespace Hinge.Data.Tests;

/// <summary>What well-formed tables mean.</summary>
public sealed class CsvTableReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Dataset Read(string text, string? labelColumn = null) => CsvTableReader.Read(_folder.Write("t.csv", text), labelColumn);

    private static float[] Values(FeatureMatrix features) => Assert.IsType<DenseMatrix<float>>(features).Values.ToArray();

    [Fact]
    public void Read_IrisSample_HasItsKnownShape()
    {
        Dataset data = CsvTableReader.Read(RepositoryFile.At("samples", "iris.csv"));

        Assert.Equal((150, 4), (data.ExampleCount, data.Features.FeatureCount));
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], data.FeatureNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], data.Labels.ClassNames);
        Assert.Equal([50, 50, 50], data.Labels.CountByClass());
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], Values(data.Features)[..4]);
    }

    [Fact]
    public void Read_LabelByName_TakesThatColumnAndLeavesTheRest()
    {
        Dataset data = Read("a,kind,b\n1,x,2\n3,y,4\n", "kind");

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], Values(data.Features));
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
    }

    [Theory]
    [InlineData("label")]
    [InlineData("class")]
    [InlineData("target")]
    [InlineData("y")]
    [InlineData("Class")]
    [InlineData("LABEL")]
    public void Read_LabelNotNamed_TakesTheUsualName(string name)
    {
        Dataset data = Read($"{name},a\nx,1\ny,2\n");

        Assert.Equal(["a"], data.FeatureNames);
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NoUsualName_TakesTheLastColumn()
    {
        Dataset data = Read("a,b,kind\n1,2,x\n3,4,y\n");

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NumericLabels_SortsClassesByValue()
    {
        Dataset data = Read("a,label\n1,10\n2,2\n3,-1\n");

        Assert.Equal(["-1", "2", "10"], data.Labels.ClassNames);
        Assert.Equal([2, 1, 0], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_EqualNumbersWrittenDifferently_AreClassesInAFixedOrder()
    {
        Dataset one = Read("a,label\n1,1.0\n2,1\n3,0\n"), other = Read("a,label\n1,0\n2,1.0\n3,1\n");

        Assert.Equal(["0", "1", "1.0"], one.Labels.ClassNames);
        Assert.Equal(one.Labels.ClassNames, other.Labels.ClassNames);
    }

    [Fact]
    public void Read_ColumnsOfAModel_AreTakenByNameInItsOrder()
    {
        string path = _folder.Write("t.csv", "extra,b,label,a\nignored,2,x,1\ntext,4,y,3\n");

        Dataset data = CsvTableReader.Read(path, "label", ["a", "b"]);
        FeatureMatrix features = CsvTableReader.ReadFeatures(path, ["a", "b"]);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], Values(data.Features));
        Assert.Equal([1f, 2, 3, 4], Values(features));
    }

    [Theory]
    [InlineData("a,b,label\r\n1,2,x\r\n3,4,y\r\n")]
    [InlineData("a,b,label\n1,2,x\n3,4,y")]
    [InlineData("\uFEFFa,b,label\n1,2,x\n3,4,y\n")]
    [InlineData("a,b,label\n\n1,2,x\n\n3,4,y\n\n\n")]
    [InlineData("a, b ,label\n 1,2 ,\tx\n3 , 4,y \n")]
    [InlineData("\"a\",\"b\",\"label\"\n\"1\",\"2\",\"x\"\n3,\"4\",y\n")]
    [InlineData("a,b,label\n1e0,+2,x\n3.00,.4e1,y\n")]
    [InlineData("a,b,label\r1,2,x\r3,4,y\r")]
    public void Read_AnotherLayoutOfTheSameTable_GivesTheSameData(string text)
    {
        Dataset data = Read(text);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], Values(data.Features));
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
        Assert.Equal([0, 1], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_QuotedFields_KeepCommasQuotesAndNewlines()
    {
        Dataset data = Read("\"length, cm\",\"the \"\"kind\"\"\"\n1,\"a, b\"\n2,\"two\nlines\"\n3,\" kept \"\n");

        Assert.Equal(["length, cm"], data.FeatureNames);
        Assert.Equal([" kept ", "a, b", "two\nlines"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NamesOfAnyScript_AreKept()
    {
        Dataset data = Read("größe,種類\n1,猫\n2,🐈\n");

        Assert.Equal(["größe"], data.FeatureNames);
        Assert.Equal(["猫", "🐈"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_Gzip_GivesTheSameData()
    {
        byte[] iris = File.ReadAllBytes(RepositoryFile.At("samples", "iris.csv"));
        string path = _folder.Write("iris.csv.gz", TemporaryFolder.Gzip(iris));

        Assert.Equal(CsvTableReader.Read(RepositoryFile.At("samples", "iris.csv")).Fingerprint(), CsvTableReader.Read(path).Fingerprint());
    }

    [Fact]
    public void Read_CultureWithDecimalComma_ChangesNothing()
    {
        const string Text = "a,b,label\n-1.5,1e-3,x\n1234.5,2,y\n";
        string expected = Read(Text).Fingerprint();
        using CommaDecimalCulture culture = new();

        Assert.Equal(expected, Read(Text).Fingerprint());
        string path = _folder.Write("bad.csv", "a,label\n\"1,5\",x\n");
        BadInput.Refused(path, 2, () => CsvTableReader.Read(path), "\"1,5\"");
    }

    [Fact]
    public void ReadFeatures_HeaderOnly_HasNoRow() =>
        Assert.Equal(0, CsvTableReader.ReadFeatures(_folder.Write("t.csv", "a,b\n"), ["a"]).ExampleCount);

    [Fact]
    public void Read_LongTable_GivesEveryRow()
    {
        const int Rows = 20_000;
        System.Text.StringBuilder text = new("a,b,label\n");
        for (int i = 0; i < Rows; i++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{i},{i * 0.5},{i % 7}\n");

        Dataset data = Read(text.ToString());

        Assert.Equal((Rows, 7), (data.ExampleCount, data.Labels.ClassCount));
        Assert.Equal(Enumerable.Range(0, Rows).SelectMany(i => new[] { i, i * 0.5f }), Values(data.Features));
    }
}
