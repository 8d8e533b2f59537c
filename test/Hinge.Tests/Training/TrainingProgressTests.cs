using Hinge.Data;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>What a run tells while it goes on.</summary>
public class TrainingProgressTests
{
    private const int N = 120, D = 5, K = 3;

    [Theory]
    [InlineData("dual-coordinate-ascent")]
    [InlineData("augmented-lagrangian")]
    [InlineData("gradient-descent")]
    public void Train_EachReport_CountsTheRowsMultiplied(string solver)
    {
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 6, density: 0.9);
        Dataset data = Storage.Dense(x, y, D, K);
        ProgressLog log = new();
        TrainingOptions options = new() { RelativeGap = 1e-4, EpochLimit = 50, Clock = new ManualClock(TimeSpan.FromSeconds(1)) };
        Trainers.Create(solver).Train(data, Train.Objective("squared-weston-watkins", 1), options, log, TestContext.Current.CancellationToken);
        Assert.True(log.Reports.Count > 2, $"{log.Reports.Count} reports");
        // The first gap takes a pass over all rows, and so does each later one; an epoch multiplies all rows at most.
        Assert.Equal(N, log.Reports[0].Rows);
        foreach ((TrainingProgress before, TrainingProgress after) in log.Reports.Zip(log.Reports.Skip(1)))
        {
            int epochs = after.Epoch - before.Epoch;
            Assert.InRange(after.Rows - before.Rows, N, N + (long)epochs * N);
            Assert.Equal(after.Rows / after.Elapsed.TotalSeconds, after.RowsPerSecond);
        }
        Assert.Equal(0, (log.Reports[0] with { Elapsed = TimeSpan.Zero }).RowsPerSecond);
    }
}
