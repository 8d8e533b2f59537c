using Hinge.Data;

namespace Hinge.Tests.Data;

public class DatasetTests
{
    [Fact]
    public void Constructor_LengthsThatDoNotFit_Throw()
    {
        DenseMatrix<double> features = new(2, 2, new double[4]);
        Assert.Throws<ArgumentException>(() => new Dataset(features, new Labels([0], 2)));
        Assert.Throws<ArgumentException>(() => new Dataset(features, new Labels([0, 1], 2), ["only one"]));
    }
}
