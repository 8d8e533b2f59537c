using System.Buffers.Binary;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>Duals read back as written; damaged and hostile files of duals are refused.</summary>
public sealed class DualFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DualVariables _duals = new(4, 3);
    private readonly string _path;
    private readonly byte[] _whole;

    public DualFileTests()
    {
        _duals.SetRow(1, [0.1, -0.3, 0.2]);
        _duals.SetRow(3, [0, double.Epsilon, -1e300]);
        _path = _folder.File("duals");
        DualFile.Write(_path, _duals, "abc");
        _whole = File.ReadAllBytes(_path);
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertSame(DualVariables expected, DualVariables actual)
    {
        Assert.Equal((expected.ExampleCount, expected.ClassCount), (actual.ExampleCount, actual.ClassCount));
        for (int i = 0; i < expected.ExampleCount; i++)
            Assert.Equal(expected[i].ToArray(), actual[i].ToArray());
    }

    private void Refused(byte[] bytes, params string[] fragments)
    {
        string path = _folder.Write("bad", bytes);
        BadInput.Survives(() => BadInput.Refused(path, null, () => DualFile.Read(path, 4, 3), fragments), bytes: 2 << 20);
    }

    /// <summary>A payload of int32 and, behind each class, a float64.</summary>
    private static byte[] Rows(params (int Example, int Count, (int Class, double Value)[] Entries)[] rows)
    {
        using MemoryStream payload = new();
        byte[] bytes = new byte[8];
        foreach ((int example, int count, (int, double)[] entries) in rows)
        {
            Write(example);
            Write(count);
            foreach ((int @class, double value) in entries)
            {
                Write(@class);
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
                payload.Write(bytes);
            }
        }
        return payload.ToArray();

        void Write(int value)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
            payload.Write(bytes, 0, 4);
        }
    }

    private byte[] WithRows(params (int Example, int Count, (int Class, double Value)[] Entries)[] rows) =>
        new HingeFileBytes(_whole) { Payload = Rows(rows) }.ToArray();

    [Fact]
    public void Read_AfterWrite_GivesTheSameDuals()
    {
        (DualVariables duals, string fingerprint) = DualFile.Read(_path, 4, 3);

        AssertSame(_duals, duals);
        Assert.Equal("abc", fingerprint);
    }

    [Fact]
    public void Read_DualsOfATraining_VerifiesItsCertificate()
    {
        TrainingResult result = HandMade.Train();
        DualFile.Write(_path, result.Duals, result.Certificate.Fingerprint);

        (DualVariables duals, string fingerprint) = DualFile.Read(_path, 9, 3);

        AssertSame(result.Duals, duals);
        Assert.Equal(result.Certificate.Fingerprint, fingerprint);
        Assert.True(Verification.Of(result.Model, HandMade.Data(), duals).Verified);
    }

    [Fact]
    public void Write_AllZero_HasNoPayload()
    {
        DualFile.Write(_path, new DualVariables(4, 3), "abc");

        Assert.Empty(new HingeFileBytes(File.ReadAllBytes(_path)).Payload);
        AssertSame(new DualVariables(4, 3), DualFile.Read(_path, 4, 3).Duals);
    }

    [Fact]
    public void Write_KnownDuals_HasTheDocumentedPayload() =>
        Assert.Equal(Rows((1, 3, [(0, 0.1), (1, -0.3), (2, 0.2)]), (3, 2, [(1, double.Epsilon), (2, -1e300)])), new HingeFileBytes(_whole).Payload);

    [Fact]
    public void Read_AnyBitFlippedOrBytesCut_IsRefused()
    {
        for (int at = 0; at < _whole.Length; at++)
        {
            byte[] damaged = [.. _whole];
            damaged[at] ^= (byte)(1 << (at % 8));
            Refused(damaged);
            Refused(_whole[..at]);
        }
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(4, 2)]
    [InlineData(3, 4)]
    public void Read_DualsOfAnotherShape_GivesBothShapes(int exampleCount, int classCount) =>
        BadInput.Refused(_path, null, () => DualFile.Read(_path, exampleCount, classCount), $"must be {exampleCount}×{classCount}; got 4×3", "of this model and data");

    [Fact]
    public void Read_OtherFiles_SaysWhatIsWanted()
    {
        Refused("not at all"u8.ToArray(), "no Hinge duals file");
        Refused(new HingeFileBytes(_whole) { Magic = "HINGEMOD"u8.ToArray() }.ToArray(), "this is a model, not a duals file");
        Refused(new HingeFileBytes(_whole) { Version = 2 }.ToArray(), "format version must be 1; got 2");
        BadInput.Refused(_folder.Path, null, () => DualFile.Read(_folder.Path, 4, 3), "folder");
        string missing = _folder.File("none");
        BadInput.Refused(missing, null, () => DualFile.Read(missing, 4, 3), "no such file");
    }

    [Theory]
    [InlineData("exampleCount", "-4")]
    [InlineData("exampleCount", "2147483647")]
    [InlineData("exampleCount", "\"4\"")]
    [InlineData("classCount", "null")]
    [InlineData("classCount", null)]
    [InlineData("fingerprint", "null")]
    [InlineData("fingerprint", "7")]
    [InlineData("fingerprint", null)]
    public void Read_MetadataOfAnotherForm_IsRefused(string property, string? json) =>
        Refused(new HingeFileBytes(_whole).Set(property, json).ToArray());

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[[[[")]
    public void Read_NoMetadata_IsRefused(string json) =>
        Refused(new HingeFileBytes(_whole) { Metadata = System.Text.Encoding.UTF8.GetBytes(json) }.ToArray(), "damaged");

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(4, 1)]
    [InlineData(int.MinValue, 1)]
    [InlineData(int.MaxValue, 1)]
    [InlineData(1, 0)]
    [InlineData(1, -1)]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(1, int.MaxValue)]
    [InlineData(1, int.MinValue)]
    public void Read_RowOrCountOutOfRange_IsRefused(int example, int count) =>
        Refused(WithRows((example, count, [(0, 1)])), "damaged");

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 1)]
    [InlineData(int.MinValue, 1)]
    [InlineData(0, double.NaN)]
    [InlineData(0, double.PositiveInfinity)]
    public void Read_EntryOutOfRange_IsRefused(int @class, double value) =>
        Refused(WithRows((1, 1, [(@class, value)])), "damaged");

    [Fact]
    public void Read_RowsOrEntriesOutOfOrder_AreRefused()
    {
        Refused(WithRows((2, 1, [(0, 1)]), (1, 1, [(0, 1)])), "damaged");
        Refused(WithRows((2, 1, [(0, 1)]), (2, 1, [(1, 1)])), "damaged");
        Refused(WithRows((2, 2, [(1, 1), (0, 1)])), "damaged");
        Refused(WithRows((2, 2, [(1, 1), (1, 2)])), "damaged");
        Refused(WithRows((2, 2, [(0, 1), (1, 0)])), "damaged");
    }

    [Fact]
    public void Read_PayloadCutWithinARow_IsRefused()
    {
        byte[] rows = Rows((1, 2, [(0, 1), (1, 2)]));
        for (int length = 1; length < rows.Length; length++)
            Refused(new HingeFileBytes(_whole) { Payload = rows[..length] }.ToArray(), "damaged");
    }
}
