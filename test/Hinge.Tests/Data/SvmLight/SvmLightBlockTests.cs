using System.Text;
using CsCheck;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Files read in blocks by several threads give what a plain reading line by line gives, wherever the blocks end.</summary>
public sealed class SvmLightBlockTests
{
    private const string Source = "train.svm";

    private static readonly Gen<int> BlockLength = Gen.OneOf(Gen.Int[1, 40], Gen.Int[40, 400], Gen.Const(1 << 20));

    private static readonly Gen<int> Threads = OneOf(1, 2, 3, 8);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int[-20, 300].Select(i => $"{i}"),
        Gen.Float[-2, 2].Select(x => x.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        Gen.Double[-2, 2].Select(x => x.ToString("R", System.Globalization.CultureInfo.InvariantCulture)),
        OneOf("+1.50", "1e-3", ".5", "5.", "-0", "1234567890123456789012", "0.12345678901234", "-0.12345678901234", "0.123456789012345", "12345678.12345678", "16777217", "9007199254740993", "-.5", "0.000000000000000000000000000001", "3E+4"));

    private static readonly Gen<string> Line = Gen.Select(
        OneOf("", " ", "\t"),
        Gen.Int[-3, 12],
        Gen.Select(Gen.Int[1, 9], Number, OneOf(" ", "\t", "  \v")).Array[0, 8],
        OneOf("", "\r", " ", " # 1:2 note", "#"),
        (before, label, steps, after) =>
        {
            StringBuilder line = new(before + label);
            int index = label == 12 ? -1 : 0;
            foreach ((int step, string value, string blank) in steps)
                line.Append(System.Globalization.CultureInfo.InvariantCulture, $"{blank}{index += step}:{value}");
            return line.Append(after).ToString();
        });

    private static readonly Gen<string> AnyLine = Gen.Frequency((12, Line), (1, OneOf("", "\r", "# a note", "  ")));

    private static readonly Gen<string> BrokenLine = OneOf("x", "1 2:1 1:1", "1 -1:1", "1 5", "1 1:1 2:x", "1 1:1\0", "1\0 1:1", "1 1\0:1");

    private static Gen<T> OneOf<T>(params T[] items) => Gen.Int[0, items.Length - 1].Select(i => items[i]);

    private static Dataset Read(byte[] text, int blockLength, int threads) =>
        SvmLightReader.Read<float>(new MemoryStream(text), Source, new SvmLightOptions { Threads = threads }, blockLength, Array.MaxLength);

    private static byte[] Bytes(string[] lines, bool endsLast, bool hasMark) =>
        Encoding.UTF8.GetBytes((hasMark ? "\uFEFF" : "") + string.Join('\n', lines) + (endsLast ? "\n" : ""));

