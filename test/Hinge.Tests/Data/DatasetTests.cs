using Hinge.Data;
using Hinge.Testing;

namespace Hinge.Tests.Data;

public class DatasetTests
{
    [Theory]
    [InlineData(10, 0.3, 3)]
    [InlineData(11, 0.5, 6)]
    [InlineData(1000, 0.001, 1)]
    public void Split_AnyShare_IsDisjointCompleteAndInOrder(int n, double share, int testCount)
    {
        // Each row holds its own number, so that the parts tell which rows they got.
        Dataset data = Storage.Dense([.. Enumerable.Range(1, n).Select(i => (double)i)], [.. Enumerable.Range(0, n).Select(i => i % 3)], 1, 3);
        (Dataset train, Dataset test) = data.Split(share, seed: 7);
        int[] trainRows = Rows(train), testRows = Rows(test);
        Assert.Equal(testCount, test.ExampleCount);
        Assert.Equal(Enumerable.Range(1, n), trainRows.Concat(testRows).Order());
        Assert.Equal(trainRows.Order(), trainRows);
        Assert.Equal(testRows.Order(), testRows);
        Assert.All(Enumerable.Range(0, test.ExampleCount), r => Assert.Equal((testRows[r] - 1) % 3, test.Labels[r]));
        Assert.Equal(3, test.Labels.ClassCount);
    }

    [Fact]
    public void Split_SameSeed_SameParts_OtherSeed_OtherParts()
    {
        Dataset data = Storage.Sparse([.. Enumerable.Range(1, 100).Select(i => (double)i)], new int[100], 1, 2);
        Assert.Equal(Rows(data.Split(0.2, 1).Test), Rows(data.Split(0.2, 1).Test));
        Assert.NotEqual(Rows(data.Split(0.2, 1).Test), Rows(data.Split(0.2, 2).Test));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(0.01)]
    [InlineData(0.99)]
    public void Split_ShareThatLeavesAPartEmpty_Throws(double share) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Blobs.Dense(10, 2, 2, seed: 1).Split(share, 1));

    [Fact]
    public void Constructor_LengthsThatDoNotFit_Throw()
    {
        DenseMatrix<double> features = new(2, 2, new double[4]);
        Assert.Throws<ArgumentException>(() => new Dataset(features, new Labels([0], 2)));
        Assert.Throws<ArgumentException>(() => new Dataset(features, new Labels([0, 1], 2), ["only one"]));
    }

    private static int[] Rows(Dataset data)
    {
        double[] row = new double[1];
        return [.. Enumerable.Range(0, data.ExampleCount).Select(i =>
        {
            data.Features.CopyRow(i, row);
            return (int)row[0];
        })];
    }
}
