using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Checkpoints;
using Hinge.Tuning;

namespace Hinge.Tests.Training;

/// <summary>A run that was stopped anywhere and resumed has the bits of one that never was; and checkpoints of others are refused.</summary>
public sealed class CheckpointTests : IDisposable
{
    private const int D = 6, K = 3;

    private readonly string _folder = Directory.CreateTempSubdirectory("hinge-checkpoints").FullName;

    private string FilePath => Path.Combine(_folder, "run.checkpoint");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string, int, double, double> Runs => new()
    {
        // Weights in float, with a path of costs; then in double, as a test below asserts.
        { "dual-coordinate-ascent", "weston-watkins", 12_000, 0.05, 1e-5 },
        { "dual-coordinate-ascent", "crammer-singer", 12_000, 0.2, 1e-7 },
        { "dual-coordinate-ascent", "softmax", 300, 1, 1e-8 },
        { "dual-coordinate-ascent", "squared-one-vs-rest", 300, 10, 1e-8 },
        // Hands over to the method of multipliers, as the same test asserts.
        { "dual-coordinate-ascent", "weston-watkins", 12_000, 300, 1e-8 },
        { "augmented-lagrangian", "weston-watkins", 500, 10, 1e-9 },
        { "augmented-lagrangian", "squared-weston-watkins", 500, 10, 1e-9 },
    };

