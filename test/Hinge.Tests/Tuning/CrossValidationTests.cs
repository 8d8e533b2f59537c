using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Tests.Training;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

public class CrossValidationTests
{
    private static readonly double[] Costs = [0.0005, 0.01, 0.2];
    private static readonly Dataset Data = Blobs.Dense(160, 3, 4, seed: 12);
    private static readonly CrossValidationOptions Options = new() { FoldCount = 4, Costs = Costs, Training = new TrainingOptions { RelativeGap = 1e-4, Threads = 1 } };

    [Fact]
    public void Run_EveryFoldAndCost_IsWhatPlainLoopsFind()
    {
        Objective objective = new() { BiasScale = 1 };
        CrossValidationResult found = Run(Data, objective, Options);
        Assert.True(found.IsComplete);
        for (int fold = 0; fold < 4; fold++)
        {
            int[] test = [.. Enumerable.Range(0, 160).Where(i => found.Partition[i] == fold)], training = [.. Enumerable.Range(0, 160).Where(i => found.Partition[i] != fold)];
            Dataset part = Data.Select(training);
            DualVariables? start = null;
            Assert.Equal((fold, test.Length), (found.Folds[fold].Fold, found.Folds[fold].ExampleCount));
            for (int c = 0; c < Costs.Length; c++)
            {
                Objective own = objective with { Cost = Costs[c] };
                TrainingResult trained = new DualCoordinateAscent().Train(part, own, Options.Training with { Start = start }, cancellation: TestContext.Current.CancellationToken);
                start = trained.Duals;
                FoldScore score = found.Folds[fold].Scores[c];
                Assert.Equal(Costs[c], score.Cost);
                Assert.Equal(test.Count(i => Predict(trained.Model, own, i) == Data.Labels[i]), score.CorrectCount);
                MatrixAssert.Close(PlainObjective.RequireHonest(part, own, trained), score.RelativeGap, Tolerances.IndependentGap, $"gap of fold {fold} at {Costs[c]}");
                MatrixAssert.AtMost(score.RelativeGap, 1e-4, 0, $"gap of fold {fold} at {Costs[c]}");
                Assert.Equal((trained.Certificate.Epochs, StopReason.GapReached), (score.Epochs, score.StopReason));
            }
        }
        for (int c = 0; c < Costs.Length; c++)
        {
            double[] accuracies = [.. found.Folds.Select(fold => fold.Scores[c].CorrectCount / (double)fold.ExampleCount)];
            CostScore score = found.Scores[c];
            Assert.Equal(accuracies, score.Accuracies);
            double mean = accuracies.Sum() / 4, variance = accuracies.Sum(a => Math.Pow(a - mean, 2)) / 3;
            MatrixAssert.Close(mean, score.MeanAccuracy, Tolerances.SameFormula, "mean accuracy");
            MatrixAssert.Close(Math.Sqrt(variance / 4), score.StandardError, Tolerances.SameFormula, "standard error");
            Assert.Equal(found.Folds.Max(fold => fold.Scores[c].RelativeGap), score.RelativeGap);
            Assert.Equal(found.Folds.Sum(fold => fold.Scores[c].Epochs), score.Epochs);
        }
    }

    [Fact]
    public void Run_AnyThreadCount_SameScores()
    {
        CrossValidationResult one = Run(Data, new Objective(), Options), three = Run(Data, new Objective(), Options with { Training = Options.Training with { Threads = 3 } });
        Assert.Equal(Plain(one), Plain(three));
        Assert.NotEqual(Plain(one), Plain(Run(Data, new Objective(), Options with { Training = Options.Training with { Seed = 2 } })));
    }

    [Fact]
    public void Run_SampleWeights_GoWithTheirExamples()
    {
        // Examples of weight 0 might as well not be trained on.
        double[] weights = [.. Enumerable.Range(0, 160).Select(i => i % 3 == 0 ? 0.0 : 1)];
        Objective objective = new() { SampleWeights = weights };
        CrossValidationOptions options = Options with { FoldCount = 2, Costs = [0.01], Training = Options.Training with { RelativeGap = 1e-9 } };
        CrossValidationResult found = Run(Data, objective, options);
        foreach (FoldResult fold in found.Folds)
        {
            int[] kept = [.. found.Partition.TrainingExamples(fold.Fold).Where(i => weights[i] > 0)];
            TrainingResult trained = Train.Ascent(Data.Select(kept), new Objective { Cost = 0.01 }, 1e-9);
            Assert.Equal(found.Partition.TestExamples(fold.Fold).Count(i => Predict(trained.Model, new Objective(), i) == Data.Labels[i]), fold.Scores[0].CorrectCount);
        }
    }

    [Fact]
    public void Run_CostsLeftOut_AreTheDefaultGrid()
    {
        CrossValidationResult found = Run(Data, new Objective { BiasScale = 2, Lambda = 0.1 }, Options with { FoldCount = 2, Costs = null });
        Assert.Equal(CostGrid.Default(Data, 2), found.Scores.Select(score => score.Cost));
    }

