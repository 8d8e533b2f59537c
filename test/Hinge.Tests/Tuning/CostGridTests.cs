using Hinge.Data;
using Hinge.Testing;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

public class CostGridTests
{
    [Fact]
    public void Default_HandWorked_IsPowersOfTwoAroundOneOverTheMeanSquaredNorm()
    {
        // ‖x‖² is 25, 0 and 2: the mean is 9, next to 2³.
        Dataset data = Storage.Dense([3, 4, 0, 0, 1, -1], [0, 1, 0], 2, 2);
        double[] costs = CostGrid.Default(data);
        Assert.Equal(15, costs.Length);
        Assert.Equal([.. Enumerable.Range(-13, 15).Select(power => Math.Pow(2, power))], costs);
        // With a bias feature of 3 the mean is 18, next to 2⁴.
        Assert.Equal([.. costs.Select(cost => cost / 2)], CostGrid.Default(data, biasScale: 3));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(0.25)]
    public void Default_ScaledFeatures_ScaleInversely(double scale)
    {
        (double[] x, int[] y) = Blobs.Raw(40, 5, 3, seed: 1);
        double[] costs = CostGrid.Default(Storage.Dense(x, y, 5, 3));
        double[] scaled = CostGrid.Default(Storage.Dense([.. x.Select(value => scale * value)], y, 5, 3));
        Assert.Equal([.. costs.Select(cost => cost / (scale * scale))], scaled);
    }

    [Fact]
    public void Default_FeaturesAllZero_IsAroundOne() =>
        Assert.Equal(Math.Pow(2, -10), CostGrid.Default(Storage.Dense(new double[6], [0, 1, 0], 2, 2))[0]);

    [Fact]
    public void Geometric_HandWorked_GrowsByTheSameFactorAndKeepsItsEnds()
    {
        double[] costs = CostGrid.Geometric(0.01, 100, 5);
        MatrixAssert.Close([0.01, 0.1, 1, 10, 100], costs, 5, 1e-12, "costs");
        Assert.Equal((0.01, 100.0), (costs[0], costs[^1]));
        Assert.Equal([3, 4], CostGrid.Geometric(3, 4, 2));
    }

    [Theory]
    [InlineData(0, 1, 3, "from must")]
    [InlineData(double.NaN, 1, 3, "from must")]
    [InlineData(1, 1, 3, "to must")]
    [InlineData(1, double.PositiveInfinity, 3, "to must")]
    [InlineData(1, double.NaN, 3, "to must")]
    [InlineData(1, 2, 1, "steps must")]
    [InlineData(1, 1.0000000000000002, 5, "must increase")]
    public void Geometric_BadArguments_AreNamed(double from, double to, int steps, string words) =>
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => CostGrid.Geometric(from, to, steps)).Message, StringComparison.Ordinal);
}
