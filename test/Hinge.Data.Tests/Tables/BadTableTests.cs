using System.Text;
using Hinge.Data.Tables;
using Hinge.Testing;

namespace Hinge.Data.Tests.Tables;

/// <summary>What is wrong with tables of every kind is said with its place and a remedy; what is harmless is read.</summary>
public sealed class BadTableTests : TableFolder
{
    private const string Training = "age,town,label\n1,Rom,x\n2,Bonn,y\n3,Rom,x\n4,Bonn,y\n";

    private Dataset Trained() => Train(Folder.Write("train.csv", Training));

    private static byte[] Encoded(Encoding encoding, string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];

    public static TheoryData<string, bool, bool> Encodings => new() { { "UTF-16", false, true }, { "UTF-16", true, true }, { "UTF-16LE", false, false }, { "UTF-16BE", true, false } };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Read_Utf16_NamesItAndHowToConvert(string name, bool bigEndian, bool hasMark)
    {
        UnicodeEncoding encoding = new(bigEndian, hasMark);
        string csv = Folder.Write("t.csv", Encoded(encoding, Training)), json = Folder.Write("t.jsonl", Encoded(encoding, "{\"a\": 1, \"label\": \"x\"}\n"));

        BadInput.Refused(csv, 1, () => Train(csv), $"this is {name}", $"iconv -f {name} -t utf-8");
        BadInput.Refused(json, 1, () => Train(json), $"this is {name}", $"iconv -f {name} -t utf-8");
    }

    [Fact]
    public void Read_Utf32_NamesIt()
    {
        string csv = Folder.Write("t.csv", Encoded(new UTF32Encoding(false, true), Training));

        BadInput.Refused(csv, 1, () => Train(csv), "this is UTF-32", "iconv -f UTF-32");
    }

    [Fact]
    public void Read_Latin1_NamesTheLine()
    {
        string csv = Folder.Write("t.csv", Encoding.Latin1.GetBytes("a,town,label\n1,Rom,x\n2,Köln,y\n"));
        string json = Folder.Write("t.jsonl", Encoding.Latin1.GetBytes("{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2, \"label\": \"Köln\"}\n"));
        string header = Folder.Write("h.csv", Encoding.Latin1.GetBytes("größe,label\n1,x\n"));

        BadInput.Refused(csv, 3, () => Train(csv), "must be UTF-8", "iconv -f latin1");
        BadInput.Refused(json, 2, () => Train(json), "must be UTF-8", "iconv -f latin1");
        BadInput.Refused(header, 1, () => Train(header), "must be UTF-8", "iconv -f latin1");
    }

    [Fact]
    public void Read_Utf8WithMark_IsRead()
    {
        Assert.Equal(Trained().Fingerprint(), Train(Folder.Write("mark.csv", "\uFEFF" + Training)).Fingerprint());
    }

    [Fact]
    public void Read_JsonOfOtherShapes_IsRefusedWithItsLine()
    {
        string list = Folder.Write("list.jsonl", "{\"a\": 1, \"label\": \"x\"}\n[1, 2]\n"), cut = Folder.Write("cut.jsonl", "{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2, \"lab");

        BadInput.Refused(list, 2, () => Train(list), "must be a JSON object");
        BadInput.Refused(cut, 2, () => Train(cut), "must be a JSON object");
    }

    [Fact]
    public void Read_JsonWithoutAMember_TakesItForMissing()
    {
        Dataset data = Train(Folder.Write("gaps.jsonl", "{\"a\": 1, \"label\": \"x\"}\n{\"label\": \"y\"}\n{\"label\": \"x\", \"a\": 3}\n"));

        Assert.Equal([0, 1, 0], Feature(data, "a missing"));
        string unlabelled = Folder.Write("unlabelled.jsonl", "{\"a\": 1, \"label\": \"x\"}\n{\"a\": 2}\n");
        BadInput.Refused(unlabelled, null, () => Train(unlabelled), "row 2: the label in column \"label\" must not be empty");
    }

    [Theory]
    [InlineData("select 1 as a, 2 as a, 'x' as label")]
    [InlineData("select 1 as a, 2 as A, 'x' as label")]
    public void Read_QueryThatNamesColumnsTwice_IsRefused(string sql)
    {
        DataFormatException error = Assert.Throws<DataFormatException>(() => TableSource.OpenQuery(sql));

        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rename", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_ColumnsInOtherOrderAndNewOnes_AreReadAsInTraining()
    {
        Dataset trained = Trained();
        List<string> remarks = [];
        string path = Folder.Write("test.csv", "town,surplus,label,age\nRom,9,x,1\nBonn,9,y,2\nRom,9,x,3\nBonn,9,y,4\n");

        Assert.Equal(trained.Fingerprint(), Like(trained, path, remarks.Add).Fingerprint());
        Assert.Contains("knows nothing of column \"surplus\": ignored", Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("town,label\nRom,x\n", "no column \"age\"")]
    [InlineData("ages,town,label\n1,Rom,x\n", "no column \"age\". Did you mean \"ages\"?")]
    [InlineData("age,Town,label\n1,Rom,x\n", "no column \"town\". Did you mean \"Town\"?")]
    [InlineData("age,town,lable\n1,Rom,x\n", "no column \"label\". Did you mean \"lable\"?")]
    public void Model_ColumnThatIsMissing_IsNamedWithTheNearest(string text, string problem)
    {
        Dataset trained = Trained();
        string path = Folder.Write("test.csv", text);

        BadInput.Refused(path, 1, () => Like(trained, path), problem, "The columns are");
    }

    [Fact]
    public void Model_TextWhereTrainingHadNumbers_NamesTheLine()
    {
        Dataset trained = Trained();
        string path = Folder.Write("test.csv", "age,town,label\n1,Rom,x\nold,Rom,x\n");

        BadInput.Refused(path, 3, () => Like(trained, path), "column \"age\" must hold finite numbers; got \"old\"");
    }

    [Fact]
    public void Model_CategoryNeverSeenAndLabelNeverSeen_AreRead()
    {
        Dataset trained = Trained(), test = Like(trained, Folder.Write("test.csv", "age,town,label\n1,Ulm,z\n"));

        Assert.Equal([1], Feature(test, "town other"));
        Assert.Equal(["z"], test.Labels.ClassNames);
    }

    [Theory]
    [InlineData("t.arrow")]
    [InlineData("t.feather")]
    [InlineData("t.ipc")]
    public void Read_Arrow_IsRefusedWithTheWayToParquet(string name)
    {
        string path = Folder.Write(name, [.. "ARROW1\0\0"u8]);

        Assert.True(TableSource.IsTable(path));
        BadInput.Refused(path, null, () => Train(path), "Arrow files are not read", "as Parquet");
    }

    [Fact]
    public void Read_DamagedParquet_IsRefused()
    {
        string path = Folder.File("t.parquet");
        DuckDb(null, $"COPY (SELECT i AS a, i % 2 AS label FROM range(1000) t(i)) TO '{path}' (FORMAT parquet)");
        byte[] whole = File.ReadAllBytes(path);
        foreach (int length in new[] { 0, 4, 100, whole.Length / 2, whole.Length - 1 })
        {
            string cut = Folder.Write("cut.parquet", whole[..length]);
            BadInput.Refused(cut, null, () => Train(cut));
        }
    }
}
