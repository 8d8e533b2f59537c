using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

public class OnlineTrainerTests
{
    private static readonly string[] Classes = ["0", "1", "2"];

    /// <summary>
    /// Three classes, two features, softmax at W = 0: p = ⅓ each. x = (1, 2), y = 0, step 0.5, λ' = 0.2: coefficients
    /// (−⅔, ⅓, ⅓), so W = −½·x·c = [⅓, −⅙, −⅙; ⅔, −⅓, −⅓].
    /// </summary>
    [Fact]
    public void PartialFit_OneExampleFromZero_IsTheHandWorkedStep()
    {
        OnlineTrainer trainer = new(2, Classes, Softmax(0.1), Plain with { LearningRate = 0.5 });
        trainer.PartialFit<double>([1, 2], [0]);
        MatrixAssert.Close([1.0 / 3, -1.0 / 6, -1.0 / 6, 2.0 / 3, -1.0 / 3, -1.0 / 3], trainer.ToModel().Weights.Values, 3, Tolerances.HandWorked, "W");
    }

    /// <summary>
    /// Weston–Watkins, x = (1, 2), y = 0, twice, step ½, λ' = 0.2, momentum ½, so h = ¼. First: all violated, c = (−2, 1, 1),
    /// V = W = −¼xc = [½, −¼, −¼; 1, −½, −½]. Then s = (2.5, −1.25, −1.25): nothing is violated, so heavy-ball: V = ½V − ¼·0.2·W =
    /// 0.45·W, W = 1.45·W. Nesterov looks from Z = 1.5·W: V = ½V − 0.05·1.5·W = 0.425·W, W = 1.425·W.
    /// </summary>
    [Theory]
    [InlineData(false, 1.45)]
    [InlineData(true, 1.425)]
    public void PartialFit_SecondStepWithMomentum_IsTheHandWorkedOne(bool nesterov, double factor)
    {
        OnlineTrainer trainer = new(2, Classes, new Objective { Lambda = 0.1 }, Plain with { BatchSize = 1, LearningRate = 0.5, Momentum = 0.5, Nesterov = nesterov });
        trainer.PartialFit<double>([1, 2, 1, 2], [0, 0]);
        double[] expected = [.. new[] { 0.5, -0.25, -0.25, 1, -0.5, -0.5 }.Select(w => factor * w)];
        MatrixAssert.Close(expected, trainer.ToModel().Weights.Values, 3, Tolerances.HandWorked, "W");
    }

    /// <summary>The step of the first test with μ = 2: threshold ½·0.2·2 = 0.2, which leaves [2/15, 0, 0; 7/15, −2/15, −2/15].</summary>
    [Fact]
    public void PartialFit_OneStepWithL1_IsShortenedByTheThreshold()
    {
        OnlineTrainer trainer = new(2, Classes, Softmax(0.1) with { L1Penalty = 2 }, Plain with { LearningRate = 0.5 });
        trainer.PartialFit<double>([1, 2], [0]);
        double[] weights = trainer.ToModel().Weights.Values.ToArray();
        MatrixAssert.Close([2.0 / 15, 0, 0, 7.0 / 15, -2.0 / 15, -2.0 / 15], weights, 3, Tolerances.HandWorked, "W");
        Assert.Equal(0, weights[1]);
    }

