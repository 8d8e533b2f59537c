using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Coordinate ascent over several shards: the same optimum, the same bits at any thread count, and a dual that never falls.</summary>
public class ShardTests
{
    private const int N = 240, D = 7, K = 4;
    private const double Gap = 1e-6;

    private static readonly (double[] X, int[] Y) Raw = Blobs.Raw(N, D, K, seed: 12, density: 0.8);

    public static TheoryData<string> Losses => [.. PlainLosses.WithBlocks];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_AnyShards_ReachesTheGapAtTheSameOptimum(string loss)
    {
        Objective objective = Train.Objective(loss, 0.3, bias: 1);
        foreach (Dataset data in Stored())
        {
            TrainingResult one = Shards(data, objective, 1, threads: 1);
            foreach (int shards in (int[])[2, 3, 8])
            {
                TrainingResult several = Shards(data, objective, shards, threads: 1);
                string what = $"{loss}, {shards} shards";
                Assert.Equal(StopReason.GapReached, several.StopReason);
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, several), Gap, Tolerances.IndependentGap, $"gap of {what}");
                MatrixAssert.AtMost(
                    several.Model.Weights.DistanceTo(one.Model.Weights), several.Certificate.WeightErrorBound + one.Certificate.WeightErrorBound, 0, $"distance of {what}");
                TrainingResult parallel = Shards(data, objective, shards, threads: 3);
                MatrixAssert.SameBits(several.Model.Weights.Values, parallel.Model.Weights.Values, K, $"W of {what}");
                Assert.Equal(several.Certificate, parallel.Certificate);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_AnyShards_NeverLowersTheDual(string loss)
    {
        foreach (int shards in (int[])[2, 5, N])
        {
            ProgressLog log = new();
            TrainingOptions options = new() { RelativeGap = 1e-4, Shards = shards, Threads = 2, EpochLimit = 60 };
            new DualCoordinateAscent().Train(Stored()[0], Train.Objective(loss, 2), options, log, TestContext.Current.CancellationToken);
            double[] duals = [.. log.Reports.Select(report => report.Dual)];
            Assert.True(duals.Length > 3, $"{loss}, {shards} shards: only {duals.Length} reports");
            for (int r = 1; r < duals.Length; r++)
                Assert.True(duals[r] >= duals[r - 1] - 1e-9 * Math.Abs(duals[r]), $"{loss}, {shards} shards: dual {duals[r]:R} after {duals[r - 1]:R} at report {r}");
        }
    }

    [Fact]
    public void Train_OneShard_IsTheDefault()
    {
        Objective objective = Train.Objective("weston-watkins", 1);
        TrainingResult plain = Train.Ascent(Stored()[0], objective, Gap), one = Shards(Stored()[0], objective, 1, threads: 1);
        MatrixAssert.SameBits(plain.Model.Weights.Values, one.Model.Weights.Values, K, "W");
        Assert.NotEqual(plain.Model.Weights.Values.ToArray(), Shards(Stored()[0], objective, 2, threads: 1).Model.Weights.Values.ToArray());
    }

    [Fact]
    public void Train_BadShards_SaysSo()
    {
        Objective objective = Train.Objective("weston-watkins", 1);
        Assert.StartsWith("Shards must be at least 1; got 0.", Assert.Throws<ArgumentException>(() => Shards(Stored()[0], objective, 0, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith($"Shards must be at most the number of examples, {N}; got {N + 1}.", Assert.Throws<ArgumentException>(() => Shards(Stored()[0], objective, N + 1, 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "Shards must be 1 for gradient-descent; got 2.",
            Assert.Throws<ArgumentException>(() => new GradientDescent().Train(Stored()[0], objective, new TrainingOptions { Shards = 2 })).Message,
            StringComparison.Ordinal);
    }

    private static Dataset[] Stored() => [Storage.Sparse(Raw.X, Raw.Y, D, K), Storage.DenseFloat(Raw.X, Raw.Y, D, K)];

    private static TrainingResult Shards(Dataset data, Objective objective, int shards, int threads) => new DualCoordinateAscent().Train(
        data, objective, new TrainingOptions { RelativeGap = Gap, Shards = shards, Threads = threads, EpochLimit = 100_000 }, cancellation: TestContext.Current.CancellationToken);
}
