using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Every way of ending: each leaves a model with a certificate that holds.</summary>
public class TrainingStopTests
{
    private static readonly Dataset Data = Blobs.Dense(600, 6, 4, seed: 1);
    private static readonly Objective Objective = Train.Objective("squared-weston-watkins", 0.5);

    public static TheoryData<string> Solvers => [.. Trainers.Names];

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Train_CancelledBeforehand_ReturnsCancelledWithACertificate(string solver)
    {
        TrainingResult result = Trainers.Create(solver).Train(Data, Objective, cancellation: new CancellationToken(canceled: true));
        Assert.Equal(StopReason.Cancelled, result.StopReason);
        Assert.Equal(StopReason.Cancelled, result.Certificate.StopReason);
        PlainObjective.RequireHonest(Data, Objective, result);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Train_CancelledMidway_ReturnsTheBestSoFar(string solver)
    {
        using CancellationTokenSource source = new();
        CancelAfter progress = new(source, reports: 2);
        TrainingOptions options = new() { RelativeGap = 1e-14, EpochLimit = 1_000_000 };
        TrainingResult result = Trainers.Create(solver).Train(Data, Objective, options, progress, source.Token);
        Assert.Equal(StopReason.Cancelled, result.StopReason);
        Assert.True(result.Certificate.Epochs > 0);
        PlainObjective.RequireHonest(Data, Objective, result);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Train_EpochLimit_IsKeptExactly(string solver)
    {
        foreach (int limit in (int[])[1, 2, 7])
        {
            TrainingResult result = Trainers.Create(solver).Train(Data, Objective, new TrainingOptions { RelativeGap = 1e-14, EpochLimit = limit }, cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(StopReason.EpochLimit, result.StopReason);
            Assert.Equal(limit, result.Certificate.Epochs);
            PlainObjective.RequireHonest(Data, Objective, result);
        }
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Train_TimeLimitOfAClockThatRuns_Stops(string solver)
    {
        TrainingOptions options = new() { RelativeGap = 1e-14, EpochLimit = 1_000_000, TimeLimit = TimeSpan.FromMinutes(1), Clock = new ManualClock(TimeSpan.FromSeconds(7)) };
        TrainingResult result = Trainers.Create(solver).Train(Data, Objective, options, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.TimeLimit, result.StopReason);
        Assert.True(result.Elapsed >= TimeSpan.FromMinutes(1), result.Elapsed.ToString());
        PlainObjective.RequireHonest(Data, Objective, result);
    }

    [Theory]
    [MemberData(nameof(Solvers))]
    public void Train_TimeLimitOfAClockThatStands_IsNeverReached(string solver)
    {
        TrainingOptions options = new() { RelativeGap = 0.1, TimeLimit = TimeSpan.FromTicks(1), Clock = new ManualClock(TimeSpan.Zero) };
        TrainingResult result = Trainers.Create(solver).Train(Data, Objective, options, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        Assert.Equal(TimeSpan.Zero, result.Elapsed);
    }

    [Fact]
    public void Train_Certificate_SaysWhoMadeIt()
    {
        TrainingResult result = Train.Ascent(Data, Objective, 1e-3, seed: 42);
        Assert.Equal("dual-coordinate-ascent", result.Certificate.Solver);
        Assert.Equal(42, result.Certificate.Seed);
        Assert.Equal(600, result.Certificate.ExampleCount);
        Assert.Equal(Data.Fingerprint(), result.Certificate.Fingerprint);
        Assert.Same(result.Certificate, result.Model.Certificate);
    }

    [Fact]
    public void Train_OptionsOutOfRange_Throw()
    {
        TrainingOptions[] bad =
        [
            new() { RelativeGap = 0 }, new() { RelativeGap = double.NaN }, new() { RelativeGap = double.PositiveInfinity },
            new() { EpochLimit = 0 }, new() { Threads = 0 }, new() { TimeLimit = TimeSpan.Zero },
        ];
        foreach (string solver in Trainers.Names)
            foreach (TrainingOptions options in bad)
                Assert.Throws<ArgumentException>(() => Trainers.Create(solver).Train(Data, Objective, options, cancellation: TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Trainers_NamesAndDefaults_FitTheLoss()
    {
        Assert.All(Trainers.Names, name => Assert.Equal(name, Trainers.Create(name).Name));
        Assert.Throws<ArgumentException>(() => Trainers.Create("magic"));
        Assert.All(Loss.Names, name => Assert.Equal("dual-coordinate-ascent", Trainers.DefaultFor(Loss.Create(name)).Name));
    }

    private sealed class CancelAfter(CancellationTokenSource source, int reports) : IProgress<TrainingProgress>
    {
        private int _left = reports;

        public void Report(TrainingProgress value)
        {
            if (--_left == 0) source.Cancel();
        }
    }
}
