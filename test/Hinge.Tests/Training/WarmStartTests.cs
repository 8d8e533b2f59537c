using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Training that begins with duals: the same optimum, certified as ever, and no step back.</summary>
public class WarmStartTests
{
    private const double LowCost = 0.01, HighCost = 0.3, Gap = 1e-7;

    public static TheoryData<string, string> SolversAndLosses
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string loss in PlainLosses.Names) all.Add("dual-coordinate-ascent", loss);
            foreach (string loss in PlainLosses.WithBlocks.Where(loss => loss != "crammer-singer")) all.Add("augmented-lagrangian", loss);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(SolversAndLosses))]
    public void Train_StartedAtALowerCost_ReachesTheOptimumOfAColdRun(string solver, string loss)
    {
        foreach (Dataset data in new[] { Blobs.Dense(300, 5, 4, seed: 3), Floats(), Blobs.Sparse(300, 20, 4, seed: 4) })
        {
            Objective low = Train.Objective(loss, LowCost, bias: 1), high = low with { Cost = HighCost };
            TrainingResult start = Run(solver, data, low, null), warm = Run(solver, data, high, start.Duals), cold = Run(solver, data, high, null);
            Assert.Equal((StopReason.GapReached, StopReason.GapReached), (warm.StopReason, cold.StopReason));
            MatrixAssert.AtMost(PlainObjective.RequireHonest(data, high, warm), Gap, Tolerances.IndependentGap, $"gap of {solver}, {loss}");
            MatrixAssert.AtMost(
                warm.Model.Weights.DistanceTo(cold.Model.Weights),
                Math.Sqrt(2 * warm.Certificate.Gap) + Math.Sqrt(2 * cold.Certificate.Gap), Tolerances.IndependentGap, $"distance of the optima of {solver}, {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(SolversAndLosses))]
    public void Train_StartedAtItsOwnOptimum_IsThereAtOnce(string solver, string loss)
    {
        Dataset data = Blobs.Dense(200, 5, 3, seed: 5);
        Objective objective = Train.Objective(loss, HighCost);
        TrainingResult first = Run(solver, data, objective, null);
        // The certificate is that of the best primal, the duals are the last: a run from these may look a little worse.
        TrainingResult second = Trainers.Create(solver).Train(data, objective, new TrainingOptions { RelativeGap = 10 * Gap, Start = first.Duals, Threads = 1 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((StopReason.GapReached, 0), (second.StopReason, second.Certificate.Epochs));
        PlainObjective.RequireHonest(data, objective, second);
    }

    // Where the dual is linear the duals grow with the cost; at most, and by no more than helps.
    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    public void Train_StartedWithLinearDuals_BeginsAtTheBestMultiple(string loss)
    {
        Dataset data = Blobs.Dense(200, 5, 3, seed: 6);
        Objective low = Train.Objective(loss, LowCost), high = low with { Cost = HighCost };
        DualVariables start = Run("dual-coordinate-ascent", data, low, null).Duals;
        double found = FirstDual(data, high, start), asGiven = PlainObjective.Dual(data, high, start);
        double best = double.NegativeInfinity;
        for (int step = 0; step <= 600; step++)
            best = Math.Max(best, PlainObjective.Dual(data, high, Scaled(start, step * 0.05)));
        MatrixAssert.AtMost(asGiven, found, 0, $"dual as given and at the start, {loss}");
        MatrixAssert.AtMost(best, found, Tolerances.IndependentGap, $"dual of the best of many multiples and at the start, {loss}");
        Assert.True(found > 1.2 * asGiven, $"{loss}: {found} from {asGiven}");
    }

    [Theory]
    [InlineData("squared-weston-watkins")]
    [InlineData("softmax")]
    public void Train_StartedWithOtherDuals_BeginsWithThese(string loss)
    {
        Dataset data = Blobs.Dense(200, 5, 3, seed: 6);
        Objective low = Train.Objective(loss, LowCost), high = low with { Cost = HighCost };
        DualVariables start = Run("dual-coordinate-ascent", data, low, null).Duals;
        MatrixAssert.Close(PlainObjective.Dual(data, high, start), FirstDual(data, high, start), Tolerances.IndependentGap, $"first dual of {loss}");
    }

    [Theory]
    [InlineData("dual-coordinate-ascent")]
    [InlineData("augmented-lagrangian")]
    public void Train_Started_LeavesTheDualsAloneAndGivesTheSameBitsAtAnyThreadCount(string solver)
    {
        Dataset data = Floats();
        Objective low = Train.Objective("weston-watkins", LowCost), high = low with { Cost = HighCost };
        DualVariables start = Run(solver, data, low, null).Duals;
        double[] before = Rows(start);
        TrainingResult first = Run(solver, data, high, start, threads: 1), second = Run(solver, data, high, start, threads: 3);
        MatrixAssert.SameBits(before, Rows(start), 4, "the duals that it started with");
        MatrixAssert.SameBits(first.Model.Weights.Values, second.Model.Weights.Values, 4, $"W of {solver}");
        MatrixAssert.SameBits(Rows(first.Duals), Rows(second.Duals), 4, $"b of {solver}");
        Assert.Equal(first.Certificate, second.Certificate);
    }

    [Theory]
    [MemberData(nameof(SolversAndLosses))]
    public void Train_StartThatIsNotFeasible_NamesTheExample(string solver, string loss)
    {
        Dataset data = Blobs.Dense(50, 4, 3, seed: 7);
        Objective objective = Train.Objective(loss, HighCost);
        DualVariables start = new(50, 3);
        // Outside whatever the cost: of the wrong sign for every loss.
        double[] row = [-1, -1, -1];
        row[data.Labels[17]] = 2;
        start.SetRow(17, row);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Run(solver, data, objective, start));
        Assert.Contains("example 17 ", error.Message, StringComparison.Ordinal);
        Assert.Contains("no higher", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    [InlineData("softmax")]
    public void Train_StartOfAHigherCost_IsRefused(string loss)
    {
        Dataset data = Blobs.Dense(50, 4, 3, seed: 7);
        Objective high = Train.Objective(loss, HighCost), low = high with { Cost = LowCost };
        DualVariables start = Run("dual-coordinate-ascent", data, high, null).Duals;
        Assert.Contains("feasible", Assert.Throws<ArgumentException>(() => Run("dual-coordinate-ascent", data, low, start)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_StartWithDualsWhereThereIsNoCost_IsRefused()
    {
        Dataset data = Blobs.Dense(50, 4, 3, seed: 7);
        Objective low = Train.Objective("weston-watkins", LowCost);
        DualVariables start = Run("dual-coordinate-ascent", data, low, null).Duals;
        int some = Enumerable.Range(0, 50).First(i => !start[i].IsEmpty);
        double[] weights = [.. Enumerable.Range(0, 50).Select(i => i == some ? 0.0 : 1)];
        ArgumentException error = Assert.Throws<ArgumentException>(() => Run("dual-coordinate-ascent", data, low with { SampleWeights = weights }, start));
        Assert.Contains($"example {some} ", error.Message, StringComparison.Ordinal);
        start.SetRow(some, [0, 0, 0]);
        Assert.Equal(StopReason.GapReached, Run("dual-coordinate-ascent", data, low with { SampleWeights = weights }, start).StopReason);
    }

    [Theory]
    [InlineData(49, 3)]
    [InlineData(50, 4)]
    public void Train_StartOfAnotherShape_SaysBoth(int exampleCount, int classCount)
    {
        Dataset data = Blobs.Dense(50, 4, 3, seed: 7);
        foreach (string solver in (string[])["dual-coordinate-ascent", "augmented-lagrangian"])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => Run(solver, data, new Objective(), new DualVariables(exampleCount, classCount)));
            Assert.Contains($"must be 50×3; got {exampleCount}×{classCount}.", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Train_GradientDescentWithAStart_IsRefused()
    {
        Dataset data = Blobs.Dense(50, 4, 3, seed: 7);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Run("gradient-descent", data, new Objective(), new DualVariables(50, 3)));
        Assert.Contains("keeps no duals", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void LeastCost_OfLinearDuals_IsWhereTheyBecomeFeasible()
    {
        foreach (string name in (string[])["weston-watkins", "crammer-singer", "one-vs-rest"])
        {
            Loss loss = Loss.Create(name);
            double[] dual = name == "one-vs-rest" ? [0.25, -0.5, 0.125] : [0.25, -0.375, 0.125];
            double least = loss.LeastCost(dual, 1);
            Assert.True(double.IsFinite(loss.DualTerm(dual, 1, least)), name);
            Assert.True(double.IsNegativeInfinity(loss.DualTerm(dual, 1, least * (1 - 1e-9))), name);
        }
    }

    private static Dataset Floats()
    {
        (double[] x, int[] y) = Blobs.Raw(300, 5, 4, seed: 8);
        return Storage.DenseFloat(x, y, 5, 4);
    }

    private static TrainingResult Run(string solver, Dataset data, Objective objective, DualVariables? start, int threads = 1) =>
        Trainers.Create(solver).Train(data, objective, new TrainingOptions { RelativeGap = Gap, EpochLimit = 100_000, Threads = threads, Start = start }, cancellation: TestContext.Current.CancellationToken);

    private static double FirstDual(Dataset data, Objective objective, DualVariables start)
    {
        ProgressLog log = new();
        new DualCoordinateAscent().Train(data, objective, new TrainingOptions { Start = start, Threads = 1 }, log, TestContext.Current.CancellationToken);
        return log.Reports[0].Dual;
    }

    private static DualVariables Scaled(DualVariables duals, double factor)
    {
        DualVariables scaled = new(duals.ExampleCount, duals.ClassCount);
        for (int i = 0; i < duals.ExampleCount; i++)
            if (!duals[i].IsEmpty) scaled.SetRow(i, [.. duals[i].ToArray().Select(value => factor * value)]);
        return scaled;
    }

    private static double[] Rows(DualVariables duals) =>
        [.. Enumerable.Range(0, duals.ExampleCount).SelectMany(i => duals[i].IsEmpty ? new double[duals.ClassCount] : duals[i].ToArray())];
}