    [Fact]
    public void Read_AnyBlocksAndThreads_GivesWhatAPlainReadingGives() =>
        Gen.Select(AnyLine.Array[0, 60], Gen.Bool, Gen.Bool, BlockLength, Threads).Sample((lines, endsLast, hasMark, blockLength, threads) =>
        {
            string[] all = [.. lines, "7 3:0.25"];
            PlainSvmLight expected = new(Bytes(all, endsLast, hasMark: false));

            Dataset data = Read(Bytes(all, endsLast, hasMark), blockLength, threads);

            Assert.Null(expected.BadLine);
            SparseMatrix<float> rows = Assert.IsType<SparseMatrix<float>>(data.Features);
            Assert.Equal(expected.RowOffsets, rows.RowOffsets.ToArray());
            Assert.Equal(expected.Columns, rows.Columns.ToArray());
            Assert.Equal(expected.Values.Select(BitConverter.SingleToInt32Bits), rows.Values.ToArray().Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(expected.Columns.Max() + 1, rows.FeatureCount);
            Assert.Equal(expected.Values.Count(value => value != 0), rows.NonzeroCount);
            double[] classes = [.. expected.Labels.Distinct().Order()];
            Assert.Equal(classes.Select(c => c.ToString(System.Globalization.CultureInfo.InvariantCulture)), data.Labels.ClassNames);
            Assert.Equal(expected.Labels.Select(label => Array.IndexOf(classes, label)), data.Labels.Values.ToArray());
        });

    [Fact]
    public void Read_SeveralBrokenLines_NamesTheFirst() =>
        Gen.Select(Gen.Frequency((20, AnyLine), (1, BrokenLine)).Array[0, 60], BrokenLine, BlockLength, Threads).Sample((lines, last, blockLength, threads) =>
        {
            byte[] text = Bytes([.. lines, last], endsLast: false, hasMark: false);
            long? badLine = new PlainSvmLight(text).BadLine;

            Assert.NotNull(badLine);
            string expected = BadInput.Refused(Source, badLine, () => Read(text, 1 << 20, 1)).Message;
            Assert.Equal(expected, BadInput.Refused(Source, badLine, () => Read(text, blockLength, threads)).Message);
        });

    [Fact]
    public void Read_MutatedFile_IsReadOrRefusedAsAPlainReadingDoes() =>
        Gen.Select(MutatedBytes.Of("+1 1:0.5 3:-1e-3\r\n# note\n-1 2:1234567 # end\n1 1:7 20:1\n"u8.ToArray(), "0123456789+-.eE:# \t\r\n\0"), BlockLength, Threads).Sample((text, blockLength, threads) =>
        {
            PlainSvmLight expected = new(text);
            DataFormatException? error = null;
            try
            {
                Dataset data = Read(text, blockLength, threads);
                Assert.Equal(expected.Values, Assert.IsType<SparseMatrix<float>>(data.Features).Values.ToArray());
            }
            catch (DataFormatException e)
            {
                error = e;
            }

            // A file without an example or a feature is refused too, though no line of it is bad.
            if (expected.BadLine is not null || expected.Columns.Count > 0) Assert.Equal(expected.BadLine, error?.Line);
            else Assert.NotNull(error);
        }, iter: 20_000);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Read_ErrorInALaterBlock_CountsTheLinesOfAllBlocksBefore(int threads)
    {
        string text = string.Concat(Enumerable.Range(1, 5000).Select(i => i % 5 == 0 ? "\n" : $"{i % 3} 1:{i} 7:0.5\n"));

        BadInput.Refused(Source, 5002, () => Read(Encoding.UTF8.GetBytes(text + "1 1:1\n1 1:1 1:2\nx\n" + text), 256, threads), "got 1 twice");
    }

    [Theory]
    [InlineData("1 1:2\0\n", "feature 1 must have a number as its value")]
    [InlineData("1 1\0:2\n", "a feature's index must be a whole number")]
    [InlineData("1\0 1:2\n", "the label must be a number")]
    public void Read_NulBehindANumber_IsRefused(string line, string problem) =>
        BadInput.Refused(Source, 1, () => SvmLightReaderTests.Read<float>(line), problem);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_StreamThatFails_TellsOfTheBrokenLineBeforeIt(int threads)
    {
        BadInput.Refused(Source, 2, () => SvmLightReader.Read<float>(new FailingStream("1 1:1\n1 -2:1\n1 1"u8.ToArray()), Source, new SvmLightOptions { Threads = threads }, 1 << 20, Array.MaxLength), "got -2");
        Assert.Throws<IOException>(() => SvmLightReader.Read<float>(new FailingStream("1 1:1\n1 2:1\nx"u8.ToArray()), Source, new SvmLightOptions { Threads = threads }, 4, Array.MaxLength));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Read_MoreEntriesThanFit_IsRefusedUnlessALineBeforeIsBroken(int threads)
    {
        string fits = string.Concat(Enumerable.Repeat("1 1:1 2:1\n", 10));

        BadInput.Refused(Source, null, () => Limited(fits + fits + "x\n"), "fewer than 21 lines and index:value pairs", "hinge convert", "train on a part");
        BadInput.Refused(Source, 1, () => Limited("x\n" + fits + fits), "label must be a number");
        Assert.Equal(10, Limited(fits).ExampleCount);

        Dataset Limited(string text) => SvmLightReader.Read<float>(new MemoryStream(Encoding.UTF8.GetBytes(text)), Source, new SvmLightOptions { Threads = threads }, 30, 21);
    }

    private sealed class FailingStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) =>
            base.Read(buffer, offset, count) is > 0 and int read ? read : throw new IOException("the disk is gone");
    }
}
