using System.Text;
using CsCheck;
using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Models;
using Hinge.Testing;
using Hinge.Tests.Models;

namespace Hinge.Tests.Data.Binary;

/// <summary>Damaged and hostile data files are refused, and take no more memory than a small multiple of the file.</summary>
public sealed class DataFileDamageTests : IDisposable
{
    private const int N = 20, D = 5, K = 3;

    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _sparse, _dense;

    public DataFileDamageTests()
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 1, density: 0.6);
        string path = _folder.File("whole.hinge");
        DataFile.Write(path, Storage.SparseFloat(x, y, D, K));
        _sparse = File.ReadAllBytes(path);
        DataFile.Write(path, Storage.Dense(x, y, D, K));
        _dense = File.ReadAllBytes(path);
    }

    public void Dispose() => _folder.Dispose();

    private void Refused(byte[] bytes, params string[] fragments)
    {
        string path = _folder.Write("bad.hinge", bytes);
        foreach (long mappedLength in bytes.Length == 0 ? new[] { long.MaxValue } : [0, long.MaxValue])
            BadInput.Survives(() => BadInput.Refused(path, null, () => DataFile.Read(path, mappedLength, threads: 1), fragments), bytes: (2 << 20) + 20 * bytes.Length);
    }

    private void Survives(byte[] bytes)
    {
        // One file a thread: samples run side by side. Files are read here, since a mapping lasts until the process ends.
        string path = _folder.Write(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Environment.CurrentManagedThreadId}.hinge"), bytes);
        BadInput.Survives(() => DataFile.Read(path, long.MaxValue, threads: 1), (2 << 20) + 20 * bytes.Length);
    }

    [Fact]
    public void Resealed_Unchanged_IsTheFile()
    {
        Assert.Equal(_sparse, new DataFileBytes(_sparse).Resealed());
        Assert.Equal(_dense, new DataFileBytes(_dense).Resealed());
    }

    [Fact]
    public void Read_AnyBitFlipped_IsRefused()
    {
        foreach (byte[] whole in new[] { _sparse, _dense })
        {
            for (int at = 0; at < whole.Length; at++)
            {
                byte[] bytes = [.. whole];
                bytes[at] ^= (byte)(1 << (at % 8));
                string path = _folder.Write("flipped.hinge", bytes);
                Assert.Throws<DataFormatException>(() => DataFile.Read(path, long.MaxValue, threads: 1));
            }
        }
    }

    [Fact]
    public void Read_CutOrLengthened_IsRefused()
    {
        foreach (byte[] whole in new[] { _sparse, _dense })
        {
            for (int length = 0; length < whole.Length; length += 7) Refused(whole[..length]);
            Refused([.. whole, 0], "bytes");
        }
    }

    [Fact]
    public void Read_OtherFiles_SaysWhatTheyAre()
    {
        Refused("1 1:2\n"u8.ToArray(), "no Hinge data file", "hinge convert");
        string path = _folder.File("model.hinge");
        HandMade.Train().Model.Save(path);
        Refused(File.ReadAllBytes(path), "this is a model, not data");
        string data = _folder.Write("data.hinge", _sparse);
        BadInput.Refused(data, null, () => LinearModel.Load(data), "this is a data file, not a model");
    }

    [Fact]
    public void Read_OtherVersion_IsRefused() => Refused(new DataFileBytes(_sparse).SetInt(8, 2).Resealed(), "format version must be 1; got 2");

    public static TheoryData<int, long> Counts => new()
    {
        { 0, 0 }, { 0, -1 }, { 0, long.MaxValue }, { 0, int.MaxValue }, { 0, N + 1 }, { 0, N - 1 },
        { 1, 0 }, { 1, -1 }, { 1, 1L << 40 }, { 1, D - 1 },
        { 2, -1 }, { 2, 1L << 61 }, { 2, long.MaxValue }, { 2, 7 },
        { 3, -1 }, { 3, 1 }, { 3, long.MaxValue },
        { 4, -1 }, { 4, 0 }, { 4, 1 }, { 4, long.MaxValue }, { 4, int.MaxValue },
        { 5, 1 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Read_WrongCountUnderARightChecksum_IsRefused(int index, long value)
    {
        foreach (byte[] whole in new[] { _sparse, _dense }) Refused(new DataFileBytes(whole).SetCount(index, value).Resealed(), "damaged");
    }

    [Fact]
    public void Read_BrokenRowsUnderRightChecksums_AreRefused()
    {
        DataFileBytes parts = new(_sparse);
        Refused(new DataFileBytes(_sparse).SetInt(DataFileBytes.Columns, D).Resealed(), "columns must increase");
        Refused(new DataFileBytes(_sparse).SetInt(DataFileBytes.Columns, -1).Resealed(), "columns must increase");
        Refused(new DataFileBytes(_sparse).SetInt(DataFileBytes.Columns, int.MinValue).Resealed(), "columns must increase");
        Refused(new DataFileBytes(_sparse).SetInt(parts.Values, BitConverter.SingleToInt32Bits(float.NaN)).Resealed(), "values must be finite");
        Refused(new DataFileBytes(_sparse).SetInt(parts.Values, BitConverter.SingleToInt32Bits(0)).Resealed(), "nonzeros");
        Refused(new DataFileBytes(_sparse).SetLong(parts.RowOffsets, 1).Resealed(), "rows must begin");
        Refused(new DataFileBytes(_sparse).SetLong(parts.RowOffsets + 8, -1).Resealed(), "rows must begin");
        Refused(new DataFileBytes(_sparse).SetLong(parts.RowOffsets + 8, long.MaxValue).Resealed(), "rows must begin");
        Refused(new DataFileBytes(_sparse).SetLong(parts.RowOffsets + 8 * N, parts.E - 1).Resealed(), "rows");
        Refused(new DataFileBytes(_dense).SetLong(new DataFileBytes(_dense).Values, BitConverter.DoubleToInt64Bits(double.PositiveInfinity)).Resealed(), "values must be finite");
    }

    [Fact]
    public void Read_BrokenLabelsUnderARightChecksum_AreRefused()
    {
        foreach (int label in new[] { K, -1, int.MaxValue })
            Refused(new DataFileBytes(_dense).SetInt(new DataFileBytes(_dense).Labels, label).Resealed(), "labels must be in [0, 3)");
    }

    [Theory]
    [InlineData("\"0\",\"1\",\"2\"", "\"0\",\"1\",\"1\"")]
    [InlineData("\"0\",\"1\",\"2\"", "null,\"1\",\"\"")]
    [InlineData("\"0\",\"1\",\"2\"", "\"0\",\"1\"    ")]
    [InlineData("classNames", "classNamez")]
    [InlineData("{\"class", "[\"class")]
    public void Read_BrokenMetadataUnderARightChecksum_IsRefused(string old, string @new)
    {
        // As long as what they replace, so that the sections stay where they are; the rest is filled with blanks.
        DataFileBytes parts = new(_dense);
        byte[] from = Encoding.UTF8.GetBytes(old), to = Encoding.UTF8.GetBytes(@new.PadRight(old.Length));
        Assert.Equal(from.Length, to.Length);
        int at = parts.File.AsSpan(parts.Metadata).IndexOf(from) + parts.Metadata;
        Assert.True(at >= parts.Metadata);
        to.CopyTo(parts.File.AsSpan(at));
        Refused(parts.Resealed());
    }

    [Fact]
    public void Read_RandomBytes_OnlyDataFormatException() =>
        MutatedBytes.Random(longest: 400).Select(tail => (byte[])[.. "HINGEDAT"u8, 1, 0, 0, 0, .. tail]).Sample(Survives, iter: 1000);

    [Fact]
    public void Read_MutatedFile_OnlyDataFormatException() => MutatedBytes.Of(_sparse, "\0\u0001{}\",:").Sample(Survives, iter: 2000);

    [Fact]
    public void Read_MutatedFileUnderRightChecksums_OnlyDataFormatException()
    {
        foreach (byte[] whole in new[] { _sparse, _dense })
            MutatedBytes.Of(whole, "\0\u0001{}\",:").Where(bytes => bytes.Length == whole.Length).Select(bytes => new DataFileBytes(bytes).Resealed()).Sample(Survives, iter: 2000);
    }
}
