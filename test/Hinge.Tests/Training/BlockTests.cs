using Hinge.Data;
using Hinge.Data.Binary;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Checkpoints;

namespace Hinge.Tests.Training;

/// <summary>Coordinate ascent by blocks, for data larger than memory: the same optimum and certificate, bits that depend on the blocks alone.</summary>
public sealed class BlockTests : IDisposable
{
    private const int D = 12, K = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static TrainingResult Run(Dataset data, Objective objective, TrainingOptions options) =>
        new DualCoordinateAscent().Train(data, objective, options, cancellation: TestContext.Current.CancellationToken);

    private Dataset Mapped(Dataset data)
    {
        string path = _folder.File("data.hinge");
        DataFile.Write(path, data);
        return DataFile.Read(path, mappedLength: 0, threads: 2);
    }

    [Theory]
    [InlineData("weston-watkins", 1)]
    [InlineData("weston-watkins", 2)]
    [InlineData("crammer-singer", 1)]
    [InlineData("softmax", 1)]
    public void Train_ByBlocks_ReachesTheOptimumOfPlainAscent(string loss, int shards)
    {
        (double[] x, int[] y) = Blobs.Raw(1500, D, K, seed: 1, density: 0.7);
        Dataset data = Storage.SparseFloat(x, y, D, K);
        Objective objective = Train.Objective(loss, 0.1, bias: 1);
        TrainingOptions options = new() { RelativeGap = 1e-5, Shards = shards, Threads = 2 };
        TrainingResult plain = Run(data, objective, options with { BlockBytes = 0 }), blocks = Run(data, objective, options with { BlockBytes = 6000 });

        Assert.Equal(StopReason.GapReached, blocks.StopReason);
        Assert.True(blocks.Certificate.RelativeGap <= 1e-5);
        Assert.True(Math.Abs(blocks.Certificate.Primal - plain.Certificate.Primal) <= 1e-5 * plain.Certificate.Primal, $"primal {blocks.Certificate.Primal} by blocks, {plain.Certificate.Primal} without");
        Assert.NotEqual(plain.Model.Weights.Values.ToArray(), blocks.Model.Weights.Values.ToArray());
    }

    [Fact]
    public void Train_ByBlocks_HasTheSameBitsAtAnyThreadsAndFromAMappedFile()
    {
        // So many examples that neighbours are visited together.
        (double[] x, int[] y) = Blobs.Raw(12_000, D, K, seed: 2);
        Dataset data = Storage.DenseFloat(x, y, D, K), mapped = Mapped(data);
        TrainingOptions options = new() { RelativeGap = 1e-4, BlockBytes = 100_000 };
        double[] expected = Run(data, Train.Objective("weston-watkins", 0.05), options with { Threads = 1 }).Model.Weights.Values.ToArray();

        Assert.Equal(expected, Run(data, Train.Objective("weston-watkins", 0.05), options with { Threads = 3 }).Model.Weights.Values.ToArray());
        Assert.Equal(expected, Run(mapped, Train.Objective("weston-watkins", 0.05), options with { Threads = 2 }).Model.Weights.Values.ToArray());
    }

    [Fact]
    public void Train_BlocksAsLargeAsTheData_AreNone()
    {
        (double[] x, int[] y) = Blobs.Raw(300, D, K, seed: 3);
        Dataset data = Storage.DenseFloat(x, y, D, K);
        double[] expected = Run(data, Train.Objective("weston-watkins", 1), new TrainingOptions()).Model.Weights.Values.ToArray();

        foreach (long? bytes in new long?[] { 0, 300 * D * sizeof(float), long.MaxValue, null })
            Assert.Equal(expected, Run(data, Train.Objective("weston-watkins", 1), new TrainingOptions { BlockBytes = bytes }).Model.Weights.Values.ToArray());
    }

    [Fact]
    public void BlockRowsOf_SizesOfBlocks_AreRowsOfThatManyBytes()
    {
        FeatureMatrix features = Blobs.Dense(1000, D, K, seed: 4).Features;

        Assert.Equal(1000, new TrainingOptions().BlockRowsOf(features));
        Assert.Equal(1, new TrainingOptions { BlockBytes = 1 }.BlockRowsOf(features));
        Assert.Equal(10, new TrainingOptions { BlockBytes = 10 * D * sizeof(double) }.BlockRowsOf(features));
        ArgumentException error = Assert.Throws<ArgumentException>(() => new TrainingOptions { BlockBytes = -1 }.Validate());
        Assert.Contains("BlockBytes must be at least 0; got -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_ByBlocksStoppedAndResumed_HasTheBitsOfARunWithoutStops()
    {
        (double[] x, int[] y) = Blobs.Raw(1500, D, K, seed: 5);
        Dataset data = Storage.DenseFloat(x, y, D, K);
        Objective objective = Train.Objective("weston-watkins", 1);
        TrainingOptions options = new() { RelativeGap = 1e-5, BlockBytes = 8000 };
        double[] expected = Run(data, objective, options).Model.Weights.Values.ToArray();
        string path = _folder.File("run.checkpoint");
        TrainingOptions resuming = options with { Checkpoint = new CheckpointOptions { Path = path, Every = TimeSpan.FromTicks(1), Resume = true } };

        using (CancellationTokenSource stop = new())
        {
            int reports = 0;
            new DualCoordinateAscent().Train(data, objective, resuming, new Every(() => { if (++reports == 4) stop.Cancel(); }), stop.Token);
        }
        Assert.True(File.Exists(path));
        BadInput.Refused(path, null, () => Run(data, objective, resuming with { BlockBytes = 4000 }), "size of blocks");
        Assert.Equal(expected, Run(data, objective, resuming).Model.Weights.Values.ToArray());
    }

    private sealed class Every(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}
