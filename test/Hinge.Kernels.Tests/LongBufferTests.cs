using System.Runtime.InteropServices;
using Hinge.Kernels.Coordinates;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>Buffers over arrays and mapped files hold the same numbers, beyond 2³¹ of them too.</summary>
public sealed class LongBufferTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private MappedFile Map(params float[] numbers)
    {
        using FileStream file = File.OpenRead(_folder.Write("numbers", MemoryMarshal.AsBytes<float>(numbers).ToArray()));
        return new MappedFile(file);
    }

    [Fact]
    public void Slice_ArrayAndMappedFile_AreTheSameNumbers()
    {
        float[] numbers = [.. Enumerable.Range(0, 5000).Select(e => e / 3f)];
        LongBuffer<float> array = new(numbers), mapped = Map(numbers).Numbers<float>(0, numbers.Length);

        Assert.False(array.IsMapped);
        Assert.True(mapped.IsMapped);
        foreach (LongBuffer<float> buffer in new[] { array, mapped })
        {
            Assert.Equal(5000, buffer.Length);
            Assert.Equal(20_000, buffer.ByteLength);
            Assert.Equal(numbers, buffer.Whole.ToArray());
            Assert.Equal(numbers[1500..1523], buffer.Slice(1500, 23).ToArray());
            Assert.Equal(numbers[4999], buffer[4999]);
            Assert.Equal(MemoryMarshal.AsBytes(numbers.AsSpan(7, 2)).ToArray(), buffer.Bytes(7, 2).ToArray());
            buffer.ReadAhead(-5, 1 << 20);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 4)]
    [InlineData(3, 1)]
    [InlineData(4, 0)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    [InlineData(1L << 33, 0)]
    [InlineData(-(1L << 32), 1)]
    public void Slice_OutsideTheBuffer_Throws(long start, int length)
    {
        foreach (LongBuffer<float> buffer in new[] { new LongBuffer<float>([1, 2, 3]), Map(1, 2, 3).Numbers<float>(0, 3) })
            Assert.ThrowsAny<ArgumentOutOfRangeException>(() => _ = buffer.Slice(start, length).Length);
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 3)]
    [InlineData(2, 1)]
    [InlineData(-4, 1)]
    [InlineData(16, 0)]
    [InlineData(0, -1)]
    [InlineData(8, long.MaxValue)]
    public void Numbers_OutsideTheFileOrAcrossNumbers_Throws(long offset, long count)
    {
        MappedFile file = Map(1, 2, 3);
        Assert.ThrowsAny<ArgumentOutOfRangeException>(() => file.Numbers<float>(offset, count));
    }

    [Fact]
    public void Numbers_AfterTheFileIsCollected_AreStillThere()
    {
        LongBuffer<float> buffer = MapAndForget();
        for (int collection = 0; collection < 3; collection++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal([1f, 2f, 3f], buffer.Whole.ToArray());

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        LongBuffer<float> MapAndForget() => Map(1, 2, 3).Numbers<float>(0, 3);
    }

    [Fact]
    public void Rows_BeyondTwoToThe31Numbers_AreFoundWhereTheyLie()
    {
        // A file with a hole: only its last row takes room on the disk.
        const int D = 1 << 20, N = 2100, K = 2;
        string path = _folder.File("large");
        using (FileStream file = File.Create(path))
        {
            file.SetLength(4L * N * D);
            file.Position = 4L * (N - 1) * D;
            file.Write(MemoryMarshal.AsBytes<float>([3, 0, 5]));
        }
        using FileStream whole = File.OpenRead(path);
        LongBuffer<float> x = new MappedFile(whole).Numbers<float>(0, (long)N * D);
        Assert.True(x.Length > int.MaxValue);
        using DenseCoordinateRows<float, double> dense = new(x, N, D, K);
        using DenseCoordinateRows<float, double> other = new(new LongBuffer<float>([3, 0, 5, .. new float[D - 3]]), 1, D, K);
        double[] c = new double[dense.ScoreLength], scores = new double[dense.ScoreLength], expected = new double[dense.ScoreLength];
        (c[0], c[1]) = (1, -2);

        dense.Add(N - 1, c);
        dense.Scores(N - 1, scores);
        other.Add(0, c);
        other.Scores(0, expected);

        Assert.Equal(34, scores[0]);
        Assert.Equal(-68, scores[1]);
        Assert.Equal(expected, scores);
        Assert.Throws<OverflowException>(() => _ = x.Whole.Length);
    }

    [Fact]
    public void Add_KnownText_IsItsCrc32C()
    {
        // RFC 3720, appendix B.4, and the check value of the Rocksoft model.
        Assert.Equal(0xE3069283, BlockChecksum.End(BlockChecksum.Add(BlockChecksum.Start, "123456789"u8)));
        Assert.Equal(0x8A9136AAu, BlockChecksum.End(BlockChecksum.Add(BlockChecksum.Start, new byte[32])));
        Assert.Equal(0x46DD794Eu, BlockChecksum.End(BlockChecksum.Add(BlockChecksum.Start, new LongBuffer<byte>([.. Enumerable.Range(0, 32).Select(b => (byte)b)]), 0, 32)));
    }
}
