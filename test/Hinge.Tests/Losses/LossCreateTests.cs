using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

public class LossCreateTests
{
    [Fact]
    public void Names_AreTheSixAndCreateThemselves()
    {
        Assert.Equal(PlainLosses.Names.Order(), Loss.Names.Order());
        Assert.All(Loss.Names, name => Assert.Equal(name, Loss.Create(name).Name));
    }

    [Fact]
    public void Create_UnknownName_ListsTheNames()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Loss.Create("perceptron"));
        Assert.Contains("got perceptron", error.Message, StringComparison.Ordinal);
        Assert.All(Loss.Names, name => Assert.Contains(name, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("one-vs-rest")]
    [InlineData("squared-one-vs-rest")]
    public void Create_DeltaForALossWithoutOne_Throws(string name) =>
        Assert.Throws<ArgumentException>(() => Loss.Create(name, new Delta(1)));

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Delta_OutOfRange_Throws(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => new Delta(value));

    [Fact]
    public void Delta_BadTables_Throw()
    {
        Assert.Throws<ArgumentException>(() => new Delta(2, [0, 1, 1]));
        Assert.Throws<ArgumentException>(() => new Delta(2, [0.5, 1, 1, 0]));
        Assert.Throws<ArgumentException>(() => new Delta(2, [0, -1, 1, 0]));
        Assert.Throws<ArgumentException>(() => new Delta(2, [0, double.NaN, 1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Delta(0, []));
    }

    [Fact]
    public void RequireClassCount_TableOfAnotherSize_Throws()
    {
        WestonWatkins loss = new(new Delta(2, [0, 1, 1, 0]));
        loss.RequireClassCount(2);
        Assert.Throws<ArgumentException>(() => loss.RequireClassCount(3));
    }

    [Fact]
    public void IsSmooth_IsTrueForThreeOfThem() =>
        Assert.Equal(PlainLosses.Smooth.Order(), Loss.Names.Where(name => Loss.Create(name).IsSmooth).Order());
}
