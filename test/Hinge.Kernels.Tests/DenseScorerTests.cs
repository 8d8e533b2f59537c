using System.Numerics;
using Hinge.Testing;

namespace Hinge.Kernels.Tests;

/// <summary>Weights packed for single rows: the bits of <see cref="DenseRow.Scores"/>, at every shape.</summary>
public class DenseScorerTests
{
    private const int Most = 40;

    private static readonly int[] LongRows = [63, 64, 65, 127, 784, 1021];

    [Fact]
    public void Scores_FloatsOfEveryShape_HaveTheBitsOfDenseRow() => Sweep<float>();

    [Fact]
    public void Scores_DoublesOfEveryShape_HaveTheBitsOfDenseRow() => Sweep<double>();

    [Fact]
    public void Scores_FeatureThatIsNotFinite_FollowsIeee754()
    {
        DenseScorer scorer = new([1, 2, 3, -1, -2, -3], featureCount: 3, classCount: 2);
        double[] scores = new double[2];
        scorer.Scores<double>([0, double.PositiveInfinity, 0], scores);
        Assert.Equal([double.PositiveInfinity, double.NegativeInfinity], scores);
        scorer.Scores<double>([0, double.NaN, 0], scores);
        Assert.Equal([double.NaN, double.NaN], scores);
    }

    [Fact]
    public void Scores_WeightsChangedAfterwards_AreThoseItWasMadeWith()
    {
        double[] weights = [1, 2, 3, 4], scores = new double[2];
        DenseScorer scorer = new(weights, featureCount: 2, classCount: 2);
        Array.Clear(weights);
        scorer.Scores<float>([1, 1], scores);
        Assert.Equal([3, 7], scores);
    }

    [Theory]
    [InlineData(5, 2, 3, "weightsByClass must hold K×D values.")]
    [InlineData(6, 0, 3, "featureCount must be at least 1.")]
    [InlineData(6, 2, 0, "classCount must be at least 1.")]
    public void DenseScorer_ShapesThatDoNotFit_NamesTheArgument(int length, int d, int k, string message)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => new DenseScorer(new double[length], d, k));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3, 3, "x must have length D.")]
    [InlineData(2, 2, "scores must have length K.")]
    public void Scores_LengthsThatDoNotFit_NamesTheArgument(int d, int k, string message)
    {
        DenseScorer scorer = new(new double[6], featureCount: 2, classCount: 3);
        ArgumentException e = Assert.Throws<ArgumentException>(() => scorer.Scores<double>(new double[d], new double[k]));
        Assert.StartsWith(message, e.Message, StringComparison.Ordinal);
    }

    private static void Sweep<T>()
        where T : unmanaged, INumber<T>
    {
        int longest = LongRows.Max();
        T[] xs = [.. Blobs.Normals(longest, seed: 11).Select(T.CreateTruncating)];
        double[] ws = Blobs.Normals(longest * Most, seed: 12), expected = new double[Most];
        using GuardedBuffer<T> xBuffer = new(longest);
        using GuardedBuffer<double> sBuffer = new(Most);
        foreach (int d in Enumerable.Range(1, Most).Concat(LongRows))
        {
            for (int k = 1; k <= Most; k++)
            {
                ReadOnlySpan<double> weights = ws.AsSpan(0, d * k);
                DenseScorer scorer = new(weights, d, k);
                Span<T> x = xBuffer.EndingAt(d, 0);
                Span<double> scores = sBuffer.EndingAt(k, k % 8);
                xs.AsSpan(0, d).CopyTo(x);
                DenseRow.Scores<T>(x, weights, expected.AsSpan(0, k));
                scorer.Scores<T>(x, scores);
                MatrixAssert.SameBits(expected.AsSpan(0, k), scores, 1, $"scores, D = {d}, K = {k}");
                Assert.True(sBuffer.IsUntouchedOutside(), $"scores were written outside their span, D = {d}, K = {k}");
            }
        }
    }
}
