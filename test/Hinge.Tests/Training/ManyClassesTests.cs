using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Coordinate ascent over so many classes that polish looks only at those that count for an example.</summary>
public class ManyClassesTests
{
    private const int N = 700, D = 24, K = 300;
    private const double Gap = 1e-4;

    public static TheoryData<bool, bool> Storages => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_ManyClasses_ReachesTheGapAndTellsTheTruth(bool isSparse, bool isFloat)
    {
        Dataset data = Stored(isSparse, isFloat);
        foreach (double cost in (double[])[0.01, 0.3])
        {
            Objective objective = Train.Objective("weston-watkins", cost, bias: 1);
            TrainingResult result = Train.Ascent(data, objective, Gap);
            Assert.Equal(StopReason.GapReached, result.StopReason);
            MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), Gap, Tolerances.IndependentGap, $"gap at C = {cost}");
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Train_ManyClassesInShardsAtAnyThreadCount_SameBits(bool isSparse, bool isFloat)
    {
        Dataset data = Stored(isSparse, isFloat);
        Objective objective = Train.Objective("weston-watkins", 1, bias: 1);
        foreach (int shards in (int[])[1, 3])
        {
            TrainingResult first = TrainIn(shards, threads: 1), other = TrainIn(shards, threads: 3);
            MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, K, $"W of {shards} shards");
            Assert.Equal(first.Certificate, other.Certificate);
            PlainObjective.RequireHonest(data, objective, first);
        }

        TrainingResult TrainIn(int shards, int threads) => new DualCoordinateAscent().Train(
            data,
            objective,
            new TrainingOptions { RelativeGap = 1e-2, Threads = threads, Shards = shards },
            cancellation: TestContext.Current.CancellationToken);
    }

    private static Dataset Stored(bool isSparse, bool isFloat)
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 8, density: isSparse ? 0.5 : 1);
        return (isSparse, isFloat) switch
        {
            (false, false) => Storage.Dense(x, y, D, K),
            (false, true) => Storage.DenseFloat(x, y, D, K),
            (true, false) => Storage.Sparse(x, y, D, K),
            (true, true) => Storage.SparseFloat(x, y, D, K),
        };
    }
}
