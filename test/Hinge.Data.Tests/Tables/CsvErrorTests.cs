using Hinge.Data.Featurization;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>Every way to break a CSV table is refused with its line and a remedy.</summary>
public sealed class CsvErrorTests : TableFolder
{
    private DataFormatException Refused(string text, long? line, params string[] fragments) => Refused(text, line, null, fragments);

    private DataFormatException Refused(string text, long? line, FeaturizationOptions? options, params string[] fragments)
    {
        string path = Folder.Write("t.csv", text);
        return BadInput.Refused(path, line, () => Train(path, options: options), fragments);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\r\n\n")]
    [InlineData("\uFEFF")]
    public void Read_EmptyFile_SaysWhatTheFirstLineMustBe(string text) =>
        Refused(text, null, "the file is empty", "first line must name the columns");

    [Theory]
    [InlineData("a,label")]
    [InlineData("a,label\n\n")]
    public void Read_HeaderOnly_IsRefused(string text) => Refused(text, 1, "no example");

    [Theory]
    [InlineData("a,b,label\n1,2,x\n1,2\n", 3, "3 fields", "got 2")]
    [InlineData("a,b,label\n1,2,x,y\n", 2, "3 fields", "got 4")]
    [InlineData("a,b,label\n1,2,x\n\n\n1;2;x\n", 5, "3 fields", "got 1")]
    public void Read_RaggedRow_GivesBothCounts(string text, long line, params string[] fragments) => Refused(text, line, fragments);

    [Theory]
    [InlineData("a,b,a\n", "differ in more than case; got \"a\" twice", "Rename")]
    [InlineData("a,A,label\n", "differ in more than case; got \"a\" twice", "Rename")]
    [InlineData("a,,label\n", "column 2 has none", "Name it")]
    [InlineData("a,label,\n", "column 3 has none", "Name it")]
    [InlineData("5.1,3.5,0\n", "only numbers", "header")]
    public void Read_BadHeader_SaysHowToRepairIt(string header, string problem, string remedy)
    {
        Refused(header + "1,2,3\n", 1, problem, remedy);
        Refused("\n\n" + header + "1,2,3\n", 3, problem, remedy);
    }

    [Fact]
    public void Read_LabelAlone_SaysThatFeaturesAreMissing() =>
        Refused("label\nx\ny\n", 1, "besides the label \"label\"", "separate the columns by commas");

    [Theory]
    [InlineData("abc")]
    [InlineData("0x10")]
    [InlineData("\"1,5\"")]
    [InlineData("1_000")]
    public void Read_OneValueAmongNumbers_NamesLineColumnAndRemedy(string field)
    {
        string numbers = string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},2,x\n"));
        Refused($"a,b,label\n{numbers}1,{field},x\n1,2,y\n", 22, "column \"b\" must hold numbers as nearly all", $"got \"{field.Trim('"')}\"", "--category", "--ignore");
        Refused($"a,b,label\n1,2,x\n\n1,{field},x\n1,2,x\n", 4, new FeaturizationOptions { Numeric = ["b"] }, "column \"b\" must hold finite numbers", $"got \"{field.Trim('"')}\"");
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void Read_NumberThatIsNotFinite_NamesLineColumnAndRemedy(string field)
    {
        Refused($"a,b,label\n1,2,x\n\n1,{field},x\n1,2,x\n", 4, $"column \"b\" must hold finite numbers; got \"{field}\"", "Correct the value");
        Refused($"a,b,label\r\n1,2,x\r\n1,{field},x", 3, $"column \"b\" must hold finite numbers; got \"{field}\"");
    }

    [Fact]
    public void Read_NumberBeyondFloat32_IsRefusedWhereItIsNotScaled()
    {
        Refused("a,label\n1,x\n1e39,y\n", 3, Unscaled, "column \"a\" must be finite as a 32-bit float");
        Assert.Equal([-1, 1], Feature(TrainText("a,label\n0,x\n1e39,y\n"), "a"));
        Refused("a,label\n1,x\n1e300,y\n", null, "column \"a\"", "infinite in float64");
    }

    [Fact]
    public void Read_OneTextAmongDates_IsRefused()
    {
        string dates = string.Concat(Enumerable.Range(1, 20).Select(i => $"2026-05-{i:00},x\n"));
        Refused($"a,label\n{dates}soon,y\n", 22, "column \"a\" must hold dates as nearly all", "\"soon\"");
    }

    [Fact]
    public void Read_EmptyLabel_NamesLineAndColumn() =>
        Refused("a,kind\n1,x\n2,\n", 3, "the label in column \"kind\" must not be empty", "label it");

    [Fact]
    public void Read_ErrorAfterAFieldOfSeveralLines_CountsTheLinesOfTheFile()
    {
        FeaturizationOptions numeric = new() { Numeric = ["a"] };
        Refused("a,label\n1,\"two\nlines\"\noops,x\n", 4, numeric, "got \"oops\"");
        Refused("a,label\r\n1,\"two\r\nlines\"\r\noops,x\r\n", 4, numeric, "got \"oops\"");
        Refused("a,label\n\n\noops,\"two\n\nlines\"\n1,x\n", 4, numeric, "got \"oops\"");
    }

    [Theory]
    [InlineData("a,label\n1,\"x\"y\n", 2)]
    [InlineData("a,label\n1,x\n2,\"y\n3,z\n4,x\n", 3)]
    [InlineData("a,label\n1,\"x", 2)]
    public void Read_QuoteThatNeverEnds_NamesTheLineWhereItsRowBegins(string text, long line) => Refused(text, line, "never ends", "Close the quote");

    [Fact]
    public void Read_QuoteInTheHeaderThatNeverEnds_IsRefused() => Refused("\"a,label\n1,x\n", 1, "never ends", "Close the quote");

    [Fact]
    public void Read_OtherEncoding_IsRefusedWithItsLine()
    {
        string path = Folder.Write("latin.csv", [.. "a,label\n1,x\n2,"u8, 0xE9, .. "t\n"u8]);
        BadInput.Refused(path, 3, () => Train(path), "must be UTF-8", "iconv");
        string header = Folder.Write("header.csv", [.. "a,"u8, 0xE9, .. "t\n1,x\n"u8]);
        BadInput.Refused(header, 1, () => Train(header), "must be UTF-8", "iconv");
        string wide = Folder.Write("utf16.csv", System.Text.Encoding.Unicode.GetBytes("\uFEFFa,label\n1,x\n"));
        BadInput.Refused(wide, 1, () => Train(wide), "must be UTF-8", "iconv");
    }

    [Fact]
    public void Read_UnknownColumn_SuggestsTheNearest()
    {
        string path = Folder.Write("t.csv", "price,country,stars\n1,DE,x\n2,FR,y\n");

        BadInput.Refused(path, 1, () => Train(path, "star"), "no column \"star\". Did you mean \"stars\"?", "\"price\", \"country\", \"stars\"");
        BadInput.Refused(path, 1, () => Train(path, "Stars"), "Did you mean \"stars\"?");
        BadInput.Refused(path, 1, () => Train(path, "wholly other"), "no column \"wholly other\". The columns are");
        BadInput.Refused(path, 1, () => Train(path, options: new() { Category = ["contry"] }), "Did you mean \"country\"?");
        BadInput.Refused(path, 1, () => Train(path, options: new() { Numeric = ["stars"] }), "must not be one of the features");
    }

    [Fact]
    public void Read_LongOrUnprintableField_IsShortenedInTheMessage()
    {
        DataFormatException error = Refused($"a,label\n\u001B[31m{new string('z', 100_000)},x\n", 2, new FeaturizationOptions { Numeric = ["a"] }, "finite numbers");

        Assert.InRange(error.Message.Length, 1, 400);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Read_ManyColumns_ListsOnlySomeInTheMessage()
    {
        string path = Folder.Write("t.csv", string.Join(',', Enumerable.Range(0, 10_000).Select(c => $"c{c}")) + "\n");

        DataFormatException error = BadInput.Refused(path, 1, () => Train(path, "kind"), "no column \"kind\"", "\"c0\", \"c1\"", "and 9990 more");

        Assert.InRange(error.Message.Length, 1, 600);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.95)]
    public void Read_TruncatedGzip_SaysThatItIsDamaged(double share)
    {
        byte[] gzip = TemporaryFolder.Gzip(File.ReadAllBytes(RepositoryFile.At("samples", "iris.csv")));
        string path = Folder.Write("cut.csv.gz", gzip[..(int)(share * gzip.Length)]);

        BadInput.Refused(path, null, () => Train(path), "damaged or cut short", "Copy the file again");
    }

    [Fact]
    public void Read_MissingFileFolderOrPattern_IsRefused()
    {
        string missing = Folder.File("none.csv"), pattern = Folder.File("none*.csv"), parquet = Folder.File("none.parquet");

        BadInput.Refused(missing, null, () => Train(missing), "no such file");
        BadInput.Refused(parquet, null, () => Train(parquet), "no such file");
        BadInput.Refused(pattern, null, () => Train(pattern), "no file has such a name");
        BadInput.Refused(Folder.Path, null, () => Train(Folder.Path), "must end with");
    }

    [Fact]
    public void Read_LabelAlmostUnique_IsRemarkedOn()
    {
        List<string> remarks = [];
        Train(Folder.Write("t.csv", "a,label\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},l{i / 2 * 2 + i % 2}\n"))), remark: remarks.Add);

        string remark = Assert.Single(remarks);
        Assert.Contains("20 different values in 20 rows", remark, StringComparison.Ordinal);
        Assert.Contains("--label", remark, StringComparison.Ordinal);
    }
}
