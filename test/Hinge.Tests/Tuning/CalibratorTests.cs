using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

/// <summary>Probabilities by cross-validation: what they are fitted on, that they hold on data nobody saw, and that models keep them.</summary>
public class CalibratorTests
{
    private static readonly TrainingOptions Options = new() { RelativeGap = 1e-4, Threads = 1, Seed = 3 };

    private static readonly Dataset Digits = SvmLightReader.Read<float>(RepositoryFile.At("samples/digits.svm"));

    [Fact]
    public void Fit_AnyThreadCount_IsFittedOnScoresOfExamplesThatModelsHadNotSeen()
    {
        Dataset data = Blobs.Sparse(300, 6, 4, seed: 2);
        Objective objective = new() { Cost = 0.3, BiasScale = 1, SampleWeights = [.. Enumerable.Range(0, 300).Select(i => 1.0 + i % 2)] };
        Calibration calibration = Calibrator.Fit(data, objective, Options, foldCount: 3)!;

        Assert.Equal(calibration, Calibrator.Fit(data, objective, Options with { Threads = 3 }, foldCount: 3));
        Assert.Equal((3, 3), (calibration.FoldCount, calibration.Seed));
        StratifiedFolds folds = new(data.Labels, 3, seed: 3);
        double loss = 0, weight = 0;
        for (int fold = 0; fold < 3; fold++)
        {
            int[] examples = folds.TrainingExamples(fold), tested = folds.TestExamples(fold);
            LinearModel model = new DualCoordinateAscent().Train(data.Select(examples), objective with { SampleWeights = [.. examples.Select(i => objective.SampleWeights[i])] }, Options).Model;
            model.ForEachScores(data.Select(tested).Features, (i, scores) =>
            {
                double[] powers = [.. scores.ToArray().Select(s => Math.Exp(calibration.InverseTemperature * s))];
                double own = 1.0 + tested[i] % 2;
                loss -= own * Math.Log(powers[data.Labels[tested[i]]] / powers.Sum());
                weight += own;
            });
        }
        Assert.Equal(loss / weight, calibration.LogLoss, 1e-6);
    }

    [Theory]
    [InlineData("weston-watkins")]
    [InlineData("crammer-singer")]
    [InlineData("one-vs-rest")]
    [InlineData("squared-weston-watkins")]
    public void Fit_OnDigits_GivesProbabilitiesThatHold(string loss)
    {
        (Dataset train, Dataset test) = Digits.Split(0.3, seed: 4);
        Objective objective = new() { Loss = Hinge.Losses.Loss.Create(loss), Cost = 0.02 };
        LinearModel plain = new DualCoordinateAscent().Train(train, objective, Options).Model;
        Assert.False(plain.HasProbabilities);
        Assert.StartsWith($"The model has scores and no probabilities: {loss}", Assert.Throws<InvalidOperationException>(() => ProbabilityEvaluation.Of(plain, test)).Message, StringComparison.Ordinal);

        LinearModel model = plain.With(Calibrator.Fit(train, objective, Options)!);
        ProbabilityEvaluation evaluation = ProbabilityEvaluation.Of(model, test)!;
        Assert.InRange(evaluation.LogLoss, 0.02, 0.35);
        Assert.InRange(evaluation.ExpectedCalibrationError, 0, 0.06);
        Assert.InRange(model.Calibration!.LogLoss / evaluation.LogLoss, 0.5, 2);
        Assert.Equal(plain.Predict(test.Features), model.Predict(test.Features));
    }