    /// <summary>Every option against plain loops, dense and sparse rows, all losses.</summary>
    [Fact]
    public void PartialFit_AnyOptions_AgreesWithThePlainLoopsDenseAndSparse()
    {
        int compared = 0;
        Gen.Select(Gen.Int[1, 12], Gen.Int[2, 5], Gen.Int[0, 5], Gen.Int[0, 2], Gen.Bool, Gen.Int[0, 4], Gen.Int[0, 3], Gen.Int[0, 2])
            .Select(Gen.Int[0, 1000], Gen.Int[0, 2])
            .Sample(
                (options, seed, bias) =>
                {
                    (int batch, int k, int loss, int inertia, bool nesterov, int schedule, int average, int sparsity) = options;
                    double momentum = new[] { 0, 0.5, 0.9 }[inertia], l1 = new[] { 0, 0.02, 0.3 }[sparsity];
                    Objective objective = new()
                    {
                        Loss = Loss.Create(PlainLosses.Names[loss]),
                        Lambda = 0.05,
                        L1Penalty = l1,
                        BiasScale = bias == 0 ? 0 : 0.7,
                        LeavesBiasFree = bias == 2,
                        ClassWeights = [.. Enumerable.Range(1, k).Select(j => 0.5 * j)],
                    };
                    GradientDescentOptions settings = new()
                    {
                        BatchSize = batch,
                        LearningRate = 0.07,
                        Momentum = momentum,
                        Nesterov = nesterov && momentum > 0,
                        Schedule = (StepSchedule)schedule,
                        PeriodEpochs = 2,
                        AverageFromEpoch = average == 0 ? null : average,
                    };
                    if (Compare(Blobs.Dense(23, 9, k, seed, density: 0.2), Blobs.Sparse(23, 9, k, seed, density: 0.2), objective, settings)) Interlocked.Increment(ref compared);
                },
                iter: 300);
        Assert.InRange(compared, 200, 300);
    }

    /// <summary>Long waits: each feature occurs once in a thousand rows, so that as many steps are caught up at once.</summary>
    [Theory]
    [InlineData(0, 0, null)]
    [InlineData(0.9, 0, 2)]
    [InlineData(0.99, 0, null)]
    [InlineData(0, 0.5, null)]
    public void PartialFit_FeaturesThatWaitForAThousandSteps_AgreeWithThePlainLoops(double momentum, double l1, int? average)
    {
        Objective objective = new() { Loss = new Softmax(), Lambda = 1e-4, L1Penalty = l1 };
        GradientDescentOptions settings = Plain with { BatchSize = 1, LearningRate = 0.05, Momentum = momentum, AverageFromEpoch = average };
        Assert.True(Compare(Blobs.Dense(3000, 40, 3, 5, density: 0.001), Blobs.Sparse(3000, 40, 3, 5, density: 0.001), objective, settings));
    }

    [Fact]
    public void PartialFit_CutOtherwise_IsTheSameTrajectoryAtBatchOne()
    {
        Dataset data = Blobs.Sparse(60, 8, 3, seed: 2);
        GradientDescentOptions settings = new() { BatchSize = 1, LearningRate = 0.1, AverageFromEpoch = 1 };
        OnlineTrainer whole = new(8, Classes, Softmax(0.01), settings), parts = new(8, Classes, Softmax(0.01), settings);
        whole.PartialFit(data);
        for (int first = 0; first < 60; first += 20)
        {
            parts.PartialFit(data.Select([.. Enumerable.Range(first, 20)]));
            _ = parts.ToModel();
        }
        Assert.Equal(60, parts.ExampleCount);
        Assert.Equal(60, parts.StepCount);
        MatrixAssert.Close(whole.ToModel().Weights.Values, parts.ToModel().Weights.Values, 3, Tolerances.SameFormula, "W");
    }

    [Fact]
    public void ToModel_OfAStream_SavesLoadsPredictsAndClaimsNothing()
    {
        Dataset data = Blobs.Dense(200, 5, 3, seed: 7);
        OnlineTrainer trainer = new(5, Classes, Softmax(1e-3) with { BiasScale = 1, LeavesBiasFree = true });
        for (int pass = 0; pass < 5; pass++) trainer.PartialFit(data);
        using TemporaryFolder folder = new();
        trainer.ToModel().Save(folder.File("stream.hinge"));
        LinearModel model = LinearModel.Load(folder.File("stream.hinge"));

        Assert.False(model.Certificate.HasDual);
        Assert.Equal(double.PositiveInfinity, model.Certificate.RelativeGap);
        Assert.Equal(double.PositiveInfinity, model.Certificate.WeightErrorBound);
        Evaluation evaluation = Evaluation.Of(model, data);
        Assert.True(evaluation.Accuracy > 0.6, $"accuracy must be above 0.6; got {evaluation.Accuracy}");
        Assert.Equal(0, evaluation.CertifiedCount);
        Assert.False(Verification.Of(model, data).Verified);
        Assert.Equal(trainer.ToModel().Certificate, model.Certificate);
    }

