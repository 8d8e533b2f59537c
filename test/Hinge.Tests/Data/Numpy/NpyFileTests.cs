using CsCheck;
using Hinge.Data.Numpy;
using Hinge.Testing;

namespace Hinge.Tests.Data.Numpy;

/// <summary>Round trips, and files as NumPy writes them, built by hand.</summary>
public sealed class NpyFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(6)]
    [InlineData(2, 3)]
    [InlineData(1, 2, 3)]
    public void Write_ThenRead_GivesSameDoubles(params int[] shape)
    {
        string path = _folder.File("w.npy");
        double[] values = [0.1, -0.0, double.Epsilon, double.NaN, double.PositiveInfinity, 1e308];

        NpyFile.Write(path, values, shape);
        NpyArray array = NpyFile.Read(path);

        Assert.Equal(shape, array.Shape);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), array.ToDoubles().Select(BitConverter.DoubleToInt64Bits));
        Assert.False(array.IsFloat32);
        Assert.False(array.IsInteger);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(2, 3)]
    public void Write_ThenRead_GivesSameSingles(params int[] shape)
    {
        string path = _folder.File("w.npy");
        float[] values = [0.1f, -0.0f, float.Epsilon, float.NaN, float.NegativeInfinity, 1e38f];

        NpyFile.Write(path, values, shape);
        NpyArray array = NpyFile.Read(path);

        Assert.Equal(shape, array.Shape);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), array.ToSingles().Select(BitConverter.SingleToInt32Bits));
        Assert.True(array.IsFloat32);
    }

    [Fact]
    public void Write_Scalar_ReadsBackAsScalar()
    {
        string path = _folder.File("w.npy");
        double[] value = [2.5];

        NpyFile.Write(path, value);
        NpyArray array = NpyFile.Read(path);

        Assert.Empty(array.Shape);
        Assert.Equal([2.5], array.ToDoubles());
        Assert.Equal("()", array.ShapeText);
    }

    [Fact]
    public void Write_Pair_HasTheBytesOfNumPy()
    {
        // numpy.save of numpy.array([1.0, 2.0]): the data begins at byte 128.
        string path = _folder.File("w.npy");
        double[] values = [1, 2];

        NpyFile.Write(path, values, 2);

        Assert.Equal(NpyBytes.File(NpyBytes.Pair.PadRight(117), NpyBytes.Doubles(1, 2)), File.ReadAllBytes(path));
    }

    [Fact]
    public void Write_AnyShape_RoundTripsWithAlignedData() =>
        Gen.Int[0, 5].Array[0, 5].Sample(shape =>
        {
            using TemporaryFolder folder = new();
            string path = folder.File("w.npy");
            float[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(e => (float)e)];

            NpyFile.Write(path, values, shape);

            Assert.Equal(shape, NpyFile.Read(path).Shape);
            Assert.Equal(values, NpyFile.Read(path).ToSingles());
            Assert.Equal(0, (new FileInfo(path).Length - 4L * values.Length) % 64);
        }, iter: 100);

    [Fact]
    public void Write_MoreThanAChunk_RoundTrips()
    {
        string path = _folder.File("w.npy");
        double[] values = [.. Enumerable.Range(0, 20_001).Select(e => e * 0.1)];

        NpyFile.Write(path, values, 3, 6667);

        Assert.Equal(values, NpyFile.Read(path).ToDoubles());
        Assert.Equal(values, NpyFile.Read(_folder.Write("w.npy.gz", TemporaryFolder.Gzip(File.ReadAllBytes(path)))).ToDoubles());
    }

    [Fact]
    public void Write_ShapeOfAnotherSize_IsRefused() =>
        Assert.Throws<ArgumentException>(() => NpyFile.Write(_folder.File("w.npy"), new double[6], 2, 2));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_EveryVersion_GivesTheData(int version)
    {
        NpyArray array = Read(NpyBytes.File(NpyBytes.Pair, NpyBytes.Doubles(1.5, -2), version));

        Assert.Equal([2], array.Shape);
        Assert.Equal([1.5, -2], array.ToDoubles());
    }

    [Theory]
    [InlineData("{\"descr\":\"<f8\",\"fortran_order\":False,\"shape\":(2,)}")]
    [InlineData("{'shape': (2, ), 'fortran_order' : True, 'descr': '<f8'}")]
    [InlineData("  {'descr': '<f8', 'fortran_order': False, 'shape': (2), }       ")]
    public void Read_HeaderWrittenDifferently_GivesTheData(string header) =>
        Assert.Equal([1.0, 2], Read(NpyBytes.File(header, NpyBytes.Doubles(1, 2))).ToDoubles());

    [Fact]
    public void Read_FortranMatrix_IsConverted()
    {
        // [[1, 2, 3], [4, 5, 6]] column by column.
        NpyArray array = Read(NpyBytes.File(NpyBytes.Header("<f8", "(2, 3)", isFortranOrder: true), NpyBytes.Doubles(1, 4, 2, 5, 3, 6)));

        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], array.ToDoubles());
    }

    [Fact]
    public void Read_FortranOfThreeDimensions_IsConverted()
    {
        // Element [a, b, c] of shape (2, 3, 2) is 100a + 10b + c; the first index runs fastest.
        double[] fortran = new double[12], expected = new double[12];
        for (int a = 0; a < 2; a++)
            for (int b = 0; b < 3; b++)
                for (int c = 0; c < 2; c++)
                    fortran[a + 2 * b + 6 * c] = expected[6 * a + 2 * b + c] = 100 * a + 10 * b + c;

        Assert.Equal(expected, Read(NpyBytes.File(NpyBytes.Header("<f8", "(2, 3, 2)", isFortranOrder: true), NpyBytes.Doubles(fortran))).ToDoubles());
    }

    [Theory]
    [InlineData("|b1", new byte[] { 0, 1 }, 0, 1)]
    [InlineData("|u1", new byte[] { 255, 9 }, 255, 9)]
    [InlineData("|i1", new byte[] { 255, 9 }, -1, 9)]
    [InlineData("<u2", new byte[] { 255, 255, 9, 0 }, 65535, 9)]
    [InlineData("<i2", new byte[] { 255, 255, 9, 0 }, -1, 9)]
    [InlineData("<u4", new byte[] { 255, 255, 255, 255, 9, 0, 0, 0 }, 4294967295, 9)]
    public void Read_NarrowIntegers_AreIntegers(string descriptor, byte[] bytes, long first, long second)
    {
        NpyArray array = Read(NpyBytes.File(NpyBytes.Header(descriptor, "(2,)"), bytes));
        Assert.True(array.IsInteger);
        Assert.Equal([first, second], array.ToIntegers());
        Assert.Equal([(double)first, second], array.ToDoubles());
    }

    [Fact]
    public void ToIntegers_WholeFloats_AreThese() =>
        Assert.Equal([3L, -2], Read(NpyBytes.File(NpyBytes.Header("<f8", "(2,)"), NpyBytes.Doubles(3, -2))).ToIntegers());

    [Fact]
    public void Read_Integers_AreIntegers()
    {
        NpyArray small = Read(NpyBytes.File(NpyBytes.Header("<i4", "(2,)"), [255, 255, 255, 255, 2, 0, 0, 0]));
        NpyArray large = Read(NpyBytes.File(NpyBytes.Header("<i8", "(1,)"), [0, 0, 0, 0, 1, 0, 0, 0]));

        Assert.Equal([-1L, 2], small.ToIntegers());
        Assert.Equal([-1.0, 2], small.ToDoubles());
        Assert.Equal([-1f, 2], small.ToSingles());
        Assert.Equal([1L << 32], large.ToIntegers());
        Assert.True(small.IsInteger && large.IsInteger);
    }

    [Fact]
    public void Read_Singles_WidenExactly() =>
        Assert.Equal([(double)0.1f], Read(NpyBytes.File(NpyBytes.Header("<f4", "(1,)"), NpyBytes.Singles(0.1f))).ToDoubles());

    [Theory]
    [InlineData("(0,)")]
    [InlineData("(0, 5)")]
    public void Read_EmptyArray_HasNoElements(string shape)
    {
        NpyArray array = Read(NpyBytes.File(NpyBytes.Header("<f4", shape), []));

        Assert.Empty(array.ToSingles());
        Assert.Equal(shape, array.ShapeText);
    }

    private NpyArray Read(byte[] bytes) => NpyFile.Read(_folder.Write("x.npy", bytes));
}
