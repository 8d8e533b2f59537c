using Hinge.Data;

namespace Hinge.Tests.Data;

public class LabelsTests
{
    [Theory]
    [InlineData("10,9,-1,2.5", "-1,2.5,9,10")]
    [InlineData("b,a,B,ä", "B,a,b,ä")]
    [InlineData("10,9,x", "10,9,x")]
    [InlineData("1e1,9", "9,1e1")]
    public void FromNames_NumbersOrWords_SortsAsNumbersOrByCodePoint(string names, string expected)
    {
        Labels labels = Labels.FromNames(names.Split(','));
        Assert.Equal(expected.Split(','), labels.ClassNames);
        Assert.Equal(names.Split(','), labels.Values.ToArray().Select(y => labels.ClassNames[y]));
    }

    [Fact]
    public void FromNames_AnyOrderOfExamples_SameClasses() =>
        Assert.Equal(Labels.FromNames(["1", "1.0", "2"]).ClassNames, Labels.FromNames(["2", "1.0", "1"]).ClassNames);

    [Fact]
    public void FromNames_NaNAmongTheNames_IsAWordOrANumberButAlwaysAtTheSamePlace() =>
        Assert.Equal(Labels.FromNames(["nan", "2", "1"]).ClassNames, Labels.FromNames(["1", "nan", "2"]).ClassNames);

    [Fact]
    public void Constructor_IndexOutOfRangeOrNameTwice_Throws()
    {
        Assert.Contains("example 1", Assert.Throws<ArgumentException>(() => new Labels([0, 3], 3)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Labels([-1], 3));
        Assert.Throws<ArgumentException>(() => new Labels([0], ["a", "a"]));
    }

    [Fact]
    public void CountByClassAndIndicesIn_OtherClasses_AreFoundOrMissing()
    {
        Labels labels = new([0, 2, 0], ["a", "b", "c"]);
        Assert.Equal([2, 0, 1], labels.CountByClass());
        Assert.Equal([1, -1, 1], labels.IndicesIn(["z", "a"]));
        Assert.Equal([2, 0], labels.Select([1, 2]).Values.ToArray());
    }
}
