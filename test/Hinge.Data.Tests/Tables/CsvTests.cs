using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>What well-formed CSV means.</summary>
public sealed class CsvTests : TableFolder
{
    private static float[] Values(Dataset data) => Assert.IsType<DenseMatrix<float>>(data.Features).Values.ToArray();

    [Fact]
    public void Read_IrisSample_HasItsKnownShape()
    {
        Dataset data = Train(RepositoryFile.At("samples", "iris.csv"), options: Unscaled);

        Assert.Equal((150, 4), (data.ExampleCount, data.Features.FeatureCount));
        Assert.Equal(["sepal_length", "sepal_width", "petal_length", "petal_width"], data.FeatureNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], data.Labels.ClassNames);
        Assert.Equal([50, 50, 50], data.Labels.CountByClass());
        Assert.Equal([5.1f, 3.5f, 1.4f, 0.2f], Values(data)[..4]);
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
        Dataset data = TrainText($"{name},a\nx,1\ny,2\n");

        Assert.Equal(["a"], data.FeatureNames);
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NoUsualName_TakesTheLastColumn() =>
        Assert.Equal(["x", "y"], TrainText("a,b,kind\n1,2,x\n3,4,y\n").Labels.ClassNames);

    [Fact]
    public void Read_NumericLabels_SortsClassesByValue()
    {
        Dataset data = TrainText("a,label\n1,10\n2,2\n3,-1\n");

        Assert.Equal(["-1", "2", "10"], data.Labels.ClassNames);
        Assert.Equal([2, 1, 0], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_EqualNumbersWrittenDifferently_AreClassesInAFixedOrder()
    {
        Assert.Equal(["0", "1", "1.0"], TrainText("a,label\n1,1.0\n2,1\n3,0\n").Labels.ClassNames);
        Assert.Equal(["0", "1", "1.0"], TrainText("a,label\n1,0\n2,1.0\n3,1\n").Labels.ClassNames);
    }

    [Theory]
    [InlineData("a,b,label\r\n1,2,x\r\n3,4,y\r\n")]
    [InlineData("a,b,label\n1,2,x\n3,4,y")]
    [InlineData("\uFEFFa,b,label\n1,2,x\n3,4,y\n")]
    [InlineData("a,b,label\n\n1,2,x\n\n3,4,y\n\n\n")]
    [InlineData("\n\na,b,label\n1,2,x\n3,4,y\n")]
    [InlineData("a, b ,label\n 1,2 ,\tx\n3 , 4,y \n")]
    [InlineData("\"a\",\"b\",\"label\"\n\"1\",\"2\",\"x\"\n3,\"4\",y\n")]
    [InlineData("a,b,label\n1e0,+2,x\n3.00,.4e1,y\n")]
    [InlineData("a,b,label\r1,2,x\r3,4,y\r")]
    [InlineData("a;b;label\n1;2;x\n3;4;y\n")]
    [InlineData("a\tb\tlabel\n1\t2\tx\n3\t4\ty\n")]
    [InlineData("a|b|label\n1|2|x\n3|4|y\n")]
    public void Read_AnotherLayoutOfTheSameTable_GivesTheSameData(string text)
    {
        Dataset data = TrainText(text, options: Unscaled);

        Assert.Equal(["a", "b"], data.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], Values(data));
        Assert.Equal(["x", "y"], data.Labels.ClassNames);
        Assert.Equal([0, 1], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_QuotedFields_KeepSeparatorsQuotesAndNewlines()
    {
        Dataset data = TrainText("\"length, cm\",\"the \"\"kind\"\"\"\n1,\"a, b\"\n2,\"two\nlines\"\n");

        Assert.Equal(["length, cm"], data.FeatureNames);
        Assert.Equal(["a, b", "two\nlines"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NamesOfAnyScript_AreKept()
    {
        Dataset data = TrainText("größe,種類\n1,猫\n2,🐈\n");

        Assert.Equal(["größe"], data.FeatureNames);
        Assert.Equal(["猫", "🐈"], data.Labels.ClassNames);
    }

    [Fact]
    public void Read_NamesThatWouldBreakSql_AreNames()
    {
        Dataset data = TrainText("\"a\"\"; drop\",it's,label\n1,2,x\n3,4,y\n", name: "it's [1]*.csv", options: Unscaled);

        Assert.Equal(["a\"; drop", "it's"], data.FeatureNames);
        Assert.Equal([1f, 2, 3, 4], Values(data));
    }

    [Theory]
    [InlineData("iris.csv.gz")]
    [InlineData("iris.csv")]
    public void Read_Gzip_GivesTheSameData(string name)
    {
        string plain = RepositoryFile.At("samples", "iris.csv");
        string path = Folder.Write(name, TemporaryFolder.Gzip(File.ReadAllBytes(plain)));

        Assert.Equal(Train(plain).Fingerprint(), Train(path).Fingerprint());
    }

    [Fact]
    public void Read_CultureWithDecimalComma_ChangesNothing()
    {
        const string Text = "a,b,label\n-1.5,1e-3,x\n1234.5,2,y\n";
        string expected = TrainText(Text).Fingerprint();
        using CommaDecimalCulture culture = new();

        Assert.Equal(expected, TrainText(Text).Fingerprint());
    }

    [Fact]
    public void Read_ManyRowsOnManyThreads_KeepsTheirOrder()
    {
        string path = Folder.Write("long.csv", "a,label\n" + string.Concat(Enumerable.Range(0, 200_000).Select(i => $"{i},{i % 3}\n")));

        Dataset data = Train(path, options: Unscaled);

        Assert.Equal(Enumerable.Range(0, 200_000).Select(i => (float)i), Values(data));
        Assert.Equal(Enumerable.Range(0, 200_000).Select(i => i % 3), data.Labels.Values.ToArray());
    }
}