    [Fact]
    public void PartialFit_WhatDoesNotFit_IsRefusedAndChangesNothing()
    {
        OnlineTrainer trainer = new(2, Classes, Softmax(0.1));
        Assert.Throws<InvalidOperationException>(() => trainer.ToModel());
        trainer.PartialFit<double>([1, 2], [0]);
        double[] before = trainer.ToModel().Weights.Values.ToArray();
        Assert.Throws<ArgumentException>(() => trainer.PartialFit<double>([1, 2, 3], [0]));
        Assert.Throws<ArgumentException>(() => trainer.PartialFit<double>([1, 2], [3]));
        Assert.Throws<ArgumentException>(() => trainer.PartialFit<double>([1, double.NaN], [0]));
        Assert.Throws<ArgumentException>(() => trainer.PartialFit(Blobs.Sparse(3, 2, 3, 1)));
        Assert.Throws<ArgumentException>(() => trainer.PartialFit(Blobs.Dense(4, 2, 4, 1)));
        Assert.Throws<ArgumentException>(() => trainer.PartialFit(Blobs.Dense(3, 3, 3, 1)));
        MatrixAssert.SameBits(before, trainer.ToModel().Weights.Values, 3, "W");
        Assert.Equal(1, trainer.ExampleCount);
    }

    [Fact]
    public void Create_WhatAStreamCannotHave_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, Classes, new Objective { Cost = 1 }));
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, Classes, Softmax(1) with { BalancesClasses = true }));
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, Classes, Softmax(1) with { SampleWeights = [1] }));
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, Classes, Softmax(1), new GradientDescentOptions { HoldoutShare = 0.1 }));
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, ["a", "a"], Softmax(1)));
        Assert.Throws<ArgumentException>(() => new OnlineTrainer(2, ["a"], Softmax(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new OnlineTrainer(0, Classes, Softmax(1)));
    }

    private static GradientDescentOptions Plain => new() { Momentum = 0, Schedule = StepSchedule.Constant };

    private static Objective Softmax(double lambda) => new() { Loss = new Softmax(), Lambda = lambda };

    /// <summary>Four calls, each an epoch.</summary>
    /// <summary>Compares, unless the plain loops met a kink, where rounding may lead either way; returns whether it did.</summary>
    private static bool Compare(Dataset dense, Dataset sparse, Objective objective, GradientDescentOptions settings)
    {
        int n = dense.ExampleCount, d = dense.Features.FeatureCount, k = dense.Labels.ClassCount;
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => PlainObjective.Row(dense, objective, i))];
        double[] weights = [.. dense.Labels.Values.ToArray().Select(y => objective.ClassWeights?[y] ?? 1)];
        PlainDescent plain = new(d, k, objective, settings);
        OnlineTrainer onDense = new(d, dense.Labels.ClassNames, objective, settings), onSparse = new(d, dense.Labels.ClassNames, objective, settings);
        for (int epoch = 0; epoch < 4; epoch++)
        {
            plain.Epoch(rows, dense.Labels.Values.ToArray(), weights, 2 * objective.Lambda!.Value, epoch);
            onDense.PartialFit(dense);
            onSparse.PartialFit(sparse);
        }
        if (plain.MetKink) return false;
        MatrixAssert.Close(plain.Weights, onDense.ToModel().Weights.Values, k, Tolerances.Trajectory, "W of dense rows");
        MatrixAssert.Close(plain.Weights, onSparse.ToModel().Weights.Values, k, Tolerances.Trajectory, "W of sparse rows");
        return true;
    }
}
