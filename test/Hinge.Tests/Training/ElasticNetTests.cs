using CsCheck;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>½‖W‖² + μ‖W‖₁: its dual, its optimum, and its models in files.</summary>
public class ElasticNetTests
{
    public static TheoryData<string> Losses => [.. PlainLosses.Names];

    public static TheoryData<string> Smooth => [.. PlainLosses.Smooth];

    /// <summary>
    /// K = 2, one example x = 1 of class 0, softmax, C = 1, μ = 0.1: by symmetry W = (w, −w), and P = w² + 0.2w + log(1 + exp(−2w)) is
    /// lowest where 2w + 0.2 = 2/(1 + exp(2w)): w = 0.2846… by bisection in the test. The dual at p = 1/(1 + exp(2w)), b = (−p, p): V
    /// = (p, −p), soft(V, 0.1) = (p − 0.1)(1, −1) = (w, −w).
    /// </summary>
    [Fact]
    public void Train_OneExampleOfTwoClasses_FindsTheHandWorkedOptimum()
    {
        double low = 0, high = 1;
        for (int step = 0; step < 100; step++)
        {
            double middle = 0.5 * (low + high);
            if (middle + 0.1 < 1 / (1 + Math.Exp(2 * middle))) low = middle;
            else high = middle;
        }
        double w = low, p = 1 / (1 + Math.Exp(2 * w));
        Dataset data = Storage.Dense([1], [0], 1, 2);
        TrainingResult result = Descend(data, new Objective { Loss = new Softmax(), L1Penalty = 0.1 }, 1e-12);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        MatrixAssert.Close([w, -w], result.Model.Weights.Values, 2, 1e-6, "W");
        MatrixAssert.Close(w * w + 0.2 * w + Math.Log(1 + Math.Exp(-2 * w)), result.Certificate.Primal, Tolerances.SameFormula, "primal");
        MatrixAssert.Close([-p, p], result.Duals[0], 2, 1e-6, "b");
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Train_SmoothLoss_ReachesASmallGapThatPlainLoopsConfirm(string loss)
    {
        foreach (double l1 in (double[])[0.1, 1, 100])
        {
            foreach (Dataset data in (Dataset[])[Blobs.Dense(100, 8, 3, seed: 2), Blobs.Sparse(100, 8, 3, seed: 2)])
            {
                Objective objective = Train.Objective(loss, 0.2, bias: 1) with { L1Penalty = l1 };
                TrainingResult result = Descend(data, objective, 1e-4);
                Assert.Equal(StopReason.GapReached, result.StopReason);
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 1e-4, Tolerances.IndependentGap, $"gap of {loss}");
                if (l1 == 100) Assert.All(result.Model.Weights.Values.ToArray(), w => Assert.Equal(0, w));
            }
        }
    }

