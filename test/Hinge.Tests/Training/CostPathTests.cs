using System.Diagnostics;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Ascending;

namespace Hinge.Tests.Training;

/// <summary>Coordinate ascent over so many examples that it works its way up to the costs asked for.</summary>
public class CostPathTests
{
    // ‖x‖² is about 12: at this cost the path has three steps, each of a factor of 4.
    private const int N = 12_000, D = 6, K = 3;
    private const double Cost = 1, Gap = 1e-3;

    private static readonly (double[] X, int[] Y) Raw = Blobs.Raw(N, D, K, seed: 21, density: 0.8);

    public static TheoryData<string> Storages => ["dense-double", "dense-float", "sparse-double", "sparse-float"];

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_ManyExamples_ReachesTheGapAndAgreesWithTheStraightWay(string storage)
    {
        foreach (double bias in (double[])[0, 1])
        {
            Dataset data = Stored(storage);
            Objective objective = Train.Objective("weston-watkins", Cost, bias);
            TrainingResult path = Train.Ascent(data, objective, Gap), straight = Straight(Stored("dense-double"), objective);
            MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, path), Gap, Tolerances.IndependentGap, $"gap of {storage}");
            Assert.Equal((StopReason.GapReached, StopReason.GapReached), (path.StopReason, straight.StopReason));
            // Each primal lies above the common optimum, each dual below.
            MatrixAssert.AtMost(straight.Certificate.Dual, path.Certificate.Primal, 0, "dual of the straight way and primal of the path");
            MatrixAssert.AtMost(path.Certificate.Dual, straight.Certificate.Primal, 0, "dual of the path and primal of the straight way");
            MatrixAssert.AtMost(
                path.Model.Weights.DistanceTo(straight.Model.Weights), path.Certificate.WeightErrorBound + straight.Certificate.WeightErrorBound, 0, "distance of the weights");
            Assert.NotEqual(path.Model.Weights.Values.ToArray(), straight.Model.Weights.Values.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_ManyExamplesAtAnyThreadCount_SameBits(string storage)
    {
        Objective objective = Train.Objective("weston-watkins", Cost, bias: 1);
        TrainingResult first = Train.Ascent(Stored(storage), objective, Gap, threads: 1);
        foreach (int threads in (int[])[2, 3])
        {
            TrainingResult other = Train.Ascent(Stored(storage), objective, Gap, threads: threads);
            MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, K, $"W of {storage} at {threads} threads");
            Assert.Equal(first.Certificate, other.Certificate);
        }
    }

    // After one epoch at most one of the three steps is behind.
    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_EndedOnThePath_IsCertifiedAtTheTrueCost(string storage)
    {
        Dataset data = Stored(storage);
        Objective objective = Train.Objective("weston-watkins", Cost, bias: 1);
        TrainingOptions options = new() { RelativeGap = 1e-9, EpochLimit = 1, Threads = 1 };
        RequireHonestEnd(StopReason.EpochLimit, null, options);

        // Read at the start, then at each scan and every few hundred visits: two readings into the first epoch.
        options = options with { EpochLimit = 1000, TimeLimit = TimeSpan.FromSeconds(4), Clock = new ManualClock(TimeSpan.FromSeconds(1)) };
        RequireHonestEnd(StopReason.TimeLimit, null, options);

        using CancellationTokenSource source = new();
        options = options with { TimeLimit = null, Clock = TimeProvider.System };
        RequireHonestEnd(StopReason.Cancelled, new CancelAtEpoch(source, 1), options, source.Token);

        void RequireHonestEnd(StopReason reason, IProgress<TrainingProgress>? progress, TrainingOptions options, CancellationToken cancellation = default)
        {
            TrainingResult result = new DualCoordinateAscent().Train(data, objective, options, progress, cancellation);
            Assert.Equal(reason, result.StopReason);
            double gap = PlainObjective.RequireHonest(data, objective, result);
            Assert.True(gap is > 0 and <= 1, $"{storage}, {reason}: gap {gap}");
            // What was reached counts: the dual of zero weights is zero.
            Assert.True(result.Certificate.Dual > 0, $"{storage}, {reason}: dual {result.Certificate.Dual}");
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_ManyExamplesSomeWithoutCost_LeavesThoseAlone(string storage)
    {
        Dataset data = Stored(storage);
        double[] weights = [.. Enumerable.Range(0, N).Select(i => i % 5 == 0 ? 0 : i % 5 / 2.0)];
        Objective objective = Train.Objective("weston-watkins", Cost) with { SampleWeights = weights };
        TrainingResult result = Train.Ascent(data, objective, Gap);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result, weights), Gap, Tolerances.IndependentGap, $"gap of {storage}");
    }

    // The other losses take the same path; those with duals that are not linear start each cost where the last one ended.
    [Theory]
    [MemberData(nameof(OtherLosses))]
    public void Train_ManyExamplesOtherLosses_ReachesTheGap(string loss)
    {
        foreach (string storage in (string[])["dense-double", "sparse-float"])
        {
            Dataset data = Stored(storage);
            Objective objective = Train.Objective(loss, Cost, bias: 1);
            TrainingResult result = Train.Ascent(data, objective, 0.01);
            Assert.Equal(StopReason.GapReached, result.StopReason);
            MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 0.01, Tolerances.IndependentGap, $"gap of {loss}, {storage}");
        }
    }

    public static TheoryData<string> OtherLosses => [.. PlainLosses.WithBlocks.Where(name => name != "weston-watkins")];

    private static Dataset Stored(string storage) => storage switch
    {
        "dense-double" => Storage.Dense(Raw.X, Raw.Y, D, K),
        "dense-float" => Storage.DenseFloat(Raw.X, Raw.Y, D, K),
        "sparse-double" => Storage.Sparse(Raw.X, Raw.Y, D, K),
        "sparse-float" => Storage.SparseFloat(Raw.X, Raw.Y, D, K),
        _ => throw new UnreachableException(),
    };

    /// <summary>Coordinate ascent in double at the full cost from the start.</summary>
    private static TrainingResult Straight(Dataset data, Objective objective)
    {
        Problem problem = new(data, objective);
        TrainingOptions options = new() { RelativeGap = Gap, Threads = 1 };
        using TrainingRun run = new(problem, "straight", options, null, TestContext.Current.CancellationToken);
        DualVariables duals = new(N, K);
        WorkingWeights weights = problem.NewWeights();
        using Ascent<double> ascent = new(problem, (IBlockSolver)objective.Loss, run, duals, weights, new RandomOrder(1));
        return run.Finish(ascent.Run(0, handsOver: false) ?? StopReason.GapReached, duals);
    }

    private sealed class CancelAtEpoch(CancellationTokenSource source, int epoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Epoch >= epoch) source.Cancel();
        }
    }
}
