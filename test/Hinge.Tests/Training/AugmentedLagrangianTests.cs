using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Training.Multipliers;

namespace Hinge.Tests.Training;

public class AugmentedLagrangianTests
{
    private const double Gap = 1e-6;

    public static TheoryData<string> Losses => ["weston-watkins", "squared-weston-watkins", "one-vs-rest", "squared-one-vs-rest"];

    // One example x = (1), two classes, y = 0, C = 10: the optimum is W = (½, −½), P = D = ¼.
    [Fact]
    public void Train_OneExampleOfTwoClasses_FindsTheHandWorkedOptimum()
    {
        TrainingResult result = Lagrangian(Storage.Dense([1], [0], 1, 2), Train.Objective("weston-watkins", cost: 10), 1e-12);
        MatrixAssert.Close([0.5, -0.5], result.Model.Weights.Values, 2, 1e-6, "W");
        MatrixAssert.Close(0.25, result.Certificate.Primal, 1e-12, "primal");
        Assert.Equal(StopReason.GapReached, result.StopReason);
        Assert.Equal("augmented-lagrangian", result.Certificate.Solver);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_RandomProblemsOverEightDecadesOfCost_ReachesTheGapAndTellsTheTruth(string loss)
    {
        foreach ((int n, int d, int k, double bias) in ((int, int, int, double)[])[(30, 4, 3, 0), (80, 10, 5, 1), (60, 30, 2, 0.5), (10, 40, 4, 0)])
            foreach (double cost in (double[])[1e-4, 1e-2, 1, 1e2, 1e4])
                foreach (Dataset data in (Dataset[])[Blobs.Dense(n, d, k, seed: n), Blobs.Sparse(n, d, k, seed: d)])
                    RequireGap(data, Train.Objective(loss, cost, bias));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_FeaturesOfOtherScales_ReachesTheGap(string loss)
    {
        foreach (double scale in (double[])[1e-3, 1e3])
        {
            (double[] x, int[] y) = Blobs.Raw(60, 6, 4, seed: 3);
            Dataset data = Storage.Dense([.. x.Select(v => v * scale)], y, 6, 4);
            RequireGap(data, Train.Objective(loss, 1));
            RequireGap(data, Train.Objective(loss, 1 / (scale * scale)));
        }
    }

    /// <summary>C·mean ‖x‖² = 6·10¹¹ on overlapping classes: in float the gap stays above 4e-4 for ever, so only double gets on.</summary>
    [Fact]
    public void Train_FloatFeaturesAtAHugeCost_GoesOnInDouble()
    {
        string[][] iris = [.. File.ReadLines(RepositoryFile.At("samples", "iris.csv")).Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))];
        double[] x = [.. iris.SelectMany(fields => fields[..4]).Select(field => 1e3 * double.Parse(field, System.Globalization.CultureInfo.InvariantCulture))];
        string[] names = [.. iris.Select(fields => fields[4]).Distinct()];
        Dataset data = Storage.DenseFloat(x, [.. iris.Select(fields => Array.IndexOf(names, fields[4]))], 4, names.Length);
        TrainingResult result = new AugmentedLagrangian().Train(data, Train.Objective("weston-watkins", 1e4), new TrainingOptions { RelativeGap = Gap, EpochLimit = 5000, Threads = 1 });
        Assert.True(result.StopReason == StopReason.GapReached, $"{result.StopReason} at {result.Certificate.RelativeGap}");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_WhereAscentConverges_SameOptimum(string loss)
    {
        foreach (double cost in (double[])[0.01, 0.3])
        {
            Dataset data = Blobs.Dense(60, 9, 4, seed: 9);
            Objective objective = Train.Objective(loss, cost, bias: 1);
            TrainingResult expected = Train.Optimum(data, objective), actual = Lagrangian(data, objective, 1e-10);
            Assert.Equal(StopReason.GapReached, actual.StopReason);
            MatrixAssert.Close(expected.Certificate.Primal, actual.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
            MatrixAssert.AtMost(expected.Model.Weights.DistanceTo(actual.Model.Weights), expected.Certificate.WeightErrorBound + actual.Certificate.WeightErrorBound, 0, $"distance of the weights of {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_DenseAndSparseFloatAndDouble_AgreeOnTheOptimum(string loss)
    {
        (double[] x, int[] y) = Blobs.Raw(60, 9, 4, seed: 9, density: 0.4);
        Objective objective = Train.Objective(loss, 3, bias: 1);
        TrainingResult expected = Lagrangian(Storage.Dense(x, y, 9, 4), objective, 1e-10);
        foreach (Dataset data in (Dataset[])[Storage.Sparse(x, y, 9, 4), Storage.DenseFloat(x, y, 9, 4), Storage.SparseFloat(x, y, 9, 4)])
        {
            TrainingResult actual = Lagrangian(data, objective, 1e-10);
            Assert.Equal(StopReason.GapReached, actual.StopReason);
            MatrixAssert.Close(expected.Certificate.Primal, actual.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_AnyThreadCountAndAgain_SameBits(string loss)
    {
        (double[] x, int[] y) = Blobs.Raw(700, 20, 4, seed: 1, density: 0.4);
        foreach (Dataset data in (Dataset[])[Storage.DenseFloat(x, y, 20, 4), Storage.SparseFloat(x, y, 20, 4), Storage.Sparse(x, y, 20, 4)])
        {
            Objective objective = Train.Objective(loss, 2, bias: 1);
            TrainingResult first = Lagrangian(data, objective);
            foreach (int threads in (int[])[1, 2, 3])
            {
                TrainingResult other = Lagrangian(data, objective, threads: threads);
                MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, 4, $"W of {loss} at {threads} threads");
                Assert.Equal(first.Certificate, other.Certificate);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_DegenerateData_ReachesTheGap(string loss)
    {
        RequireGap(Storage.Dense([3, -1], [1], d: 2, k: 3), Train.Objective(loss, 1));
        RequireGap(Storage.Dense([1, -1, 2, -2, 1, 0.5], [0, 1, 0, 1, 1, 0], d: 1, k: 2), Train.Objective(loss, 1));
        RequireGap(Storage.Dense(new double[10], [0, 1, 2, 0, 1], d: 2, k: 3), Train.Objective(loss, 1));
        RequireGap(Storage.Sparse(new double[10], [0, 1, 2, 0, 1], d: 2, k: 3), Train.Objective(loss, 1));
        RequireGap(Storage.Dense([0, 0, 1, 2, 0, 0, 3, 1], [0, 1, 2, 0], d: 2, k: 3), Train.Objective(loss, 100));
        RequireGap(Storage.Dense([1, 2, 1, 2, 1, 2, 1, 2], [0, 0, 0, 0], d: 2, k: 2), Train.Objective(loss, 1));
        RequireGap(Storage.Dense([1, 2, 1, 2, 1, 2, 1, 2], [0, 1, 2, 0], d: 2, k: 3), Train.Objective(loss, 5));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_WeightsOfExamples_ZeroIncluded_ReachesTheGap(string loss)
    {
        double[] weights = [.. Enumerable.Range(0, 40).Select(i => (i % 3) * 2.0)];
        RequireGap(Blobs.Dense(40, 3, 3, seed: 5), Train.Objective(loss, 3) with { SampleWeights = weights }, weights);
        RequireGap(Blobs.Sparse(40, 3, 3, seed: 5), Train.Objective(loss, 3, bias: 1) with { SampleWeights = weights }, weights);
        TrainingResult nothing = Lagrangian(Blobs.Dense(5, 2, 2, 1), Train.Objective(loss, 1) with { SampleWeights = new double[5] });
        Assert.Equal(0, nothing.Certificate.Primal);
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-weston-watkins")]
    public void Train_DeltaTableOrZero_ReachesTheGap(string loss)
    {
        Dataset data = Blobs.Dense(30, 4, 3, seed: 8);
        RequireGap(data, new Objective { Loss = Loss.Create(loss, new Delta(3, [0, 1, 5, 0.25, 0, 0, 2, 3, 0])), Cost = 20 });
        RequireGap(data, new Objective { Loss = Loss.Create(loss, new Delta(1000)), Cost = 20 });
        Assert.Equal(0, Lagrangian(data, new Objective { Loss = Loss.Create(loss, new Delta(0)) }).Certificate.Primal);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_HundredClasses_ReachesTheGap(string loss) => RequireGap(Blobs.Sparse(300, 15, 100, seed: 4), Train.Objective(loss, 10));

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_Bias_EqualsAConstantColumn(string loss)
    {
        const double Scale = 0.7;
        (double[] x, int[] y) = Blobs.Raw(30, 3, 3, seed: 7, density: 0.6);
        double[] wide = [.. y.SelectMany((_, i) => (double[])[x[3 * i], x[3 * i + 1], x[3 * i + 2], Scale])];
        foreach (bool isSparse in (bool[])[false, true])
        {
            Func<double[], int[], int, int, Dataset> store = isSparse ? Storage.Sparse : Storage.Dense;
            TrainingResult with = Lagrangian(store(x, y, 3, 3), Train.Objective(loss, 5, Scale), 1e-10), column = Lagrangian(store(wide, y, 4, 3), Train.Objective(loss, 5), 1e-10);
            MatrixAssert.Close(column.Certificate.Primal, with.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_WithoutRoomForFactors_ReachesTheGapFromNothing(string loss)
    {
        foreach (Dataset data in (Dataset[])[Blobs.Dense(80, 10, 5, seed: 1), Blobs.Sparse(80, 10, 5, seed: 1)])
        {
            Problem problem = new(data, Train.Objective(loss, 5, bias: 1));
            using TrainingRun run = new(problem, "test", new TrainingOptions { RelativeGap = Gap, Threads = 1 }, null, TestContext.Current.CancellationToken);
            DualVariables duals = new(problem.ExampleCount, problem.ClassCount);
            StopReason reason = new MultiplierMethod(problem, run, duals, problem.NewWeights(), factorBytes: 0).Run();
            Assert.Equal(StopReason.GapReached, reason);
            MatrixAssert.AtMost(run.Finish(reason, duals).Certificate.RelativeGap, Gap, Tolerances.IndependentGap, $"gap of {loss}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Run_CutShort_KeepsTheDualItBeganWith(string loss)
    {
        Dataset data = Blobs.Dense(200, 10, 5, seed: 2);
        Objective objective = Train.Objective(loss, 5);
        TrainingResult start = Train.Ascent(data, objective, gap: 0.01);
        Problem problem = new(data, objective);
        for (int epochs = 1; epochs < 12; epochs++)
        {
            using TrainingRun run = new(problem, "test", new TrainingOptions { RelativeGap = 1e-12, EpochLimit = epochs, Threads = 1 }, null, TestContext.Current.CancellationToken);
            DualVariables duals = new(problem.ExampleCount, problem.ClassCount);
            for (int i = 0; i < problem.ExampleCount; i++)
                if (!start.Duals[i].IsEmpty) duals.SetRow(i, start.Duals[i]);
            StopReason reason = new MultiplierMethod(problem, run, duals, problem.WeightsOf(duals, 1)).Run();
            Assert.Equal(StopReason.EpochLimit, reason);
            TrainingResult result = run.Finish(reason, duals);
            Assert.Equal(epochs, result.Certificate.Epochs);
            MatrixAssert.AtMost(start.Certificate.Dual, result.Certificate.Dual, Tolerances.DualMonotonicity * start.Certificate.Primal, $"dual of {loss} after {epochs} epochs");
        }
    }

    [Fact]
    public void Train_OtherLoss_SaysWhatToUse()
    {
        foreach (string loss in (string[])["softmax", "crammer-singer"])
        {
            ArgumentException error = Assert.Throws<ArgumentException>(() => Lagrangian(Blobs.Dense(5, 2, 2, 1), Train.Objective(loss, 1)));
            Assert.Contains("Use dual-coordinate-ascent", error.Message, StringComparison.Ordinal);
        }
    }

    private static TrainingResult Lagrangian(Dataset data, Objective objective, double gap = Gap, int threads = 1) =>
        new AugmentedLagrangian().Train(data, objective, new TrainingOptions { RelativeGap = gap, Threads = threads }, cancellation: TestContext.Current.CancellationToken);

    private static void RequireGap(Dataset data, Objective objective, double[]? exampleWeights = null)
    {
        TrainingResult result = Lagrangian(data, objective);
        string what = $"{objective.Loss}, N = {data.ExampleCount}, D = {data.Features.FeatureCount}, C = {objective.Cost}, {(data.Features.IsSparse ? "sparse" : "dense")}, stopped by {result.StopReason} after {result.Certificate.Epochs} epochs";
        MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result, exampleWeights), Gap, Tolerances.IndependentGap, $"gap of {what}");
        Assert.True(result.StopReason == StopReason.GapReached, what);
    }
}
