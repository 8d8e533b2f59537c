using CsCheck;
using Hinge.Data;
using Hinge.Testing;

namespace Hinge.Tests.Data;

/// <summary>Splits by row hash: complete, stable whatever the order of the rows, and equal rows together.</summary>
public class DatasetSplitTests
{
    /// <summary>Rows of two columns with few different numbers, so that some are equal.</summary>
    private static readonly Gen<(int[] Rows, int[] Labels, int Seed, double Share)> Problems =
        from n in Gen.Int[2, 60]
        from rows in Gen.Int[0, 30].Array[n]
        from labels in Gen.Int[0, 2].Array[n]
        from seed in Gen.Int
        from share in Gen.Double[0.1, 0.9]
        select (rows, labels, seed, share);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Split_AnyRows_IsCompleteInOrderAndTheSameForEveryOrder(bool stratify) => Problems.Sample(problem =>
    {
        (int[] rows, int[] labels, int seed, double share) = problem;
        if (Test(rows, labels, share, seed, stratify) is not { } test) return;
        int[] train = Content(Of(rows, labels).Split(share, seed, stratify).Train);
        int[] all = [.. rows.Zip(labels, (row, y) => 3 * row + y)];
        Assert.Equal(all.Order(), train.Concat(test).Order());
        Assert.True(IsPartInOrder(train, all) && IsPartInOrder(test, all), "each part must be in the original order");

        int[] order = [.. Enumerable.Range(0, rows.Length)];
        new Random(seed).Shuffle(order);
        Assert.Equal(test.Order(), Test([.. order.Select(i => rows[i])], [.. order.Select(i => labels[i])], share, seed, stratify)!.Order());
    });

    [Fact]
    public void Split_Plain_ARowsSideDependsOnItsFeaturesAndTheSeedOnly() => Problems.Sample(problem =>
    {
        (int[] rows, int[] labels, int seed, double share) = problem;
        if (Test(rows, labels, share, seed, false) is not { } test || Test(rows[..^1], [.. labels[1..]], share, seed, false) is not { } other) return;
        int[] tested = [.. test.Select(content => content / 3).Distinct()];
        Assert.Empty(tested.Intersect(Content(Of(rows, labels).Split(share, seed).Train).Select(content => content / 3)));
        Assert.Equal(rows[..^1].Where(tested.Contains).Order(), other.Select(content => content / 3).Order());
    });

    [Fact]
    public void Split_Stratified_NoCutOfAClassIsNearerToTheShare() => Problems.Sample(problem =>
    {
        (int[] rows, int[] labels, int seed, double share) = problem;
        if (Test(rows, labels, share, seed, true) is not { } test) return;
        for (int y = 0; y < 3; y++)
        {
            int[] ofClass = [.. rows.Where((_, i) => labels[i] == y)], tested = [.. test.Where(content => content % 3 == y).Select(content => content / 3)];
            // Equal rows are on one side, and moving any set of equal rows over does not come nearer by more than it is now off.
            Assert.All(ofClass.Distinct(), row => Assert.Contains(tested.Count(r => r == row), new[] { 0, ofClass.Count(r => r == row) }));
            int most = ofClass.Length == 0 ? 0 : ofClass.GroupBy(row => row).Max(same => same.Count());
            Assert.True(Math.Abs(tested.Length - share * ofClass.Length) <= most / 2.0 + 1e-9, $"class {y}: {tested.Length} of {ofClass.Length} at share {share}");
        }
    });

    [Fact]
    public void Split_DifferentRows_StratifiedTakesTheRoundedShareOfEachClass()
    {
        // 40, 25 and 10 examples; a fifth is 8, 5 and 2.
        int[] labels = [.. Enumerable.Range(0, 75).Select(i => i < 40 ? 0 : i < 65 ? 1 : 2)];
        int[] test = Test([.. Enumerable.Range(0, 75)], labels, 0.2, 3, stratify: true)!;
        Assert.Equal([8, 5, 2], Enumerable.Range(0, 3).Select(y => test.Count(content => content % 3 == y)));
    }

    [Fact]
    public void Split_ManyRows_TakesAboutTheShare()
    {
        // 10,000 rows: the standard deviation is 40; five of them are left once in a million seeds.
        int[] rows = [.. Enumerable.Range(0, 10_000)];
        Assert.All(Enumerable.Range(0, 20), seed => Assert.InRange(Test(rows, new int[10_000], 0.2, seed, false)!.Length, 1800, 2200));
    }

    [Fact]
    public void Split_OtherSeed_OtherParts() =>
        Assert.NotEqual(Test([.. Enumerable.Range(0, 30)], new int[30], 0.3, 1, false), Test([.. Enumerable.Range(0, 30)], new int[30], 0.3, 2, false));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Split_AnyStorage_SameParts(bool stratify)
    {
        (double[] x, int[] y) = Blobs.Raw(50, 4, 3, seed: 2, density: 0.6);
        Dataset[] all = [Storage.Dense(x, y, 4, 3), Storage.DenseFloat(x, y, 4, 3), Storage.Sparse(x, y, 4, 3), Storage.SparseFloat(x, y, 4, 3)];
        Assert.Single(all.Select(data => data.Split(0.3, 5, stratify).Test.Fingerprint()).Distinct());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(-0.5, true)]
    [InlineData(double.NaN, true)]
    [InlineData(1e-9, false)]
    [InlineData(1 - 1e-9, false)]
    [InlineData(0.01, true)]
    [InlineData(0.99, true)]
    public void Split_ShareThatLeavesAPartEmpty_Throws(double share, bool stratify) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Blobs.Dense(10, 2, 2, seed: 1).Split(share, 1, stratify));

    /// <summary>Row r is the features (r + 1, 0.5).</summary>
    private static Dataset Of(int[] rows, int[] labels) => Storage.Dense([.. rows.SelectMany(row => new[] { row + 1, 0.5 })], labels, 2, 3);

    /// <summary>What the test part holds, or null where a part is empty.</summary>
    private static int[]? Test(int[] rows, int[] labels, double share, int seed, bool stratify)
    {
        try
        {
            return Content(Of(rows, labels).Split(share, seed, stratify).Test);
        }
        catch (ArgumentOutOfRangeException e) when (e.Message.Contains("in both parts", StringComparison.Ordinal))
        {
            return null;
        }
    }

    /// <summary>3·row + label of each example.</summary>
    private static int[] Content(Dataset data)
    {
        double[] row = new double[2];
        return [.. Enumerable.Range(0, data.ExampleCount).Select(i =>
        {
            data.Features.CopyRow(i, row);
            return 3 * ((int)row[0] - 1) + data.Labels[i];
        })];
    }

    private static bool IsPartInOrder(int[] part, int[] whole)
    {
        int at = 0;
        foreach (int content in whole)
            if (at < part.Length && part[at] == content) at++;
        return at == part.Length;
    }
}
