using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>The calls that most training tests make.</summary>
internal static class Train
{
    /// <summary>Dual coordinate ascent to the given gap.</summary>
    public static TrainingResult Ascent(Dataset data, Objective objective, double gap = 1e-6, int epochs = 20_000, int threads = 1, int seed = 1) =>
        new DualCoordinateAscent().Train(data, objective, new TrainingOptions { RelativeGap = gap, EpochLimit = epochs, Threads = threads, Seed = seed }, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Dual coordinate ascent that must reach a gap small enough to serve as the optimum.</summary>
    public static TrainingResult Optimum(Dataset data, Objective objective)
    {
        TrainingResult result = Ascent(data, objective, Tolerances.ReferenceGap, epochs: 200_000);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        return result;
    }

    /// <summary>An objective of a named loss.</summary>
    public static Objective Objective(string loss, double cost, double bias = 0) => new() { Loss = Loss.Create(loss), Cost = cost, BiasScale = bias };
}

/// <summary>Keeps what a trainer reports.</summary>
internal sealed class ProgressLog : IProgress<TrainingProgress>
{
    public List<TrainingProgress> Reports { get; } = [];

    public void Report(TrainingProgress value) => Reports.Add(value);
}
