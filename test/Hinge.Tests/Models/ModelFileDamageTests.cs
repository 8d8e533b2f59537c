using Hinge.Models;
using Hinge.Testing;

namespace Hinge.Tests.Models;

/// <summary>Damaged and hostile model files are refused, and take no more memory than the file.</summary>
public sealed class ModelFileDamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _whole;

    public ModelFileDamageTests()
    {
        string path = _folder.File("whole.hinge");
        HandMade.Train().Model.Save(path);
        _whole = File.ReadAllBytes(path);
    }

    public void Dispose() => _folder.Dispose();

    private void Refused(byte[] bytes, params string[] fragments)
    {
        string path = _folder.Write("bad.hinge", bytes);
        BadInput.Survives(() => BadInput.Refused(path, null, () => LinearModel.Load(path), fragments), bytes: (2 << 20) + 20 * bytes.Length);
    }

    private HingeFileBytes Parts() => new(_whole);

    [Fact]
    public void Load_PartsPutTogetherUnchanged_IsTheModel()
    {
        string path = _folder.Write("good.hinge", Parts().ToArray());

        Assert.Equal(_whole, File.ReadAllBytes(path));
        Assert.Equal(3, LinearModel.Load(path).ClassCount);
    }

    [Fact]
    public void Load_AnyBitFlipped_IsRefused()
    {
        for (int at = 0; at < _whole.Length; at++)
        {
            byte[] damaged = [.. _whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            Refused(damaged);
        }
    }

    [Fact]
    public void Load_CutAtEveryByte_IsRefused()
    {
        for (int length = 0; length < _whole.Length; length++)
            Refused(_whole[..length]);
    }

    [Fact]
    public void Load_BytesAppended_IsRefused() =>
        Refused([.. _whole, 0], "damaged", "header promises");

    [Fact]
    public void Load_NoHingeFile_SaysSo()
    {
        Refused("1 1:0.5\n2 1:1\n"u8.ToArray(), "no Hinge model file", "hinge train");
        Refused([], "no Hinge model file");
        Refused("HINGEMO"u8.ToArray(), "no Hinge model file");
        HingeFileBytes duals = Parts();
        duals.Magic = "HINGEDUA"u8.ToArray();
        Refused(duals.ToArray(), "this is a file of dual variables, not a model file");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(-1)]
    public void Load_OtherFormatVersion_SaysWhatToDo(int version)
    {
        HingeFileBytes parts = Parts();
        parts.Version = version;

        Refused(parts.ToArray(), $"format version must be 1; got {version}", "version of Hinge that wrote it");
    }

    [Theory]
    [InlineData(int.MaxValue, null)]
    [InlineData(int.MinValue, null)]
    [InlineData(-1, null)]
    [InlineData(0, null)]
    [InlineData(null, long.MaxValue)]
    [InlineData(null, long.MinValue)]
    [InlineData(null, -1L)]
    [InlineData(null, 1L << 40)]
    [InlineData(int.MaxValue, long.MaxValue)]
    [InlineData(-1, long.MaxValue)]
    public void Load_LengthsThatLie_AreRefused(int? metadataLength, long? payloadLength)
    {
        HingeFileBytes parts = Parts();
        parts.MetadataLength = metadataLength;
        parts.PayloadLength = payloadLength;

        Refused(parts.ToArray(), "damaged", "header promises");
    }

    [Fact]
    public void Load_LengthsShiftedAgainstEachOther_AreRefused()
    {
        foreach (int shift in new[] { -48, -8, -1, 1, 8, 48 })
        {
            HingeFileBytes parts = Parts();
            parts.MetadataLength = parts.Metadata.Length + shift;
            parts.PayloadLength = parts.Payload.Length - shift;

            Refused(parts.ToArray(), "damaged");
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("3")]
    [InlineData("{\"featureCount\":2")]
    [InlineData("no JSON")]
    public void Load_MetadataOfAnotherForm_IsRefused(string json)
    {
        HingeFileBytes parts = Parts();
        parts.Metadata = System.Text.Encoding.UTF8.GetBytes(json);

        Refused(parts.ToArray(), "damaged");
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public void Load_MetadataNestedDeeply_IsRefused(int depth)
    {
        string deep = new string('[', depth) + new string(']', depth);

        Refused(Parts().Set("classNames", deep).ToArray(), "damaged");
        Refused(Parts().Set("unknown", deep).ToArray(), "damaged");
    }

    [Fact]
    public void Load_MetadataOfInvalidUtf8_IsRefused()
    {
        HingeFileBytes parts = Parts();
        int at = parts.Metadata.AsSpan().IndexOf("cat"u8);
        parts.Metadata[at] = 0xFF;

        Refused(parts.ToArray(), "damaged");
        Refused(Parts().Replace("\"cat\"", "\"\\ud800\"").ToArray(), "damaged");
    }

    [Fact]
    public void Load_MissingFileOrFolder_IsRefused()
    {
        string missing = _folder.File("none.hinge");

        BadInput.Refused(missing, null, () => LinearModel.Load(missing), "no such file", "Check the path");
        BadInput.Refused(_folder.Path, null, () => LinearModel.Load(_folder.Path), "folder", "Name a file");
    }

    [Fact]
    public void Load_Device_IsRefused()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "there is no /dev/null");

        BadInput.Refused("/dev/null", null, () => LinearModel.Load("/dev/null"), "no Hinge model file");
    }
}
