using System.Text;
using CsCheck;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Lines read one at a time are what the whole file holds, and none is waited for longer than need be.</summary>
public sealed class SvmLightLineReaderTests
{
    private const string Source = "train.svm";

    private static SvmLightLineReader<float> Reader(Stream stream, IndexBase indexBase = IndexBase.One, Action<string>? remark = null) =>
        new(stream, Source, new SvmLightOptions { IndexBase = indexBase, Remark = remark });

    [Fact]
    public void Read_AnyLinesInAnyPieces_GivesWhatTheWholeReaderGives() =>
        Gen.Select(MutatedBytes.Of("\uFEFF+1 1:0.5 3:-1e-3\r\n# note\n-1 qid:1 2:1234567 # end\n\n1 1:7 20:1"u8.ToArray(), "0123456789+-.eE:# \t\r\n"), Gen.Int[1, 9], Gen.Bool).Sample((text, piece, fromZero) =>
        {
            IndexBase indexBase = fromZero ? IndexBase.Zero : IndexBase.One;
            List<(double, int, float)> entries = [];
            int examples = 0;
            string? failure = null;
            try
            {
                SvmLightLineReader<float> lines = Reader(new Pieces(text, piece), indexBase);
                for (; lines.Read(); examples++)
                    for (int e = 0; e < lines.Columns.Length; e++) entries.Add((lines.Label, lines.Columns[e], lines.Values[e]));
            }
            catch (DataFormatException e)
            {
                failure = e.Message;
            }

            try
            {
                Dataset data = SvmLightReader.Read<float>(new MemoryStream(text), Source, new SvmLightOptions { IndexBase = indexBase, Threads = 1 });
                SparseMatrix<float> rows = (SparseMatrix<float>)data.Features;
                Assert.Null(failure);
                Assert.Equal(data.ExampleCount, examples);
                Assert.Equal(rows.Columns.ToArray(), entries.Select(entry => entry.Item2));
                Assert.Equal(rows.Values.ToArray(), entries.Select(entry => entry.Item3));
            }
            catch (DataFormatException e)
            {
                // A whole file needs an example and a feature; a stream may come to an end without.
                if (entries.Count > 0 || failure is not null) Assert.Equal(e.Message, failure);
            }
        });

    [Fact]
    public void Read_LongAndShortLines_KeepsTheirNumbers()
    {
        string wide = "2 " + string.Join(' ', Enumerable.Range(1, 40_000).Select(i => $"{i}:1"));
        SvmLightLineReader<float> lines = Reader(new MemoryStream(Encoding.UTF8.GetBytes($"1 1:1\n\n{wide}\n# x\n3 2:1")));

        Assert.True(lines.Read());
        Assert.Equal((1, 1, 1), (lines.Line, lines.Label, lines.Columns.Length));
        Assert.True(lines.Read());
        Assert.Equal((3, 2, 40_000), (lines.Line, lines.Label, lines.Columns.Length));
        Assert.True(lines.Read());
        Assert.Equal((5, 3, 1), (lines.Line, lines.Label, lines.Columns.Length));
        Assert.False(lines.Read());
        Assert.Throws<InvalidOperationException>(() => lines.Label);
    }

    [Fact]
    public void Read_QueryIds_RemarksOnce()
    {
        List<string> remarks = [];
        SvmLightLineReader<float> lines = Reader(new MemoryStream("1 qid:1 1:1\n1 qid:2 1:1\n"u8.ToArray()), remark: remarks.Add);

        Assert.True(lines.Read() && lines.Read());
        Assert.StartsWith("train.svm:1:3: qid:", Assert.Single(remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_IndexBaseLeftOpen_IsRefused() =>
        Assert.Contains("got Auto", Assert.Throws<ArgumentException>(() => Reader(new MemoryStream(), IndexBase.Auto)).Message, StringComparison.Ordinal);

    /// <summary>Gives a few bytes at a time, as a pipe may.</summary>
    private sealed class Pieces(byte[] bytes, int length) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, length));
    }
}
