using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Tests.Training;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

public class RegularizationPathTests
{
    private static readonly double[] Costs = [0.001, 0.01, 0.03, 0.5];
    private static readonly Dataset Data = Blobs.Dense(250, 6, 4, seed: 11);

    public static TheoryData<string> Losses => [.. PlainLosses.Names];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_EveryCost_IsCertifiedAndAgreesWithTrainingAlone(string loss)
    {
        const double Gap = 1e-5;
        Objective objective = Train.Objective(loss, 77, bias: 1);
        TrainingResult[] path = [.. Path(objective, Costs, Gap)];
        Assert.Equal(Costs, path.Select(result => result.Model.Objective.Cost!.Value));
        foreach (TrainingResult result in path)
        {
            Objective own = objective with { Cost = result.Model.Objective.Cost };
            Assert.Equal(StopReason.GapReached, result.StopReason);
            MatrixAssert.AtMost(PlainObjective.RequireHonest(Data, own, result), Gap, Tolerances.IndependentGap, $"gap of {loss} at {own.Cost}");
            TrainingResult alone = Train.Ascent(Data, own, Gap);
            MatrixAssert.AtMost(
                result.Model.Weights.DistanceTo(alone.Model.Weights), Math.Sqrt(2 * result.Certificate.Gap) + Math.Sqrt(2 * alone.Certificate.Gap),
                Tolerances.IndependentGap, $"distance of {loss} at {own.Cost}");
        }
    }

    [Fact]
    public void Train_Lambda_IsNotLookedAt()
    {
        TrainingResult[] byLambda = [.. Path(new Objective { Lambda = 3 }, Costs, 1e-3)], plain = [.. Path(new Objective(), Costs, 1e-3)];
        Assert.Equal(plain.Select(result => result.Certificate), byLambda.Select(result => result.Certificate));
    }

    [Fact]
    public void Train_Cancelled_EndsWithTheResultThatItInterrupted()
    {
        using CancellationTokenSource source = new();
        List<StopReason> reasons = [];
        foreach (TrainingResult result in RegularizationPath.Train(Data, new Objective(), Costs, new TrainingOptions { RelativeGap = 1e-9, Threads = 1 }, null, source.Token))
        {
            reasons.Add(result.StopReason);
            if (reasons.Count == 2) source.Cancel();
        }
        Assert.Equal([StopReason.GapReached, StopReason.GapReached, StopReason.Cancelled], reasons);
    }

    [Fact]
    public void Train_NotAskedFor_TrainsNothing()
    {
        ProgressLog log = new();
        IEnumerable<TrainingResult> path = RegularizationPath.Train(Data, new Objective(), Costs, null, log, TestContext.Current.CancellationToken);
        Assert.Empty(log.Reports);
        TrainingResult first = path.First();
        Assert.Equal(Costs[0], first.Model.Objective.Cost);
        Assert.NotEmpty(log.Reports);
    }

    [Fact]
    public void Train_EpochsUsedUp_GoesOnAndSaysSo()
    {
        TrainingResult[] path = [.. RegularizationPath.Train(Data, new Objective(), Costs, new TrainingOptions { RelativeGap = 1e-12, EpochLimit = 2, Threads = 1 }, cancellation: TestContext.Current.CancellationToken)];
        Assert.Equal(Costs.Length, path.Length);
        Assert.Equal(StopReason.EpochLimit, path[^1].StopReason);
        PlainObjective.RequireHonest(Data, new Objective { Cost = Costs[^1] }, path[^1]);
    }

    public static TheoryData<double[], string> BadCosts => new()
    {
        { [], "at least one" },
        { [0], "above 0; got 0" },
        { [-1], "above 0; got -1" },
        { [1, double.NaN], "above 0; got NaN" },
        { [1, double.PositiveInfinity], "got Infinity" },
        { [1, 1], "must increase; got 1 after 1" },
        { [2, 1], "must increase; got 1 after 2" },
    };

    [Theory]
    [MemberData(nameof(BadCosts))]
    public void Train_BadCosts_AreRefusedAtOnce(double[] costs, string rule)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => RegularizationPath.Train(Data, new Objective(), costs));
        Assert.Contains(rule, error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<TrainingResult> Path(Objective objective, double[] costs, double gap) =>
        RegularizationPath.Train(Data, objective, costs, new TrainingOptions { RelativeGap = gap, Threads = 1 }, cancellation: TestContext.Current.CancellationToken);
}
