using Hinge.Kernels.Vectorized;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>What <see cref="DenseRow"/> and <see cref="SparseRow"/> promise beside their sums.</summary>
public class RowContractTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(37)]
    [InlineData(256)]
    public void DenseScores_ClassesLeftOut_KeepTheBitsOfTheOthers(int d)
    {
        const int MostClasses = 20;
        double[] x = Blobs.Normals(d, seed: d), w = Blobs.Normals(d * MostClasses, seed: d + 1), all = new double[MostClasses];
        DenseVectorized.Scores<double>(x, w, all);
        for (int k = 1; k < MostClasses; k++)
        {
            for (int first = 0; first + k <= MostClasses; first++)
            {
                double[] some = new double[k];
                DenseVectorized.Scores<double>(x, w.AsSpan(first * d, k * d), some);
                MatrixAssert.SameBits(all.AsSpan(first, k), some, 1, $"scores of classes {first} to {first + k - 1} of {MostClasses}");
            }
        }
    }

    [Fact]
    public void SparseScores_OtherClassCount_KeepsTheBitsOfEachClass()
    {
        const int D = 50;
        int[] columns = [.. Enumerable.Range(0, 33)];
        float[] values = [.. Blobs.Normals(33, seed: 1).Select(v => (float)v)];
        double[] wide = Blobs.Normals(D * 40, seed: 2), all = new double[40];
        SparseVectorized.Scores<float>(columns, values, wide, all);
        foreach (int stride in (int[])[8, 16, 24, 32])
        {
            double[] narrow = new double[D * stride], some = new double[stride];
            for (int f = 0; f < D; f++) wide.AsSpan(f * 40, stride).CopyTo(narrow.AsSpan(f * stride));
            SparseVectorized.Scores<float>(columns, values, narrow, some);
            MatrixAssert.SameBits(all.AsSpan(0, stride), some, 1, $"scores at stride {stride}");
        }
    }

    [Fact]
    public void DenseScores_OtherAddresses_SameBits()
    {
        const int D = 67, K = 5;
        double[] x = Blobs.Normals(D, seed: 3), w = Blobs.Normals(D * K, seed: 4), expected = new double[K];
        DenseVectorized.Scores<double>(x, w, expected);
        for (int shift = 1; shift < 8; shift++)
        {
            double[] moved = new double[D + shift], movedWeights = new double[D * K + shift], s = new double[K + shift];
            x.CopyTo(moved, shift);
            w.CopyTo(movedWeights, shift);
            DenseVectorized.Scores<double>(moved.AsSpan(shift), movedWeights.AsSpan(shift), s.AsSpan(shift));
            MatrixAssert.SameBits(expected, s.AsSpan(shift), 1, $"scores shifted by {shift}");
        }
    }

    [Theory]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, double.NegativeInfinity)]
    public void Scores_NonfiniteFeature_SpreadsToEveryClass(double value, double expected)
    {
        for (int at = 0; at < 19; at++)
        {
            double[] x = new double[19], w = new double[19 * 5], dense = new double[5], padded = new double[19 * 8], sparse = new double[8];
            x[at] = value;
            Array.Fill(w, 1);
            Array.Fill(padded, 1);
            DenseRow.Scores<double>(x, w, dense);
            SparseRow.Scores<double>([.. Enumerable.Range(0, 19)], x, padded, sparse);
            Assert.All(dense, s => Assert.Equal(expected, s));
            Assert.All(sparse, s => Assert.Equal(expected, s));
        }
    }

    [Fact]
    public void Scores_ZeroTimesInfinity_IsNaN()
    {
        double[] scores = new double[1];
        DenseRow.Scores<double>([0, 1], [double.PositiveInfinity, 1], scores);
        Assert.Equal(double.NaN, scores[0]);
    }

    [Fact]
    public void AddOuterProduct_ZeroCoefficient_LeavesTheClassAloneEvenBesideNaN()
    {
        double[] w = [1, 2, 3, 4];
        DenseRow.AddOuterProduct<double>([double.NaN, 1], [0, 1], w);
        MatrixAssert.SameBits([1, 2, double.NaN, 5], w, 2);
    }

    [Fact]
    public void DenseRow_WrongShapes_Throw()
    {
        Assert.Throws<ArgumentException>(() => DenseRow.Scores<double>(new double[3], new double[5], new double[2]));
        Assert.Throws<ArgumentException>(() => DenseRow.Scores<float>(new float[3], new double[7], new double[2]));
        Assert.Throws<ArgumentException>(() => DenseRow.AddOuterProduct<double>(new double[3], new double[2], new double[5]));
        Assert.Throws<ArgumentException>(() => DenseRow.AddOuterProduct<float>(new float[3], new double[2], []));
    }

    [Fact]
    public void SparseRow_WrongShapes_Throw()
    {
        Assert.Throws<ArgumentException>(() => SparseRow.Scores<double>([0, 1], new double[1], new double[16], new double[8]));
        Assert.Throws<ArgumentException>(() => SparseRow.Scores<double>([0], new double[1], new double[16], new double[7]));
        Assert.Throws<ArgumentException>(() => SparseRow.Scores<double>([0], new double[1], new double[15], new double[8]));
        Assert.Throws<ArgumentException>(() => SparseRow.Scores<double>([0], new double[1], new double[16], []));
        Assert.Throws<ArgumentException>(() => SparseRow.AddOuterProduct<float>([0], new float[2], new double[8], new double[8]));
        Assert.Throws<ArgumentException>(() => SparseRow.AddOuterProduct<float>([0], new float[1], new double[3], new double[8]));
    }

    [Fact]
    public void Kernels_ElementNeitherFloatNorDouble_Throw() =>
        Assert.Throws<NotSupportedException>(() => DenseRow.Scores<int>(new int[3], new double[3], new double[1]));

    [Theory]
    [InlineData(1, 8)]
    [InlineData(8, 8)]
    [InlineData(9, 16)]
    [InlineData(1000, 1000)]
    [InlineData(1001, 1008)]
    public void Stride_ClassCount_IsRoundedUpToEight(int classCount, int stride) => Assert.Equal(stride, SparseRow.Stride(classCount));
}
