namespace Hinge.Kernels.Tests.Passes;

/// <summary>Arguments that do not fit together, by name; and passes over nothing.</summary>
public class PassArgumentTests
{
    [Theory]
    [InlineData("features", 7, 4, 2, 6, 3, 6, 1)]
    [InlineData("features", 8, -4, 2, 6, 3, 6, 1)]
    [InlineData("featureCount", 0, 4, 0, 6, 3, 6, 1)]
    [InlineData("classCount", 8, 4, 2, 6, 0, 6, 1)]
    [InlineData("weights", 8, 4, 2, 5, 3, 6, 1)]
    [InlineData("gradient", 8, 4, 2, 6, 3, 5, 1)]
    [InlineData("threads", 8, 4, 2, 6, 3, 6, 0)]
    [InlineData("threads", 8, 4, 2, 6, 3, 6, -1)]
    public void DensePass_ArgumentsThatDoNotFit_NamesTheArgument(string name, int features, int n, int d, int weights, int k, int gradient, int threads)
    {
        foreach (WeightLayout layout in (WeightLayout[])[WeightLayout.ByFeature(k), WeightLayout.ByClass(d)])
            Assert.Throws<ArgumentException>(name, () => Dense(new float[features], n, d, new double[weights], k, layout, new double[gradient], threads));
    }

    [Fact]
    public void DensePass_ElementsThatOverlap_NamesTheLayout()
    {
        WeightLayout[] layouts = [WeightLayout.ByFeature(2), WeightLayout.ByFeature(0), WeightLayout.ByFeature(-3), WeightLayout.ByClass(1), WeightLayout.ByClass(-2), default];
        foreach (WeightLayout layout in layouts)
            Assert.Throws<ArgumentException>("layout", () => Dense(new float[8], 4, 2, new double[6], 3, layout, new double[6], 1));
    }

    [Theory]
    [InlineData("rowOffsets", 0, 3, 3, 5, 15, 3, 15, 1)]
    [InlineData("rowOffsets", 3, 2, 2, 5, 15, 3, 15, 1)]
    [InlineData("columns", 3, 2, 3, 5, 15, 3, 15, 1)]
    [InlineData("featureCount", 3, 3, 3, 0, 15, 3, 15, 1)]
    [InlineData("classCount", 3, 3, 3, 5, 15, 0, 15, 1)]
    [InlineData("weights", 3, 3, 3, 5, 14, 3, 15, 1)]
    [InlineData("gradient", 3, 3, 3, 5, 15, 3, 14, 1)]
    [InlineData("threads", 3, 3, 3, 5, 15, 3, 15, 0)]
    public void SparsePass_ArgumentsThatDoNotFit_NamesTheArgument(string name, int entries, int columns, int values, int d, int weights, int k, int gradient, int threads)
    {
        long[] offsets = entries == 0 ? [] : [0, 1, entries];
        Assert.Throws<ArgumentException>(name, () => Sparse(offsets, new int[columns], new float[values], d, new double[weights], k, WeightLayout.ByFeature(k), new double[gradient], threads));
    }

    [Fact]
    public void SparsePass_WeightsByClassOrOverlapping_NamesTheLayout()
    {
        foreach (WeightLayout layout in (WeightLayout[])[WeightLayout.ByClass(5), WeightLayout.ByFeature(2), default])
            Assert.Throws<ArgumentException>("layout", () => Sparse([0, 1], [0], [1], 5, new double[15], 3, layout, new double[15], 1));
    }

    /// <summary>The compiler takes any INumber: what no kernel is made for is refused before one runs.</summary>
    [Fact]
    public void Passes_TypesWithoutAKernel_SayWhichToGive()
    {
        string narrow = Assert.Throws<ArgumentException>(() => DensePass.Run<double, float>(new double[4], 2, 2, new double[4], 2, WeightLayout.ByFeature(2), new Nobody<float>(), [], 1)).Message;
        Assert.Equal("T must be double; got Single. Give a visitor of such scores.", narrow);
        Assert.Equal(narrow, Assert.Throws<ArgumentException>(() => SparsePass.Run<double, float>([0, 1], [0], new double[1], 2, new double[4], 2, WeightLayout.ByFeature(2), new Nobody<float>(), [], 1)).Message);
        Assert.Equal("TX must be float or double; got Int32. Convert the features.", Assert.Throws<ArgumentException>(() => DensePass.Run<int, double>(new int[4], 2, 2, new double[4], 2, WeightLayout.ByFeature(2), new Nobody<double>(), [], 1)).Message);
    }

    private sealed class Nobody<T> : IScoreVisitor<T>
        where T : unmanaged
    {
        public double Visit(int firstRow, Span<T> scores, int stride) => 0;
    }

    [Fact]
    public void Passes_NoRows_GiveZero()
    {
        double[] gradient = [1, 2, 3, 4];
        Assert.Equal(0, Dense([], 0, 2, new double[4], 2, WeightLayout.ByFeature(2), gradient, 3));
        Assert.All(gradient, g => Assert.Equal(0, g));
        Assert.Equal(0, Dense([], 0, 2, new double[4], 2, WeightLayout.ByFeature(2), [], 3));

        gradient = [1, 2, 3, 4];
        Assert.Equal(0, Sparse([0], [], [], 2, new double[4], 2, WeightLayout.ByFeature(2), gradient, 3));
        Assert.All(gradient, g => Assert.Equal(0, g));
        Assert.Equal(0, Sparse([0], [], [], 2, new double[4], 2, WeightLayout.ByFeature(2), [], 3));
    }

    private static double Dense(float[] features, int n, int d, double[] weights, int k, WeightLayout layout, double[] gradient, int threads) =>
        DensePass.Run(features, n, d, weights, k, layout, new ScoreDependentVisitor<double>(k), gradient, threads);

    private static double Sparse(long[] offsets, int[] columns, float[] values, int d, double[] weights, int k, WeightLayout layout, double[] gradient, int threads) =>
        SparsePass.Run(offsets, columns, values, d, weights, k, layout, new ScoreDependentVisitor<double>(k), gradient, threads);
}
