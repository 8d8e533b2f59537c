using Hinge.Testing;

namespace Hinge.Data.Tests;

/// <summary>Every way to break a table is refused with its line and a remedy.</summary>
public sealed class CsvTableErrorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private DataFormatException Refused(string text, long? line, params string[] fragments)
    {
        string path = _folder.Write("t.csv", text);
        return BadInput.Refused(path, line, () => CsvTableReader.Read(path), fragments);
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
    public void Read_HeaderOnly_IsRefused(string text) => Refused(text, null, "no example");

    [Theory]
    [InlineData("a,b,label\n1,2,x\n1,2\n", 3, "3 fields", "got 2")]
    [InlineData("a,b,label\n1,2,x,y\n", 2, "3 fields", "got 4")]
    [InlineData("a,b,label\n1,2,x\n\n\n1;2;x\n", 5, "3 fields", "got 1")]
    [InlineData("a,b,label\r\n1,2,x\r\n1,2,x,\r\n", 3, "3 fields", "got 4")]
    public void Read_RaggedRow_GivesBothCounts(string text, long line, params string[] fragments) => Refused(text, line, fragments);

    [Theory]
    [InlineData("a,b,a\n", "differ; got \"a\" twice", "Rename")]
    [InlineData("a,,label\n", "column 2 has none", "Name it")]
    [InlineData("a,label,\n", "column 3 has none", "Name it")]
    [InlineData("5.1,3.5,0\n", "only numbers", "header")]
    [InlineData("label\n", "at least two columns", "separated by commas")]
    [InlineData("a;b;label\n", "at least two columns", "separated by commas")]
    public void Read_BadHeader_SaysHowToRepairIt(string header, string problem, string remedy)
    {
        Refused(header + "1,2,3\n", 1, problem, remedy);
        Refused("\n\n" + header + "1,2,3\n", 3, problem, remedy);
    }

    [Theory]
    [InlineData("abc", "must hold numbers; got \"abc\"", "Encode it")]
    [InlineData("0x10", "must hold numbers; got \"0x10\"", "Encode it")]
    [InlineData("\"1,5\"", "must hold numbers; got \"1,5\"", "Encode it")]
    [InlineData("1_000", "must hold numbers; got \"1_000\"", "Encode it")]
    [InlineData("", "must not be empty", "Fill in")]
    [InlineData("  ", "must not be empty", "Fill in")]
    [InlineData("\"\"", "must not be empty", "Fill in")]
    [InlineData("NaN", "must be finite as a 32-bit float; got \"NaN\"", "replace the value")]
    [InlineData("-Infinity", "must be finite as a 32-bit float; got \"-Infinity\"", "replace the value")]
    [InlineData("1e999", "must be finite as a 32-bit float; got \"1e999\"", "replace the value")]
    [InlineData("1e39", "must be finite as a 32-bit float; got \"1e39\"", "replace the value")]
    public void Read_BadNumber_NamesLineColumnAndRemedy(string field, string problem, string remedy)
    {
        Refused($"a,b,label\n1,2,x\n\n1,{field},x\n1,2,x\n", 4, $"column \"b\" {problem}", remedy);
        Refused($"a,b,label\r\n1,2,x\r\n1,{field},x", 3, $"column \"b\" {problem}", remedy);
    }

    [Fact]
    public void Read_EmptyLabel_NamesLineAndColumn() =>
        Refused("a,kind\n1,x\n2,\n", 3, "the label in column \"kind\" must not be empty", "label it");

    [Fact]
    public void Read_ErrorAfterAFieldOfSeveralLines_CountsTheLinesOfTheFile()
    {
        Refused("a,label\n1,\"two\nlines\"\noops,x\n", 4, "got \"oops\"");
        Refused("a,label\r\n1,\"two\r\nlines\"\r\noops,x\r\n", 4, "got \"oops\"");
        Refused("a,label\n\n\noops,\"two\n\nlines\"\n1,x\n", 4, "got \"oops\"");
        Refused("a,label\n1,x\n\n2,\"two\nlines\",z\n", 4, "got 3");
    }

    [Theory]
    [InlineData("a,label\n1,x\"y\n", 2)]
    [InlineData("a,label\n1,\"x\"y\n", 2)]
    [InlineData("a,label\n1,x\n1\"2,x\n", 3)]
    [InlineData("a,label\r\n\r\n1,\"x\r\n\"y\r\n", 3)]
    [InlineData("a\"b,label\n1,x\n", 1)]
    public void Read_QuoteWithinAField_IsRefused(string text, long line) => Refused(text, line, "quote");

    [Theory]
    [InlineData("a,label\n1,x\n2,\"y\n3,z\n4,x\n", 3)]
    [InlineData("a,label\n1,\"x", 2)]
    [InlineData("a,label\n1,\"", 2)]
    [InlineData("\"a,label\n1,x\n", 1)]
    public void Read_QuoteThatNeverEnds_NamesTheLineWhereItsRowBegins(string text, long line) => Refused(text, line, "never ends", "Close the quote");

    [Fact]
    public void Read_UnknownColumn_ListsThoseThatAreThere()
    {
        string path = _folder.Write("t.csv", "a,b,label\n1,2,x\n");

        BadInput.Refused(path, 1, () => CsvTableReader.Read(path, "kind"), "no column \"kind\"", "\"a\", \"b\", \"label\"");
        BadInput.Refused(path, 1, () => CsvTableReader.Read(path, "label", ["a", "c"]), "no column \"c\"", "\"a\", \"b\", \"label\"");
        BadInput.Refused(path, 1, () => CsvTableReader.ReadFeatures(path, ["c"]), "no column \"c\"", "\"a\", \"b\", \"label\"");
        BadInput.Refused(path, 1, () => CsvTableReader.Read(path, "LABEL"), "no column \"LABEL\"");
    }

    [Fact]
    public void Read_LabelAmongTheFeatures_IsRefused()
    {
        string path = _folder.Write("t.csv", "a,b,label\n1,2,x\n");

        BadInput.Refused(path, 1, () => CsvTableReader.Read(path, "a", ["a", "b"]), "must not be one of the features; got column \"a\"");
    }

    [Fact]
    public void Read_LongOrUnprintableField_IsShortenedInTheMessage()
    {
        DataFormatException error = Refused($"a,label\n\u001B[31m{new string('z', 100_000)},x\n", 2, "must hold numbers");

        Assert.InRange(error.Message.Length, 1, 400);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }

    [Fact]
    public void Read_ManyColumns_ListsOnlySomeInTheMessage()
    {
        string path = _folder.Write("t.csv", string.Join(',', Enumerable.Range(0, 10_000).Select(c => $"c{c}")) + "\n");

        DataFormatException error = BadInput.Refused(path, 1, () => CsvTableReader.Read(path, "kind"), "no column \"kind\"", "\"c0\", \"c1\"", "and 9990 more");

        Assert.InRange(error.Message.Length, 1, 600);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.95)]
    public void Read_TruncatedGzip_SaysThatItIsDamaged(double share)
    {
        byte[] gzip = TemporaryFolder.Gzip(File.ReadAllBytes(RepositoryFile.At("samples", "iris.csv")));
        string path = _folder.Write("cut.csv.gz", gzip[..(int)(share * gzip.Length)]);

        BadInput.Refused(path, null, () => CsvTableReader.Read(path), "damaged or cut short", "Copy the file again");
    }

    [Fact]
    public void Read_CorruptedGzip_IsRefused()
    {
        byte[] gzip = TemporaryFolder.Gzip(File.ReadAllBytes(RepositoryFile.At("samples", "iris.csv")));
        gzip[^6] ^= 1;
        string path = _folder.Write("bad.csv.gz", gzip);

        BadInput.Refused(path, null, () => CsvTableReader.Read(path), "damaged or cut short");
    }

    [Fact]
    public void Read_MissingFileOrFolder_IsRefused()
    {
        string missing = _folder.File("none.csv");

        BadInput.Refused(missing, null, () => CsvTableReader.Read(missing), "no such file");
        BadInput.Refused(_folder.Path, null, () => CsvTableReader.Read(_folder.Path), "folder");
    }
}
