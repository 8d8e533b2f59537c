using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>Early stopping, free biases, and what both mean for certificates.</summary>
public class HoldoutTests
{
    private static readonly Dataset Data = Noisy();
    private static readonly GradientDescentOptions Settings = new() { HoldoutShare = 0.3, Patience = 3, Schedule = StepSchedule.Constant, LearningRate = 0.1 };

    /// <summary>At a cost this large the optimum fits the noise: the held-out loss falls, then rises.</summary>
    private static readonly Objective Overfits = Train.Objective("softmax", 100);

    [Fact]
    public void Train_HeldOutLossRises_ReturnsTheWeightsThatDidBestOnIt()
    {
        TrainingResult result = Descend(Overfits, Settings);
        Assert.Equal(StopReason.NoImprovement, result.StopReason);
        Assert.Equal(0.3, result.Certificate.HoldoutShare);
        // The same run without the rest, epoch by epoch, judged by plain loops.
        (Dataset part, Dataset rest) = Data.Split(0.3, seed: 1);
        Assert.Equal(part.ExampleCount, result.Certificate.ExampleCount);
        double lowest = HeldOutLoss(rest, result.Model);
        for (int epochs = 1; epochs <= result.Certificate.Epochs; epochs++)
        {
            double[] w = Descend(Overfits, Settings with { HoldoutShare = 0 }, epochs, part).Model.Weights.Values.ToArray();
            MatrixAssert.AtMost(lowest, PlainObjective.Primal(rest, Overfits, w) - 0.5 * w.Sum(v => v * v), Tolerances.SameFormula * 1e4, $"held-out loss against that after {epochs} epochs");
        }
        Assert.Equal(part.Fingerprint(), result.Certificate.Fingerprint);
        PlainObjective.RequireHonest(part, Overfits, result);
    }

    [Fact]
    public void Verify_WithTheWholeData_CutsItAsTrainingDid()
    {
        double[] weights = [.. Enumerable.Range(0, 120).Select(i => 0.5 + i % 3)];
        TrainingResult result = Descend(Overfits with { SampleWeights = weights, BalancesClasses = true }, Settings);
        Verification found = Verification.Of(result.Model, Data, result.Duals, weights);
        Assert.True(found.Verified && found.DualIsRecomputed, $"must be verified; got {found}");
        using TemporaryFolder folder = new();
        result.Model.Save(folder.File("m.hinge"));
        Assert.True(Verification.Of(LinearModel.Load(folder.File("m.hinge")), Data, result.Duals, weights).Verified);
    }

    [Fact]
    public void Train_ShareThatLeavesAPartEmpty_NamesTheSetting()
    {
        ArgumentException error = Assert.ThrowsAny<ArgumentException>(() => Descend(Overfits, Settings with { HoldoutShare = 1e-9 }));
        Assert.Contains("HoldoutShare", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("softmax")]
    [InlineData("weston-watkins")]
    public void Train_FreeBias_ClaimsNoGapAndVerifies(string loss)
    {
        Objective objective = Train.Objective(loss, 0.1, bias: 1) with { LeavesBiasFree = true };
        TrainingResult result = Descend(objective, new GradientDescentOptions(), 200);
        Assert.Equal(StopReason.EpochLimit, result.StopReason);
        Assert.False(result.Certificate.HasDual);
        Assert.Equal(double.PositiveInfinity, result.Certificate.RelativeGap);
        MatrixAssert.Close(PlainObjective.Primal(Data, objective, result.Model.Weights.Values.ToArray()), result.Certificate.Primal, Tolerances.IndependentGap, "primal");
        using TemporaryFolder folder = new();
        result.Model.Save(folder.File("m.hinge"));
        LinearModel model = LinearModel.Load(folder.File("m.hinge"));
        Assert.True(model.Objective.LeavesBiasFree);
        Assert.Equal(result.Certificate, model.Certificate);
        Assert.True(Verification.Of(model, Data).Verified);
        Assert.Equal(0, Evaluation.Of(model, Data).CertifiedCount);
    }

    /// <summary>With the bias free, adding a constant to it changes only the loss; at the optimum Σ_i ∂loss/∂s_i = 0.</summary>
    [Fact]
    public void Train_FreeBias_BalancesTheCoefficientsAtTheOptimum()
    {
        Objective objective = Train.Objective("softmax", 0.1, bias: 1) with { LeavesBiasFree = true };
        Dataset data = Blobs.Dense(60, 3, 3, seed: 8);
        LinearModel model = Descend(objective, new GradientDescentOptions { BatchSize = 60, Schedule = StepSchedule.Constant }, 5000, data).Model;
        double[] sums = new double[3];
        model.ForEachScores(data.Features, (i, scores) =>
        {
            double[] c = PlainLosses.Gradient("softmax", scores.ToArray(), data.Labels[i]);
            for (int j = 0; j < 3; j++) sums[j] += c[j];
        });
        MatrixAssert.Close([0, 0, 0], sums, 3, 1e-6, "Σ ∂loss/∂s");
    }

    [Fact]
    public void Train_EveryOptionAnyThreadCount_SameBits()
    {
        Dataset data = Blobs.Sparse(700, 40, 4, seed: 9, density: 0.1);
        GradientDescentOptions[] all =
        [
            new() { Momentum = 0 }, new() { Nesterov = true }, new() { AverageFromEpoch = 2, Schedule = StepSchedule.Cosine }, Settings,
        ];
        foreach (GradientDescentOptions settings in all)
        {
            foreach (double l1 in (double[])[0, 0.3])
            {
                Objective objective = Train.Objective("squared-weston-watkins", 0.05, bias: 1) with { L1Penalty = l1 };
                TrainingResult first = Descend(objective, settings, 8, data);
                foreach (int threads in (int[])[2, 3, 8])
                {
                    TrainingResult other = Descend(objective, settings, 8, data, threads);
                    MatrixAssert.SameBits(first.Model.Weights.Values, other.Model.Weights.Values, 4, $"W at {threads} threads");
                    Assert.Equal(first.Certificate, other.Certificate);
                }
            }
        }
    }

    /// <summary>Every third label is wrong, and features are many.</summary>
    private static Dataset Noisy()
    {
        (double[] x, int[] y) = Blobs.Raw(120, 30, 3, seed: 4);
        return Storage.Dense(x, [.. y.Select((label, i) => i % 3 == 0 ? (label + 1) % 3 : label)], 30, 3);
    }

    private static double HeldOutLoss(Dataset rest, LinearModel model)
    {
        double[] w = model.Weights.Values.ToArray();
        return PlainObjective.Primal(rest, Overfits, w) - 0.5 * w.Sum(v => v * v);
    }

    private static TrainingResult Descend(Objective objective, GradientDescentOptions settings, int epochs = 500, Dataset? data = null, int threads = 1) =>
        new GradientDescent(settings).Train(data ?? Data, objective, new TrainingOptions { RelativeGap = 1e-12, EpochLimit = epochs, Threads = threads });
}