    [Theory]
    [MemberData(nameof(Runs))]
    public void Train_StoppedAnywhereAndResumed_HasTheBitsOfARunWithoutStops(string solver, string loss, int n, double cost, double gap)
    {
        foreach (bool isSingle in (bool[])[true, false])
        {
            (double[] x, int[] y) = Blobs.Raw(n, D, K, seed: 3, density: 0.7);
            Dataset data = isSingle ? Storage.DenseFloat(x, y, D, K) : Storage.Sparse(x, y, D, K);
            Objective objective = Train.Objective(loss, cost, bias: 1);
            TrainingOptions options = new() { RelativeGap = gap, Threads = 2, Seed = 5 };
            Counter reports = new();
            TrainingResult whole = Trainers.Create(solver).Train(data, objective, options, reports);
            Assert.Equal(StopReason.GapReached, whole.StopReason);
            string what = $"{solver}, {loss}, N = {n}, C = {cost}, {(isSingle ? "float" : "double")}";

            // Stopped once at several places, each time anew; and stopped again and again, a little later each time.
            foreach (int stop in new[] { 1, reports.Count / 3, 2 * reports.Count / 3, reports.Count - 1 }.Where(stop => stop >= 1).Distinct())
            {
                File.Delete(FilePath);
                StopAfter(stop);
                RequireSame(whole, Resume(), $"{what}, stopped at report {stop} of {reports.Count}");
            }
            File.Delete(FilePath);
            for (int round = 0; round < 6; round++) StopAfter(Math.Max(2, reports.Count / 4));
            RequireSame(whole, Resume(), $"{what}, stopped six times");

            void StopAfter(int count)
            {
                using CancellationTokenSource source = new();
                TrainingOptions stopping = options with { Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero, Resume = true } };
                TrainingResult part = Trainers.Create(solver).Train(data, objective, stopping, new Counter { Source = source, Limit = count }, source.Token);
                Assert.True(part.StopReason is StopReason.Cancelled or StopReason.GapReached, $"{what}: {part.StopReason}");
            }

            TrainingResult Resume() => Trainers.Create(solver).Train(
                data, objective, options with { Threads = 1, Checkpoint = new CheckpointOptions { Path = FilePath, Resume = true } });
        }
    }

    // So the rows above that say so do go through every stage.
    [Fact]
    public void Train_LargeCost_TakesCheckpointsInEveryStage()
    {
        (double[] x, int[] y) = Blobs.Raw(12_000, D, K, seed: 3, density: 0.7);
        Dataset data = Storage.DenseFloat(x, y, D, K);
        Assert.Equal([TrainingStage.SingleAscent, TrainingStage.DoubleAscent], StagesOf(data, "crammer-singer", 0.2, 1e-7));
        Assert.Equal([TrainingStage.SingleAscent, TrainingStage.Multipliers], StagesOf(data, "weston-watkins", 300, 1e-8));
    }

    private List<TrainingStage> StagesOf(Dataset data, string loss, double cost, double gap)
    {
        List<TrainingStage> stages = [];
        Objective objective = Train.Objective(loss, cost, bias: 1);
        TrainingOptions options = new() { RelativeGap = gap, Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero } };
        Problem problem = new(data, objective);
        new DualCoordinateAscent().Train(data, objective, options, new Reader(() =>
        {
            CheckpointKeeper keeper = new(problem, "dual-coordinate-ascent", options with { Checkpoint = options.Checkpoint! with { Resume = true } });
            if (keeper.Stage is { } stage && !stages.Contains(stage)) stages.Add(stage);
            keeper.Dispose();
        }));
        File.Delete(FilePath);
        return stages;
    }

    [Fact]
    public void Train_CheckpointOfAnotherRun_IsRefusedByName()
    {
        Dataset data = Data(seed: 1);
        Objective objective = Train.Objective("weston-watkins", 1);
        TrainingOptions options = new() { Seed = 4, Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero } };
        new DualCoordinateAscent().Train(data, objective, options);
        options = options with { Checkpoint = options.Checkpoint with { Resume = true } };
        Refused("data", () => new DualCoordinateAscent().Train(Data(seed: 2), objective, options));
        Refused("storage of features", () => new DualCoordinateAscent().Train(Data(seed: 1, isSparse: true), objective, options));
        Refused("number of shards", () => new DualCoordinateAscent().Train(data, objective, options with { Shards = 2 }));
        Refused("objective", () => new DualCoordinateAscent().Train(data, objective with { Cost = 2 }, options));
        Refused("objective", () => new DualCoordinateAscent().Train(data, objective with { BiasScale = 1 }, options));
        Refused("objective", () => new DualCoordinateAscent().Train(data, Train.Objective("crammer-singer", 1), options));
        Refused("objective", () => new DualCoordinateAscent().Train(data, objective with { Loss = new WestonWatkins(new Delta(2)) }, options));
        Refused("objective", () => new DualCoordinateAscent().Train(data, objective with { ClassWeights = [1, 2, 1] }, options));
        Refused("solver", () => new AugmentedLagrangian().Train(data, objective, options));
        Refused("seed", () => new DualCoordinateAscent().Train(data, objective, options with { Seed = 5 }));
        Refused("gap asked for", () => new DualCoordinateAscent().Train(data, objective, options with { RelativeGap = 1e-4 }));
        Assert.Equal(StopReason.GapReached, new DualCoordinateAscent().Train(data, objective, options).StopReason);

        void Refused(string name, Action train)
        {
            DataFormatException refusal = Assert.Throws<DataFormatException>(train);
            Assert.StartsWith($"{FilePath}: the checkpoint must be of the run to resume; its {name} is another. ", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Train_DamagedCheckpoint_IsRefusedAndLeftAlone()
    {
        Dataset data = Data(seed: 1);
        Objective objective = Train.Objective("weston-watkins", 1);
        TrainingOptions options = new() { Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero, Resume = true } };
        new DualCoordinateAscent().Train(data, objective, options);
        byte[] whole = File.ReadAllBytes(FilePath);
        foreach (int length in new[] { 0, 7, 24, whole.Length / 2, whole.Length - 1 })
        {
            File.WriteAllBytes(FilePath, whole[..length]);
            Assert.Throws<DataFormatException>(() => new DualCoordinateAscent().Train(data, objective, options));
            Assert.Equal(length, new FileInfo(FilePath).Length);
        }
        whole[whole.Length / 2] ^= 1;
        File.WriteAllBytes(FilePath, whole);
        DataFormatException refusal = Assert.Throws<DataFormatException>(() => new DualCoordinateAscent().Train(data, objective, options));
        Assert.Contains("its checksum does not match", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_WithoutResume_BeginsAnewAndReplacesTheFile()
    {
        Dataset data = Data(seed: 1);
        Objective objective = Train.Objective("weston-watkins", 1);
        File.WriteAllText(FilePath, "something else");
        TrainingOptions options = new() { Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.Zero } };
        TrainingResult plain = new DualCoordinateAscent().Train(data, objective), kept = new DualCoordinateAscent().Train(data, objective, options);
        RequireSame(plain, kept, "with checkpoints");
        Assert.Equal("HINGECHK", System.Text.Encoding.ASCII.GetString(File.ReadAllBytes(FilePath), 0, 8));
        Assert.Equal(["run.checkpoint"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    // A clock that moves a second with every reading: checkpoints come no more often than asked for, and time goes on where it stood.
    [Fact]
    public void Train_Every_IsTheLeastTimeBetweenCheckpoints()
    {
        Dataset data = Data(seed: 1);
        Objective objective = Train.Objective("weston-watkins", 1);
        TrainingOptions options = new() { RelativeGap = 1e-6, Clock = new ManualClock(TimeSpan.FromSeconds(1)), Checkpoint = new CheckpointOptions { Path = FilePath, Every = TimeSpan.FromDays(1) } };
        new DualCoordinateAscent().Train(data, objective, options);
        Assert.False(File.Exists(FilePath));
        options = options with { Checkpoint = options.Checkpoint! with { Every = TimeSpan.Zero, Resume = true } };
        TrainingResult first = new DualCoordinateAscent().Train(data, objective, options), second = new DualCoordinateAscent().Train(data, objective, options);
        Assert.True(second.Elapsed > first.Elapsed - TimeSpan.FromSeconds(30) && second.Elapsed > TimeSpan.FromSeconds(5), $"{first.Elapsed}, then {second.Elapsed}");
    }

    [Fact]
    public void Validate_BadCheckpointOptions_SaysWhich()
    {
        Assert.Throws<ArgumentException>(() => new CheckpointOptions { Path = "" }.Validate());
        ArgumentException e = Assert.Throws<ArgumentException>(() => new TrainingOptions { Checkpoint = new CheckpointOptions { Path = "x", Every = TimeSpan.FromSeconds(-1) } }.Validate());
        Assert.StartsWith("Every must be at least zero; got -00:00:01.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Path_WithACheckpoint_IsRefused()
    {
        TrainingOptions options = new() { Checkpoint = new CheckpointOptions { Path = FilePath } };
        Objective objective = Train.Objective("weston-watkins", 1);
        Assert.Throws<ArgumentException>(() => RegularizationPath.Train(Data(seed: 1), objective, [0.1, 1], options));
        Assert.Throws<ArgumentException>(() => new CrossValidation(Data(seed: 1), objective, new CrossValidationOptions { Training = options }));
    }

    private static Dataset Data(int seed, bool isSparse = false)
    {
        (double[] x, int[] y) = Blobs.Raw(200, D, K, seed, density: 0.8);
        return isSparse ? Storage.Sparse(x, y, D, K) : Storage.Dense(x, y, D, K);
    }

    private static void RequireSame(TrainingResult expected, TrainingResult actual, string what)
    {
        MatrixAssert.SameBits(expected.Model.Weights.Values, actual.Model.Weights.Values, K, $"W of {what}");
        Assert.Equal(expected.Certificate, actual.Certificate);
        for (int i = 0; i < expected.Duals.ExampleCount; i++)
            Assert.Equal(expected.Duals[i].ToArray(), actual.Duals[i].ToArray());
    }

    private sealed class Counter : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public int Limit { get; init; } = int.MaxValue;

        public CancellationTokenSource? Source { get; init; }

        public void Report(TrainingProgress value)
        {
            if (++Count >= Limit) Source?.Cancel();
        }
    }

    private sealed class Reader(Action read) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => read();
    }
}