    [Fact]
    public void Run_RareClass_IsNamedAndCountedWrong()
    {
        (double[] x, int[] y) = Blobs.Raw(60, 3, 3, seed: 2);
        Dataset data = Storage.Dense([.. x, 9, 9, 9], [.. y, 3], 3, 4);
        CrossValidationResult found = Run(data, new Objective(), Options with { FoldCount = 3 });
        Assert.Equal([3], found.Partition.RareClasses);
        Assert.Equal(61, found.Folds.Sum(fold => fold.ExampleCount));
    }

    [Fact]
    public void Run_Progress_TellsOfEveryFoldAndCostInOrder()
    {
        List<TuningProgress> reports = [];
        new CrossValidation(Data, new Objective(), Options).Run(new Collector(reports), TestContext.Current.CancellationToken);
        Assert.Equal(
            from fold in Enumerable.Range(0, 4) from c in Enumerable.Range(0, 3) select (fold, c, Costs[c]),
            reports.Select(at => (at.Fold, at.CostIndex, at.Cost)).Distinct());
        Assert.All(reports, at => Assert.Equal((4, 3), (at.FoldCount, at.CostCount)));
        Assert.Equal(reports.Select(at => at.Done).Order(), reports.Select(at => at.Done));
    }

    [Fact]
    public void Run_CancelledBeforehand_HasNothingToChooseFrom()
    {
        CrossValidationResult found = new CrossValidation(Data, new Objective(), Options).Run(cancellation: new CancellationToken(canceled: true));
        Assert.False(found.IsComplete);
        Assert.Empty(found.Scores);
        Assert.Throws<InvalidOperationException>(() => found.Best);
    }

    [Fact]
    public void Run_OptionsOutOfRange_Throw()
    {
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective(), Options with { FoldCount = 1 }));
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective(), Options with { FoldCount = 161 }));
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective(), Options with { Costs = [2, 1] }));
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective(), Options with { Training = new TrainingOptions { RelativeGap = double.NaN } }));
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective(), Options with { Training = new TrainingOptions { Start = new DualVariables(160, 4) } }));
        Assert.Throws<ArgumentException>(() => Run(Data, new Objective { SampleWeights = [1] }, Options));
    }

    // Means 0.7, 0.8, 0.8; the folds of the best are 0.07 from it on either side, which is its standard error as well.
    [Fact]
    public void Choices_HandWorked_AreTheBestOfEqualsAndTheSmallestWithinOneStandardError()
    {
        CrossValidationResult found = Scored([[74, 66], [87, 73], [90, 70]]);
        Assert.Equal(2, found.Best.Cost);
        MatrixAssert.Close(0.07, found.Best.StandardError, Tolerances.HandWorked, "standard error");
        Assert.Equal(2, found.OneStandardError.Cost);
        Assert.Equal(1, Scored([[77, 69], [87, 73], [90, 70]]).OneStandardError.Cost);
        // Of one fold there is no standard error.
        Assert.Equal((2.0, 2.0), (Scored([[74], [80], [80]]).Best.Cost, Scored([[74], [80], [80]]).OneStandardError.Cost));
        Assert.Equal(double.NaN, Scored([[74], [80], [80]]).Best.StandardError);
        // 0.1 + 0.2 + 0.3 and 0.3 + 0.2 + 0.1 differ in their last bit.
        Assert.Equal(1, Scored([[30, 20, 10], [10, 20, 30]]).Best.Cost);
    }

    /// <summary>Costs 1, 2, …; for each the right ones of 100 in each fold.</summary>
    private static CrossValidationResult Scored(int[][] correct)
    {
        int k = correct[0].Length;
        StratifiedFolds folds = new(new Labels([.. Enumerable.Range(0, 100 * Math.Max(2, k)).Select(i => i % 2)], 2), Math.Max(2, k), 1);
        double[] costs = [.. Enumerable.Range(1, correct.Length).Select(c => (double)c)];
        return new CrossValidationResult(folds, costs, Enumerable.Range(0, k).Select(fold => new FoldResult(
            fold, 100, [.. costs.Select((cost, c) => new FoldScore(cost, correct[c][fold], 0, 0, 0, StopReason.GapReached, TimeSpan.Zero))])));
    }

    /// <summary>argmax of xᵀW by plain loops.</summary>
    private static int Predict(LinearModel model, Objective objective, int example)
    {
        double[] x = PlainObjective.Row(Data, objective, example), w = model.Weights.Values.ToArray(), s = new double[4];
        for (int f = 0; f < x.Length; f++)
            for (int j = 0; j < 4; j++)
                s[j] += x[f] * w[f * 4 + j];
        return Array.IndexOf(s, s.Max());
    }

    internal static string[] Plain(CrossValidationResult result) =>
        [.. result.Folds.SelectMany(fold => fold.Scores.Select(score => $"{fold.Fold} {fold.ExampleCount} {score with { Elapsed = TimeSpan.Zero }}"))];

    private static CrossValidationResult Run(Dataset data, Objective objective, CrossValidationOptions options) =>
        new CrossValidation(data, objective, options).Run(cancellation: TestContext.Current.CancellationToken);

    private sealed class Collector(List<TuningProgress> reports) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value) => reports.Add(value);
    }
}
