using Hinge.Data;
using Hinge.Kernels;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Ascending;
using Hinge.Training.Checkpoints;

namespace Hinge.Tests.Training;

/// <summary>One-vs-rest over so many examples and classes that groups of classes are trained side by side.</summary>
public class ClassGroupTests
{
    private const int N = 10_000, D = 16, K = 48;
    private const double Gap = 1e-3;

    private static readonly (double[] X, int[] Y) Raw = RowsWithZeros();

    public static TheoryData<string, string> Cases => new()
    {
        { "one-vs-rest", "dense float" }, { "one-vs-rest", "sparse" }, { "squared-one-vs-rest", "sparse float" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_GroupsOfClasses_SameBitsAtAnyThreadCountAndAnHonestGap(string loss, string storage)
    {
        Dataset data = Stored(storage);
        Objective objective = Train.Objective(loss, 0.005, bias: 1);
        Assert.Equal(KernelChoice.IsVectorized ? 2 : 1, Groups(data, objective).Count);

        TrainingResult one = Train.Ascent(data, objective, Gap), three = Train.Ascent(data, objective, Gap, threads: 3);
        Assert.Equal(StopReason.GapReached, one.StopReason);
        MatrixAssert.SameBits(one.Model.Weights.Values, three.Model.Weights.Values, K, "W");
        Assert.Equal(one.Certificate, three.Certificate);
        MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, one), Gap, Tolerances.IndependentGap, "gap");
        for (int i = 0; i < N; i++) Assert.True(one.Duals[i].IsEmpty || one.Duals[i].IndexOfAnyExcept(0.0) >= 0, $"the zeros of example {i} take memory");

        // Shards of the examples train all classes together.
        objective = objective with { SampleWeights = [.. Enumerable.Range(0, N).Select(i => i % 89 == 0 ? 0 : 1 + i % 3)] };
        one = Train.Ascent(data, objective, Gap);
        TrainingResult together = new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = Gap, Shards = 2 }, cancellation: TestContext.Current.CancellationToken);
        MatrixAssert.AtMost(one.Model.Weights.DistanceTo(together.Model.Weights), one.Certificate.WeightErrorBound + together.Certificate.WeightErrorBound, 0, "distance");
    }

    [Fact]
    public void Train_GroupsOfClassesStoppedAndResumed_SameBits()
    {
        string folder = Directory.CreateTempSubdirectory("hinge-groups").FullName;
        try
        {
            Dataset data = Stored("sparse float");
            Objective objective = Train.Objective("squared-one-vs-rest", 0.005);
            CheckpointOptions checkpoint = new() { Path = Path.Combine(folder, "run.checkpoint"), Every = TimeSpan.Zero, Resume = true };
            ProgressLog log = new();
            TrainingResult whole = new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = Gap, Threads = 2 }, log, TestContext.Current.CancellationToken);
            for (int stop = 0; stop < 2; stop++)
            {
                using CancellationTokenSource source = new();
                Countdown countdown = new(log.Reports.Count / 3, source);
                TrainingResult part = new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = Gap, Threads = 2, Checkpoint = checkpoint }, countdown, source.Token);
                Assert.Equal(StopReason.Cancelled, part.StopReason);
            }
            TrainingResult resumed = new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = Gap, Threads = 1, Checkpoint = checkpoint }, cancellation: TestContext.Current.CancellationToken);
            MatrixAssert.SameBits(whole.Model.Weights.Values, resumed.Model.Weights.Values, K, "W");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("weston-watkins", N, K, 1)]
    [InlineData("one-vs-rest", 9_999, K, 1)]
    [InlineData("one-vs-rest", N, 40, 1)]
    [InlineData("one-vs-rest", N, 48, 2)]
    [InlineData("one-vs-rest", N, 63, 2)]
    [InlineData("one-vs-rest", N, 80, 3)]
    // Whole rows of these duals would take 80 MB, far more than the features.
    [InlineData("one-vs-rest", N, 1_000, 1)]
    public void Groups_OfAProblem_AreAsManyAsPay(string loss, int n, int k, int expected)
    {
        (double[] x, int[] y) = Blobs.Raw(n, D, k, seed: 5);
        ClassGroups groups = Groups(Storage.DenseFloat(x, y, D, k), Train.Objective(loss, 1));
        Assert.Equal(KernelChoice.IsVectorized ? expected : 1, groups.Count);
        Assert.Equal([.. Enumerable.Range(0, k)], Enumerable.Range(0, groups.Count).SelectMany(g => Enumerable.Range(groups.Classes(g).First, groups.Classes(g).End - groups.Classes(g).First)));
    }

    /// <summary>Cancels after so many reports.</summary>
    private sealed class Countdown(int count, CancellationTokenSource source) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (--count == 0) source.Cancel();
        }
    }

    private static ClassGroups Groups(Dataset data, Objective objective)
    {
        Problem problem = new(data, objective);
        using CoordinateWeights<float> weights = new(problem);
        return ClassGroups.Of(problem, weights.Rows.PanelCount, weights.Rows.PanelSize);
    }

    private static (double[] X, int[] Y) RowsWithZeros()
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 21, density: 0.8);
        for (int i = 0; i < N; i += 97) Array.Clear(x, i * D, D);
        return (x, y);
    }

    private static Dataset Stored(string storage) => storage switch
    {
        "dense float" => Storage.DenseFloat(Raw.X, Raw.Y, D, K),
        "sparse" => Storage.Sparse(Raw.X, Raw.Y, D, K),
        "sparse float" => Storage.SparseFloat(Raw.X, Raw.Y, D, K),
        _ => throw new ArgumentOutOfRangeException(nameof(storage)),
    };
}