    [Fact]
    public void Of_Softmax_IsRecomputedByPlainCode()
    {
        (Dataset train, Dataset test) = Digits.Split(0.3, seed: 4);
        LinearModel model = new DualCoordinateAscent().Train(train, new Objective { Loss = new Hinge.Losses.Softmax(), Cost = 0.1 }, Options).Model;
        ProbabilityEvaluation evaluation = ProbabilityEvaluation.Of(model, test)!;

        Assert.Equal(evaluation.LogLoss, ProbabilityEvaluation.Of(model, test, threads: 3)!.LogLoss);
        double logLoss = 0, brier = 0, error = 0;
        List<(double Confidence, bool IsRight)> predictions = [];
        model.ForEachScores(test.Features, (i, scores) =>
        {
            double sum = scores.ToArray().Sum(Math.Exp);
            double[] p = [.. scores.ToArray().Select(s => Math.Exp(s) / sum)];
            logLoss -= Math.Log(p[test.Labels[i]]) / test.ExampleCount;
            brier += p.Select((value, j) => (value - (j == test.Labels[i] ? 1 : 0)) * (value - (j == test.Labels[i] ? 1 : 0))).Sum() / test.ExampleCount;
            predictions.Add((p.Max(), p[test.Labels[i]] == p.Max()));
        });
        foreach (IGrouping<int, (double Confidence, bool IsRight)> bin in predictions.GroupBy(prediction => Math.Min(14, (int)(15 * prediction.Confidence))))
        {
            error += Math.Abs(bin.Sum(prediction => prediction.IsRight ? 1.0 : 0) - bin.Sum(prediction => prediction.Confidence)) / test.ExampleCount;
            Assert.Equal(bin.Count(), evaluation.Reliability[bin.Key].Count);
        }
        Assert.Equal(logLoss, evaluation.LogLoss, 1e-12);
        Assert.Equal(brier, evaluation.BrierScore, 1e-12);
        Assert.Equal(error, evaluation.ExpectedCalibrationError, 1e-12);
        Assert.Equal(test.ExampleCount, evaluation.ExampleCount);
    }

    [Fact]
    public void Of_LabelsThatTheModelDoesNotKnow_AreLeftOut()
    {
        LinearModel model = new DualCoordinateAscent().Train(Blobs.Dense(50, 3, 3, seed: 1), new Objective { Loss = new Hinge.Losses.Softmax() }, Options).Model;
        Dataset rows = Blobs.Dense(50, 3, 4, seed: 1), known = rows.Select([.. Enumerable.Range(0, 50).Where(i => rows.Labels[i] < 3)]);
        Assert.Equal(ProbabilityEvaluation.Of(model, known)!.LogLoss, ProbabilityEvaluation.Of(model, rows)!.LogLoss);
        Assert.Equal(known.ExampleCount, ProbabilityEvaluation.Of(model, rows)!.ExampleCount);
        Assert.Null(ProbabilityEvaluation.Of(model, rows.Select([.. Enumerable.Range(0, 50).Where(i => rows.Labels[i] == 3)])));
    }

    [Fact]
    public void Fit_WhatCannotBe_IsRefused()
    {
        Dataset data = Blobs.Dense(20, 3, 3, seed: 1);
        Assert.StartsWith("The number of folds must be at least 2", Assert.Throws<ArgumentException>(() => Calibrator.Fit(data, new Objective(), Options, foldCount: 1)).Message, StringComparison.Ordinal);
        Assert.StartsWith("The number of folds must be at least 2", Assert.Throws<ArgumentException>(() => Calibrator.RequireFolds(data, Options, 21)).Message, StringComparison.Ordinal);
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Null(Calibrator.Fit(data, new Objective(), Options, foldCount: 2, cancellation: source.Token));
        LinearModel model = new DualCoordinateAscent().Train(data, new Objective(), Options).Model;
        foreach (double bad in (double[])[-1, double.NaN, double.PositiveInfinity])
            Assert.Throws<ArgumentException>(() => model.With(new Calibration { InverseTemperature = bad, FoldCount = 5, Seed = 1, LogLoss = 1 }));
    }

    [Fact]
    public void Save_WithCalibration_IsLoadedWithIt()
    {
        using TemporaryFolder folder = new();
        Dataset data = Blobs.Dense(60, 3, 3, seed: 1);
        Calibration calibration = Calibrator.Fit(data, new Objective(), Options)!;
        LinearModel model = new DualCoordinateAscent().Train(data, new Objective(), Options).Model.With(calibration);
        model.Save(folder.File("m.hinge"));
        LinearModel loaded = LinearModel.Load(folder.File("m.hinge"));

        Assert.Equal(calibration, loaded.Calibration);
        Assert.Equal(ProbabilityEvaluation.Of(model, data)!.LogLoss, ProbabilityEvaluation.Of(loaded, data)!.LogLoss);
    }
}
