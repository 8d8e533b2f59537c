using System.Globalization;
using System.Text;
using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Data.SvmLight;
using Hinge.Testing;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>svmlight text read by way of temporary files, for data that memory may not hold: the data is that of the plain reader.</summary>
public sealed class SvmLightMappedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new(), _room = new();

    public void Dispose()
    {
        _folder.Dispose();
        _room.Dispose();
    }

    private static byte[] Text(int firstIndex)
    {
        StringBuilder text = new();
        for (int i = 0; i < 3000; i++)
        {
            text.Append(i % 3);
            for (int e = 0; e < i % 7; e++) text.Append(CultureInfo.InvariantCulture, $" {firstIndex + 5 * e + i % 5}:{(i + e) * 0.37 - 400}");
            text.Append('\n');
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(0, 4)]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    public void Read_InSmallBlocks_GivesTheSameData(int firstIndex, int threads)
    {
        byte[] text = Text(firstIndex);
        Dataset expected = SvmLightReader.Read<float>(new MemoryStream(text), "text");
        SvmLightOptions options = new() { Threads = threads };
        using SpilledEntries<float> spilled = new(_room.Path);
        Dataset actual = SvmLightReader.Read(new MemoryStream(text), "text", options, blockLength: 700, Array.MaxLength, spilled);

        Assert.True(actual.Features.IsMapped);
        Assert.Equal(expected.Fingerprint(), actual.Fingerprint());
        Assert.Equal(expected.Features.FeatureCount, actual.Features.FeatureCount);
        Assert.Equal(expected.Features.NonzeroCount, actual.Features.NonzeroCount);
        Assert.Equal(expected.Featurization, actual.Featurization);
        Assert.Equal(firstIndex == 0, SvmLightNumbering.IsZeroBased(actual.Featurization));
        Assert.Equal(expected.Features.SquaredNorm(6), actual.Features.SquaredNorm(6));
    }

    [Fact]
    public void ReadMapped_MoreEntriesThanArraysMayHold_AreRead()
    {
        byte[] text = Text(1);
        Assert.Throws<DataFormatException>(() => SvmLightReader.Read<float>(new MemoryStream(text), "text", new SvmLightOptions(), blockLength: 700, mostEntries: 5000));
        using SpilledEntries<float> spilled = new(_room.Path);
        Dataset data = SvmLightReader.Read(new MemoryStream(text), "text", new SvmLightOptions(), blockLength: 700, mostEntries: 5000, spilled);

        Assert.Equal(3000, data.ExampleCount);
        Assert.True(((SparseMatrix<float>)data.Features).RowOffsets[^1] > 5000);
    }

    [Fact]
    public void ReadMapped_ThenWritten_IsTheFileOfThePlainReaderAndLeavesNothingBehind()
    {
        string path = _folder.Write("data.svm", Text(0));
        DataFile.Write(_folder.File("plain.hinge"), SvmLightReader.Read<float>(path));
        DataFile.Write(_folder.File("mapped.hinge"), SvmLightReader.ReadMapped<float>(path, new SvmLightOptions(), _room.Path));

        Assert.Equal(File.ReadAllBytes(_folder.File("plain.hinge")), File.ReadAllBytes(_folder.File("mapped.hinge")));
        Assert.True(SvmLightNumbering.IsZeroBased(DataFile.Read(_folder.File("mapped.hinge")).Featurization));
        Assert.Empty(Directory.GetFileSystemEntries(_room.Path));
    }

    [Theory]
    [InlineData("1 1:2\n2 2:x\n", "data.svm:2")]
    [InlineData("", "no example")]
    [InlineData("1\n2\n", "only a label")]
    public void ReadMapped_BadText_IsRefusedAsByThePlainReaderAndLeavesNothingBehind(string text, string part)
    {
        string path = _folder.Write("data.svm", Encoding.UTF8.GetBytes(text));
        DataFormatException expected = Assert.Throws<DataFormatException>(() => SvmLightReader.Read<float>(path));
        DataFormatException actual = Assert.Throws<DataFormatException>(() => SvmLightReader.ReadMapped<float>(path, new SvmLightOptions(), _room.Path));

        Assert.Equal(expected.Message, actual.Message);
        Assert.Contains(part, actual.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_room.Path));
    }

    [Fact]
    public void ReadMapped_NoSuchFolder_SaysSo()
    {
        string path = _folder.Write("data.svm", Text(1));
        Assert.ThrowsAny<IOException>(() => SvmLightReader.ReadMapped<float>(path, new SvmLightOptions(), _folder.File("none")));
    }
}
