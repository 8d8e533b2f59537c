using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Data and constants at the ends of their ranges, for every loss with exact blocks.</summary>
public class TrainingEdgeCaseTests
{
    private const double Gap = 1e-6;

    public static TheoryData<string> Losses => [.. PlainLosses.WithBlocks];

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_DegenerateData_ReachesTheGap(string loss)
    {
        RequireGap(Storage.Dense([3, -1], [1], d: 2, k: 3), loss, 1);
        RequireGap(Storage.Dense([1, -1, 2, -2, 1, 0.5], [0, 1, 0, 1, 1, 0], d: 1, k: 2), loss, 1);
        RequireGap(Storage.Dense(new double[10], [0, 1, 2, 0, 1], d: 2, k: 3), loss, 1);
        RequireGap(Storage.Sparse(new double[10], [0, 1, 2, 0, 1], d: 2, k: 3), loss, 1);
        RequireGap(Storage.Dense([0, 0, 1, 2, 0, 0, 3, 1], [0, 1, 2, 0], d: 2, k: 3), loss, 1);
        RequireGap(Storage.Dense([1, 2, 1, 2, 1, 2, 1, 2], [0, 0, 0, 0], d: 2, k: 2), loss, 1);
        RequireGap(Storage.Dense([1, 2, 1, 2, 1, 2, 1, 2], [0, 1, 2, 0], d: 2, k: 3), loss, 5);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_ClassWithoutExamples_ReachesTheGap(string loss)
    {
        (double[] x, int[] y) = Blobs.Raw(30, 4, 3, seed: 1);
        RequireGap(Storage.Dense(x, y, 4, k: 5), loss, 0.5);
        RequireGap(Storage.Sparse(x, y, 4, k: 5), loss, 0.5, new Objective { BalancesClasses = true }.EffectiveClassWeights(new Labels(y, 5)));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_CostsAcrossEightDecades_ReachesTheGapOrSaysHowFarItIs(string loss)
    {
        foreach (double cost in (double[])[1e-4, 1e-2, 1, 1e2]) RequireGap(Blobs.Dense(25, 3, 3, seed: 2), loss, cost);

        // More features than examples: separable, where even the largest cost is easy.
        RequireGap(Blobs.Dense(10, 40, 3, seed: 2), loss, 1e4);

        // Overlapping classes at the largest cost: coordinate steps crawl, and what they reach must be told as it is.
        RequireHonesty(Blobs.Dense(25, 3, 3, seed: 2), loss, 1e4);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_FloatsWhoseRoundingHidesTheGap_GoesOnInDouble(string loss)
    {
        // Separable: the primal is half of a small ‖W‖², and C times the rounding of a violation in float far more than a millionth of it.
        (double[] x, int[] y) = Blobs.Raw(60, 200, 4, seed: 7);
        foreach (double cost in (double[])[1, 1e2])
        {
            RequireGap(Storage.DenseFloat(x, y, 200, 4), loss, cost);
            RequireGap(Storage.SparseFloat(x, y, 200, 4), loss, cost);
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_NormsAcrossTwelveDecades_ReachesTheGapOrSaysHowFarItIs(string loss)
    {
        foreach (double scale in (double[])[1e-6, 1e-3, 1e3, 1e6])
        {
            (double[] x, int[] y) = Blobs.Raw(25, 3, 3, seed: 3);
            Dataset data = Storage.Dense([.. x.Select(v => v * scale)], y, 3, 3);
            RequireGap(data, loss, 1 / (scale * scale));
            if (scale < 1) RequireGap(data, loss, 1);
            else RequireHonesty(data, loss, 1);
        }

        // Every scale in one data set.
        (double[] mixed, int[] labels) = Blobs.Raw(24, 3, 3, seed: 4);
        for (int e = 0; e < mixed.Length; e++) mixed[e] *= Math.Pow(10, e / 3 % 13 - 6);
        RequireHonesty(Storage.Dense(mixed, labels, 3, 3), loss, 1);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_WholeSampleWeights_EqualDroppingAndDuplicating(string loss)
    {
        (double[] x, int[] y) = Blobs.Raw(20, 3, 3, seed: 5);
        double[] weights = [.. Enumerable.Range(0, 20).Select(i => (double)(i % 3))];
        int[] copies = [.. Enumerable.Range(0, 20).SelectMany(i => Enumerable.Repeat(i, i % 3))];
        Dataset data = Storage.Dense(x, y, 3, 3), repeated = data.Select(copies);
        Objective objective = Train.Objective(loss, 0.4);
        TrainingResult weighted = Train.Optimum(data, objective with { SampleWeights = weights });
        TrainingResult plain = Train.Optimum(repeated, objective);
        PlainObjective.RequireHonest(data, objective, weighted, weights);
        MatrixAssert.Close(plain.Certificate.Primal, weighted.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
        MatrixAssert.AtMost(plain.Model.Weights.DistanceTo(weighted.Model.Weights), plain.Certificate.WeightErrorBound + weighted.Certificate.WeightErrorBound, 0, $"distance of weights of {loss}");
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_EverySampleWeightZero_LeavesWeightsOfZero(string loss)
    {
        TrainingResult result = Train.Ascent(Blobs.Dense(5, 2, 2, 1), Train.Objective(loss, 1) with { SampleWeights = new double[5] });
        Assert.Equal(0, result.Certificate.Primal);
        Assert.Equal(0, result.Certificate.Gap);
        Assert.All(result.Model.Weights.Values.ToArray(), w => Assert.Equal(0, w));
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_ClassWeights_EqualTheirSampleWeights(string loss)
    {
        Dataset data = Blobs.Dense(20, 3, 3, seed: 6);
        double[] perClass = [2, 0.5, 1], perExample = [.. data.Labels.Values.ToArray().Select(y => perClass[y])];
        Objective objective = Train.Objective(loss, 0.4);
        TrainingResult byClass = Train.Ascent(data, objective with { ClassWeights = perClass }), byExample = Train.Ascent(data, objective with { SampleWeights = perExample });
        MatrixAssert.SameBits(byExample.Model.Weights.Values, byClass.Model.Weights.Values, 3, $"W of {loss}");
        PlainObjective.RequireHonest(data, objective, byClass, perExample);
    }

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
            TrainingResult with = Train.Optimum(store(x, y, 3, 3), Train.Objective(loss, 0.5, Scale));
            TrainingResult column = Train.Optimum(store(wide, y, 4, 3), Train.Objective(loss, 0.5));
            MatrixAssert.Close(column.Certificate.Primal, with.Certificate.Primal, Tolerances.CertifiedOptima, $"optimum of {loss}");
            MatrixAssert.AtMost(column.Model.Weights.DistanceTo(with.Model.Weights), column.Certificate.WeightErrorBound + with.Certificate.WeightErrorBound, 0, $"distance of weights of {loss}");
        }
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-weston-watkins")]
    [InlineData("crammer-singer")]
    public void Train_DeltaTable_ReachesTheGap(string loss)
    {
        Dataset data = Blobs.Dense(30, 4, 3, seed: 8);
        Objective objective = new() { Loss = Loss.Create(loss, new Delta(3, [0, 1, 5, 0.25, 0, 0, 2, 3, 0])), Cost = 0.5 };
        TrainingResult result = Train.Ascent(data, objective, Gap);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), Gap, Tolerances.IndependentGap, $"gap of {loss}");
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("squared-weston-watkins")]
    [InlineData("crammer-singer")]
    public void Train_DeltaOfZero_LeavesWeightsOfZero(string loss)
    {
        TrainingResult result = Train.Ascent(Blobs.Dense(10, 2, 3, seed: 9), new Objective { Loss = Loss.Create(loss, new Delta(0)) });
        Assert.Equal(0, result.Certificate.Primal);
        Assert.Equal(StopReason.GapReached, result.StopReason);
    }

    [Fact]
    public void Train_NothingToTellApart_Throws()
    {
        Assert.Throws<ArgumentException>(() => Train.Ascent(Storage.Dense([1, 2], [0, 0], 1, k: 1), new Objective()));
        Assert.Throws<ArgumentException>(() => Train.Ascent(Storage.Dense([], [], 1, k: 2), new Objective()));
    }

    private static void RequireGap(Dataset data, string loss, double cost, double[]? classWeights = null)
    {
        Objective objective = Train.Objective(loss, cost) with { ClassWeights = classWeights };
        TrainingResult result = Train.Ascent(data, objective, Gap, epochs: 100_000);
        string what = $"{loss}, N = {data.ExampleCount}, C = {cost}, stopped by {result.StopReason} after {result.Certificate.Epochs} epochs";
        double[]? weights = classWeights is null ? null : [.. data.Labels.Values.ToArray().Select(y => classWeights[y])];
        MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result, weights), Gap, Tolerances.IndependentGap, $"gap of {what}");
        Assert.Equal(StopReason.GapReached, result.StopReason);
    }

    /// <summary>The gap may stay open, the certificate may not lie about it.</summary>
    private static void RequireHonesty(Dataset data, string loss, double cost)
    {
        Objective objective = Train.Objective(loss, cost);
        TrainingResult result = Train.Ascent(data, objective, Gap, epochs: 2000);
        double gap = PlainObjective.RequireHonest(data, objective, result);
        Assert.True(gap is >= -Tolerances.SameFormula and < 1, $"gap of {loss} at C = {cost} is {gap}");
    }

    // Features in float, whose rounding a large C makes much of: eight decades of it, with classes that overlap and that do not.
    [Theory]
    [InlineData("dual-coordinate-ascent")]
    [InlineData("augmented-lagrangian")]
    public void Train_AnyCost_SaysThatTheGapIsReachedOnlyWhereItIs(string solver)
    {
        const int N = 150, D = 5, K = 3;
        foreach (double spread in (double[])[1, 8])
        {
            (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 4, density: 0.9);
            for (int i = 0; i < N; i++) x[i * D + y[i]] += spread;
            Dataset data = Storage.DenseFloat(x, y, D, K);
            for (double cost = 1e-4; cost < 2e4; cost *= 10)
            {
                foreach (double gap in (double[])[1e-3, 1e-6])
                {
                    TrainingOptions options = new() { RelativeGap = gap, EpochLimit = 3000, Threads = 1 };
                    TrainingResult result = Trainers.Create(solver).Train(data, Train.Objective("weston-watkins", cost, bias: 1), options, cancellation: TestContext.Current.CancellationToken);
                    bool isReached = result.Certificate.RelativeGap <= gap;
                    Assert.True(isReached == (result.StopReason == StopReason.GapReached), $"{solver}, C = {cost}, gap {gap}, spread {spread}: {result.StopReason} at gap {result.Certificate.RelativeGap}");
                }
            }
        }
    }
}
