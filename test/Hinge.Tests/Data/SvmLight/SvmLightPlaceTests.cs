using System.Text;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Files that count from 0, qid:, and the column that errors name.</summary>
public sealed class SvmLightPlaceTests
{
    private const string Source = "train.svm";

    private static Dataset Read(string text, IndexBase indexBase = IndexBase.Auto, Action<string>? remark = null, int threads = 1, int blockLength = 1 << 20) =>
        SvmLightReader.Read<float>(new MemoryStream(Encoding.UTF8.GetBytes(text)), Source, new SvmLightOptions { IndexBase = indexBase, Remark = remark, Threads = threads }, blockLength, Array.MaxLength);

    private static int[] Columns(Dataset data) => Assert.IsType<SparseMatrix<float>>(data.Features).Columns.ToArray();

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(3, 8)]
    public void Read_IndexZeroAnywhere_CountsFromZeroThroughout(int threads, int blockLength)
    {
        Dataset data = Read("1 1:1 3:2\n2 2:1\n1 0:5\n2\n", threads: threads, blockLength: blockLength);

        Assert.Equal([1, 3, 2, 0], Columns(data));
        Assert.Equal(4, data.Features.FeatureCount);
        Assert.True(SvmLightNumbering.IsZeroBased(data.Featurization));
        Assert.True(SvmLightNumbering.IsZeroBased(data.Select([0, 1]).Featurization));
    }

    [Fact]
    public void Read_BaseSaid_IsTakenWhateverTheFileHolds()
    {
        Dataset zero = Read("1 1:1 3:2\n", IndexBase.Zero), one = Read("1 1:1 3:2\n", IndexBase.One), found = Read("1 1:1 3:2\n");

        Assert.Equal([1, 3], Columns(zero));
        Assert.Equal(4, zero.Features.FeatureCount);
        Assert.True(SvmLightNumbering.IsZeroBased(zero.Featurization));
        Assert.Equal([0, 2], Columns(one));
        Assert.Equal([0, 2], Columns(found));
        Assert.Null(one.Featurization);
        Assert.Null(found.Featurization);
    }

    [Theory]
    [InlineData("1 1:1\n2 0:1 3:1\n", 2, 3)]
    [InlineData("1 1:1\n\n 2   0:1\n", 3, 6)]
    public void Read_IndexZeroInAFileThatCountsFromOne_NamesThePlaceAndTheOption(string text, long line, int column)
    {
        DataFormatException error = BadInput.Refused(Source, line, () => Read(text, IndexBase.One), "at least 1; got 0", "--zero-based yes");

        Assert.Equal(column, error.Column);
    }

    [Fact]
    public void Read_LargestIndexCountedFromZero_IsRefused()
    {
        BadInput.Refused(Source, null, () => Read("1 0:1 2147483647:1\n"), "at most 2147483646 in a file that counts from 0");
        Assert.Equal(int.MaxValue, Read("1 0:1 2147483646:1\n").Features.FeatureCount);
    }

    [Theory]
    [InlineData("x 1:1", 1)]
    [InlineData(" 1,2 1:1", 2)]
    [InlineData("1 1:1 2:3 2:1", 11)]
    [InlineData("1\t1:1  7", 8)]
    [InlineData("1 1:0.5 2:abc # 1:x", 11)]
    [InlineData("1 ü:1", 3)]
    [InlineData("1 1:ü 2:x", 5)]
    [InlineData("1 1:1 2:nan", 9)]
    [InlineData("1 99999999999:1", 3)]
    public void Read_BadToken_NamesItsColumn(string line, int column)
    {
        DataFormatException error = BadInput.Refused(Source, 2, () => Read($"1 1:1\n{line}\n1 1:1\n"));

        Assert.Equal(column, error.Column);
    }

    [Theory]
    [InlineData(1, 1 << 20)]
    [InlineData(3, 12)]
    public void Read_QueryIds_ArePassedOverWithOneRemark(int threads, int blockLength)
    {
        List<string> remarks = [];
        Dataset data = Read("1 1:1\n1  qid:3 1:1 2:2\n2 qid:4 2:2\n1 qid:5\n", remark: remarks.Add, threads: threads, blockLength: blockLength);

        Assert.Equal([0, 0, 1, 1], Columns(data));
        Assert.Equal("train.svm:2:4: qid: groups lines for ranking, which Hinge does not do: it is passed over, here and in all lines.", Assert.Single(remarks));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => SvmLightReader.Read<float>(new MemoryStream(), Source, new SvmLightOptions { IndexBase = (IndexBase)7 }));
        Assert.Contains("at least 1; got 0", Assert.Throws<ArgumentException>(() => SvmLightReader.Read<float>(new MemoryStream(), Source, new SvmLightOptions { Threads = 0 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Progress_WholeFile_EndsAtItsLength()
    {
        using TemporaryFolder folder = new();
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("1 1:1 2:0.5\n2 1:3\n", 20_000)));
        foreach ((string name, byte[] content) in new[] { ("a.svm", text), ("a.svm.gz", TemporaryFolder.Gzip(text)) })
        {
            Bytes bytes = new();
            Assert.Equal(40_000, SvmLightReader.Read<float>(folder.Write(name, content), new SvmLightOptions { Progress = bytes }).ExampleCount);
            Assert.Equal(content.Length, bytes.Last);
        }
    }

    private sealed class Bytes : IProgress<long>
    {
        public long Last { get; private set; }

        public void Report(long value)
        {
            Assert.True(value >= Last, $"bytes read must not fall: expected at least {Last}, actual {value}");
            Last = value;
        }
    }
}
