using System.Globalization;
using System.Text;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>Every way to break the format is refused with its line and a remedy.</summary>
public sealed class SvmLightErrorTests
{
    private const string Source = "train.svm";

    [Theory]
    [InlineData("-3:1", "at least 0; got -3", "from 1")]
    [InlineData("5:1 4:1", "must increase; got 4 after 5", "Sort")]
    [InlineData("5:1 5:2", "must increase; got 5 twice", "Keep one")]
    [InlineData("2147483648:1", "at most 2147483647; got \"2147483648\"", "hash")]
    [InlineData("99999999999999999999:1", "at most 2147483647; got \"99999999999999999999\"", "hash")]
    [InlineData("x:1", "whole number; got \"x\"", "from 1")]
    [InlineData("1.5:1", "whole number; got \"1.5\"", "from 1")]
    [InlineData("-99999999999999999999:1", "whole number; got \"-99999999999999999999\"", "from 1")]
    [InlineData(":1", "whole number; got \"\"", "from 1")]
    [InlineData("1:1 7", "index:value; got \"7\"", "colon")]
    [InlineData("1;2", "index:value; got \"1;2\"", "colon")]
    [InlineData("1:1 qid:3", "qid:", "Remove it")]
    [InlineData("qid:3 qid:3 1:1", "qid:", "Remove it")]
    [InlineData("1:abc", "feature 1 must have a number as its value; got \"abc\"", "decimal point")]
    [InlineData("2:1,5", "feature 2 must have a number as its value; got \"1,5\"", "decimal point")]
    [InlineData("1:0x10", "got \"0x10\"", "decimal point")]
    [InlineData("1:", "got \"\"", "decimal point")]
    [InlineData("1: 5", "got \"\"", "decimal point")]
    [InlineData("1:2:3", "got \"2:3\"", "decimal point")]
    [InlineData("1:1_000", "got \"1_000\"", "decimal point")]
    [InlineData("3:NaN", "feature 3 must be finite as a 32-bit float; got \"NaN\"", "replace the value")]
    [InlineData("1:-Infinity", "must be finite as a 32-bit float; got \"-Infinity\"", "replace the value")]
    [InlineData("1:1e999", "must be finite as a 32-bit float; got \"1e999\"", "replace the value")]
    [InlineData("1:1e39", "must be finite as a 32-bit float; got \"1e39\"", "replace the value")]
    [InlineData("1:-1e99999999999999999999", "must be finite as a 32-bit float", "replace the value")]
    public void Read_BadFeature_NamesTheLineAndTheRemedy(string features, string problem, string remedy)
    {
        // The third line of the file, but only the second example.
        BadInput.Refused(Source, 3, () => SvmLightReaderTests.Read<float>($"1 1:1\n# a comment\n2 {features}\n3 1:1\n"), problem, remedy);
    }

    [Theory]
    [InlineData("inf")]
    [InlineData("-inf")]
    [InlineData("nan")]
    [InlineData("∞")]
    public void Read_SpellingsOfInfinityAndNaN_AreRefused(string value) =>
        BadInput.Refused(Source, 1, () => SvmLightReaderTests.Read<float>($"1 1:{value}\n"), $"got \"{value}\"");

    [Theory]
    [InlineData("NaN", "must be finite; got \"NaN\"")]
    [InlineData("1e999", "must be finite; got \"1e999\"")]
    public void Read_NotFiniteAsDouble_IsRefusedWithoutTalkOfFloat(string value, string problem) =>
        BadInput.Refused(Source, 1, () => SvmLightReaderTests.Read<double>($"1 1:{value}\n"), problem);

    [Fact]
    public void Read_TooLargeForFloatButNotForDouble_IsReadAsDouble()
    {
        Dataset data = SvmLightReaderTests.Read<double>("1 1:1e39\n");

        Assert.Equal([1e39], Assert.IsType<SparseMatrix<double>>(data.Features).Values.ToArray());
    }

    [Theory]
    [InlineData("cat 1:1", "number; got \"cat\"", "label index:value")]
    [InlineData("NaN 1:1", "number; got \"NaN\"", "label index:value")]
    [InlineData("1e999 1:1", "number; got \"1e999\"", "label index:value")]
    [InlineData("1:1 2:1", "number; got \"1:1\"", "label index:value")]
    [InlineData("1,2 1:1", "one label, a number; got \"1,2\"", "one label a line")]
    public void Read_BadLabel_NamesTheLineAndTheRemedy(string line, string problem, string remedy) =>
        BadInput.Refused(Source, 2, () => SvmLightReaderTests.Read<float>($"1 1:1\n{line}\n"), problem, remedy);

    [Theory]
    [InlineData("")]
    [InlineData("\n\n  \n\t\r\n")]
    [InlineData("# only\n# comments\n")]
    [InlineData("\uFEFF")]
    public void Read_NoExample_IsRefused(string text) =>
        BadInput.Refused(Source, null, () => SvmLightReaderTests.Read<float>(text), "no example", "label index:value");

    [Fact]
    public void Read_OnlyLabels_NamesTheFirstExample() =>
        BadInput.Refused(Source, 2, () => SvmLightReaderTests.Read<float>("# labels\n1\n2\n"), "only a label", "label index:value");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Utf16_SaysHowToConvert(bool bigEndian)
    {
        byte[] text = [.. new UnicodeEncoding(bigEndian, byteOrderMark: true).GetPreamble(), .. new UnicodeEncoding(bigEndian, false).GetBytes("1 1:1\n")];

        BadInput.Refused(Source, 1, () => SvmLightReader.Read<float>(new MemoryStream(text), Source), "UTF-16", "iconv");
    }

    [Fact]
    public void Read_BinaryFile_ShowsNoControlCharacters()
    {
        byte[] text = [0, 1, 2, 0x1B, .. "[31m"u8, 0xC3, 0x28, .. new byte[100_000]];

        DataFormatException error = BadInput.Refused(Source, 1, () => SvmLightReader.Read<float>(new MemoryStream(text), Source), "label must be a number");

        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.InRange(error.Message.Length, 1, 250);
    }

    [Fact]
    public void Read_ErrorBeyondTheBuffer_CountsEveryLine()
    {
        StringBuilder text = new();
        for (int line = 1; line <= 100_000; line++)
            text.Append(line % 3 == 0 ? "\r\n" : "1 1:0.25 2:3\n");

        BadInput.Refused(Source, 100_001, () => SvmLightReaderTests.Read<float>(text + "1 2:1 1:1\n"), "got 1 after 2");
    }

    [Fact]
    public void Read_BrokenFile_NamesTheFirstBadLine()
    {
        string[] lines = ["1 1:1", "1 -1:1", "x"];

        BadInput.Refused(Source, 2, () => SvmLightReaderTests.Read<float>(string.Join('\n', lines)), "got -1");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(1000)]
    public void Read_NumberOfManyDigits_IsReadOrRefusedByItsValue(int digits)
    {
        string number = string.Concat(Enumerable.Repeat("9", digits));
        if (float.IsFinite(float.Parse(number, CultureInfo.InvariantCulture)))
            Assert.Equal(float.Parse(number, CultureInfo.InvariantCulture), ((SparseMatrix<float>)SvmLightReaderTests.Read<float>($"1 1:{number}").Features).Values[0]);
        else
            BadInput.Refused(Source, 1, () => SvmLightReaderTests.Read<float>($"1 1:{number}"), "must be finite");
    }
}
