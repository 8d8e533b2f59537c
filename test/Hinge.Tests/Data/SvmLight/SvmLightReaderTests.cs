using System.Globalization;
using System.Text;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>What well-formed files mean.</summary>
public sealed class SvmLightReaderTests
{
    internal static Dataset Read<T>(string text, string name = "train.svm")
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        SvmLightReader.Read<T>(new MemoryStream(Encoding.UTF8.GetBytes(text)), name);

    private static SparseMatrix<float> Features(Dataset data) => Assert.IsType<SparseMatrix<float>>(data.Features);

    [Fact]
    public void Read_OrdinaryFile_GivesRowsLabelsAndCounts()
    {
        Dataset data = Read<float>("2 1:0.5 3:-1\n1 2:1e2\n2\n");

        Assert.Equal([0L, 2, 3, 3], Features(data).RowOffsets.ToArray());
        Assert.Equal([0, 2, 1], Features(data).Columns.ToArray());
        Assert.Equal([0.5f, -1, 100], Features(data).Values.ToArray());
        Assert.Equal(3, data.Features.FeatureCount);
        Assert.Equal(["1", "2"], data.Labels.ClassNames);
        Assert.Equal([1, 0, 1], data.Labels.Values.ToArray());
        Assert.Null(data.FeatureNames);
    }

    [Fact]
    public void Read_AsDouble_KeepsDoublePrecision()
    {
        Dataset data = Read<double>("1 1:0.1\n");

        Assert.Equal([0.1], Assert.IsType<SparseMatrix<double>>(data.Features).Values.ToArray());
    }

    [Theory]
    [InlineData("1 1:2 2:3\r\n2 1:4\r\n")]
    [InlineData("1 1:2 2:3\n2 1:4")]
    [InlineData("1 1:2 2:3\r\n2 1:4\r")]
    [InlineData("\uFEFF1 1:2 2:3\n2 1:4\n")]
    [InlineData("1\t1:2\t \t2:3\n2  1:4\n")]
    [InlineData("  1 1:2 2:3   \n\t2 1:4\t\n")]
    [InlineData("# made by hand\n1 1:2 2:3 # first\n\n2 1:4# second\n   \n#")]
    [InlineData("\uFEFF# a comment after the mark\n1 1:2 2:3\n2 1:4\n")]
    [InlineData("1 +1:+2 2:3\n2 01:4.000\n")]
    public void Read_AnotherLayoutOfTheSameRows_GivesTheSameData(string text)
    {
        Dataset data = Read<float>(text);

        Assert.Equal([0L, 2, 3], Features(data).RowOffsets.ToArray());
        Assert.Equal([0, 1, 0], Features(data).Columns.ToArray());
        Assert.Equal([2f, 3, 4], Features(data).Values.ToArray());
        Assert.Equal([0, 1], data.Labels.Values.ToArray());
    }

    [Theory]
    [InlineData("+1", "1")]
    [InlineData("1.0", "1")]
    [InlineData("1e0", "1")]
    [InlineData("01", "1")]
    [InlineData("-1.00", "-1")]
    [InlineData("-0", "0")]
    [InlineData("0.0", "0")]
    [InlineData("1.50", "1.5")]
    [InlineData("10", "10")]
    public void Read_LabelsWrittenDifferently_AreOneClass(string label, string className)
    {
        Dataset data = Read<float>($"{label} 1:1\n{className} 1:2\n");

        Assert.Equal([className], data.Labels.ClassNames);
        Assert.Equal([0, 0], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_NumericLabels_SortsClassesByValue()
    {
        Dataset data = Read<float>("10 1:1\n2 1:1\n-1 1:1\n1.5 1:1\n");

        Assert.Equal(["-1", "1.5", "2", "10"], data.Labels.ClassNames);
        Assert.Equal([3, 2, 0, 1], data.Labels.Values.ToArray());
    }

    [Fact]
    public void Read_LargestIndex_IsAccepted()
    {
        Dataset data = Read<float>("1 1:1 2147483647:2\n");

        Assert.Equal(int.MaxValue, data.Features.FeatureCount);
        Assert.Equal([0, int.MaxValue - 1], Features(data).Columns.ToArray());
    }

    [Fact]
    public void Read_StoredZero_IsKeptButNotCounted()
    {
        Dataset data = Read<float>("1 1:0 2:-0 3:5\n");

        Assert.Equal(3, Features(data).Values.Length);
        Assert.Equal(1, data.Features.NonzeroCount);
    }

    [Theory]
    [InlineData(60_000)]
    [InlineData(150_000)]
    public void Read_LineLongerThanTheBuffer_IsWhole(int featureCount)
    {
        StringBuilder text = new("1 1:7\n2");
        for (int f = 1; f <= featureCount; f++)
            text.Append(CultureInfo.InvariantCulture, $" {f}:{f % 10}");
        Assert.True(text.Length > 1 << 18);

        Dataset data = Read<float>(text.Append("\n1 2:8\n").ToString());

        Assert.Equal([0L, 1, 1 + featureCount, 2 + featureCount], Features(data).RowOffsets.ToArray());
        Assert.Equal(Enumerable.Range(1, featureCount).Select(f => (float)(f % 10)), Features(data).RowValues(1).ToArray());
        Assert.Equal([8f], Features(data).RowValues(2).ToArray());
    }

    [Fact]
    public void Read_CommentOfAMegabyte_IsSkipped()
    {
        Dataset data = Read<float>($"1 1:1 #{new string('x', 1 << 20)}\n2 1:2\n");

        Assert.Equal([1f, 2], Features(data).Values.ToArray());
    }

    [Fact]
    public void Read_StreamThatGivesOneByteATime_GivesTheSameData()
    {
        using Stream slow = new TrickleStream("2 1:0.5 3:-1\r\n1 2:1e2"u8.ToArray());

        Dataset data = SvmLightReader.Read<float>(slow, "train.svm");

        Assert.Equal([0.5f, -1, 100], Features(data).Values.ToArray());
    }

    [Fact]
    public void Read_CultureWithDecimalComma_ChangesNothing()
    {
        const string Text = "-1.5 1:-0.25 2:1e-3\n2 1:1234.5\n";
        string expected = Read<float>(Text).Fingerprint();
        using CommaDecimalCulture culture = new();

        Dataset data = Read<float>(Text);

        Assert.Equal(expected, data.Fingerprint());
        Assert.Equal(["-1.5", "2"], data.Labels.ClassNames);
        BadInput.Refused("train.svm", 1, () => Read<float>("1 1:0,5\n"), "\"0,5\"");
        BadInput.Refused("train.svm", 1, () => Read<float>("1 -3:1\n"), "got -3.");
    }

    [Fact]
    public void Read_DigitsSample_HasItsKnownShape()
    {
        Dataset data = SvmLightReader.Read<float>(RepositoryFile.At("samples", "digits.svm"));

        Assert.Equal((1797, 64, 10), (data.ExampleCount, data.Features.FeatureCount, data.Labels.ClassCount));
    }

    private sealed class TrickleStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));
    }
}