    /// <summary>
    /// K = 2, one example x = 1 of class 0, softmax, C = 1, μ = 0.1 without ½‖W‖²: W = (w, −w), P = 0.2w + log(1 + exp(−2w)) is lowest where
    /// 1/(1 + exp(2w)) = 0.1: w = ½·log 9. There V = (0.1, −0.1) lies on the bound by itself.
    /// </summary>
    [Fact]
    public void Train_PureL1OneExampleOfTwoClasses_FindsTheHandWorkedOptimum()
    {
        double w = 0.5 * Math.Log(9);
        Dataset data = Storage.Dense([1], [0], 1, 2);
        TrainingResult result = Descend(data, new Objective { Loss = new Softmax(), L1Penalty = 0.1, IsPureL1 = true }, 1e-8);
        Assert.Equal(StopReason.GapReached, result.StopReason);
        MatrixAssert.Close([w, -w], result.Model.Weights.Values, 2, 1e-3, "W");
        MatrixAssert.Close(0.2 * w + Math.Log(1 + Math.Exp(-2 * w)), result.Certificate.Primal, 1e-8, "primal");
        Assert.Equal(double.PositiveInfinity, result.Certificate.WeightErrorBound);
        Assert.Equal(double.PositiveInfinity, result.Certificate.CertifiedLead(0));
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Train_PureL1OfASmoothLoss_ReachesASmallGapThatPlainLoopsConfirm(string loss)
    {
        foreach (double l1 in (double[])[0.3, 3, 300])
        {
            foreach (Dataset data in (Dataset[])[Blobs.Dense(100, 8, 3, seed: 2), Blobs.Sparse(100, 8, 3, seed: 2)])
            {
                Objective objective = Train.Objective(loss, 0.2, bias: 1) with { L1Penalty = l1, IsPureL1 = true };
                TrainingResult result = Descend(data, objective, 1e-3);
                Assert.True(result.StopReason == StopReason.GapReached, $"{loss}, {l1}: {result.StopReason} at {result.Certificate.RelativeGap}");
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 1e-3, Tolerances.IndependentGap, $"gap of {loss}");
                if (l1 == 300) Assert.All(result.Model.Weights.Values.ToArray(), w => Assert.Equal(0, w));
                using TemporaryFolder folder = new();
                result.Model.Save(folder.File("m.hinge"));
                LinearModel model = LinearModel.Load(folder.File("m.hinge"));
                Assert.True(model.Objective.IsPureL1);
                Assert.True(Verification.Of(model, data, result.Duals).Verified);
                Assert.Equal(0, Evaluation.Of(model, data).CertifiedCount);
                Assert.DoesNotContain("½", model.Objective.Formula(100), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Losses with kinks too: the certificate holds, whatever the gap, with momentum and with averages.</summary>
    [Fact]
    public void Train_AnyLossAndSettings_StaysHonest() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 3], Gen.Bool, Gen.Bool, Gen.Bool, Gen.Int[0, 1000]).Sample(
            (loss, momentum, averages, sparse, isPure, seed) =>
            {
                Objective objective = Train.Objective(PlainLosses.Names[loss], 0.3, bias: 0.5) with { L1Penalty = 0.4, IsPureL1 = isPure };
                Dataset data = sparse ? Blobs.Sparse(40, 6, 3, seed) : Blobs.Dense(40, 6, 3, seed);
                GradientDescentOptions settings = new() { Momentum = 0.3 * momentum, AverageFromEpoch = averages ? 2 : null, BatchSize = 7 };
                TrainingResult result = new GradientDescent(settings).Train(data, objective, new TrainingOptions { EpochLimit = 20, Threads = 1 });
                MatrixAssert.AtMost(PlainObjective.RequireHonest(data, objective, result), 1, Tolerances.IndependentGap, "gap beside that of b = 0");
            },
            iter: 100);

    [Theory]
    [MemberData(nameof(Losses))]
    public void Train_OtherSolvers_RefuseWhatTheyDoNotMinimize(string loss)
    {
        Dataset data = Blobs.Dense(20, 3, 3, seed: 1);
        Objective plain = Train.Objective(loss, 1, bias: 1);
        foreach (string name in Trainers.Names.Where(name => name != "gradient-descent"))
        {
            foreach (Objective objective in (Objective[])[plain with { L1Penalty = 0.1 }, plain with { LeavesBiasFree = true }])
            {
                ArgumentException error = Assert.Throws<ArgumentException>(() => Trainers.Create(name).Train(data, objective));
                Assert.Contains("gradient-descent", error.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void SaveAndLoad_ElasticNet_VerifiesWithItsDuals()
    {
        Dataset data = Blobs.Dense(80, 5, 3, seed: 3);
        Objective objective = Train.Objective("softmax", 0.5, bias: 1) with { L1Penalty = 0.7 };
        TrainingResult result = Descend(data, objective, 1e-3);
        using TemporaryFolder folder = new();
        result.Model.Save(folder.File("m.hinge"));
        LinearModel model = LinearModel.Load(folder.File("m.hinge"));
        Assert.Equal(0.7, model.Objective.L1Penalty);
        Verification found = Verification.Of(model, data, result.Duals);
        Assert.True(found.Verified, $"must be verified; got {found}");
        Assert.Contains("0.7 · ‖W‖₁", model.Objective.Formula(80), StringComparison.Ordinal);
        LinearModel other = new(model.Weights, model.ClassNames, null, model.Objective with { L1Penalty = 0.6 }, model.Certificate);
        Assert.False(Verification.Of(other, data).Verified);
    }

    [Fact]
    public void Validate_PenaltyOutOfRange_Throws()
    {
        Dataset data = Blobs.Dense(20, 3, 3, seed: 1);
        foreach (double l1 in (double[])[-1, double.NaN, double.PositiveInfinity])
            Assert.Throws<ArgumentException>(() => new Objective { L1Penalty = l1 }.Validate(data));
        Assert.Throws<ArgumentException>(() => new Objective { IsPureL1 = true }.Validate(data));
        Assert.Throws<ArgumentException>(() => new Objective { LeavesBiasFree = true }.Validate(data));
    }

    private static TrainingResult Descend(Dataset data, Objective objective, double gap) =>
        new GradientDescent(new GradientDescentOptions { BatchSize = 1000, Schedule = StepSchedule.Constant }).Train(data, objective, new TrainingOptions { RelativeGap = gap, EpochLimit = 50_000, Threads = 1 });
}
