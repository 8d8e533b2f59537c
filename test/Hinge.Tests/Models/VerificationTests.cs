using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>A certificate verifies with the data and weights that it was made for, and with no others.</summary>
public sealed class VerificationTests
{
    private static readonly TrainingResult Trained = HandMade.Train();

    private static LinearModel WithCertificate(LinearModel model, Certificate certificate) =>
        new(model.Weights, model.ClassNames, model.FeatureNames, model.Objective, certificate);

    [Fact]
    public void Of_TrainingData_IsVerified()
    {
        Verification found = Verification.Of(Trained.Model, HandMade.Data());

        Assert.True(found.Verified);
        Assert.True(found.FingerprintMatches);
        Assert.False(found.DualIsRecomputed);
        Assert.Equal(Trained.Certificate.Primal, found.Primal, 1e-12 * found.Primal);
        Assert.Equal(Trained.Certificate.Dual, found.Dual);
    }

    [Fact]
    public void Of_TrainingDataAndDuals_RecomputesTheDual()
    {
        Verification found = Verification.Of(Trained.Model, HandMade.Data(), Trained.Duals, threads: 2);

        Assert.True(found.Verified);
        Assert.True(found.DualIsRecomputed);
        Assert.Equal(Trained.Certificate.Dual, found.Dual, 1e-12 * found.Primal);
        Assert.InRange(found.RelativeGap, -1e-12, 1e-6);
    }

    public static TheoryData<string> LossNames => [.. Loss.Names];

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Of_EveryLossSavedAndLoaded_IsVerified(string loss)
    {
        using TemporaryFolder folder = new();
        Objective objective = new() { Loss = Loss.Create(loss), Lambda = 0.05, BiasScale = 1, BalancesClasses = true };
        TrainingResult result = Trainers.DefaultFor(objective.Loss).Train(HandMade.Data(), objective, new TrainingOptions { Threads = 1, EpochLimit = 50 }, cancellation: TestContext.Current.CancellationToken);
        string path = folder.File("m.hinge");
        result.Model.Save(path);

        Verification found = Verification.Of(LinearModel.Load(path), HandMade.Data(), result.Duals);

        Assert.True(found.Verified, $"verified: expected true, actual {found} for {result.Certificate}");
    }

    [Fact]
    public void Of_SameDataStoredOtherwise_IsVerified()
    {
        Dataset dense = HandMade.Data();
        List<int> columns = [];
        List<double> values = [];
        long[] offsets = new long[dense.ExampleCount + 1];
        double[] row = new double[2];
        for (int i = 0; i < dense.ExampleCount; i++)
        {
            dense.Features.CopyRow(i, row);
            for (int f = 0; f < row.Length; f++)
            {
                if (row[f] == 0) continue;
                columns.Add(f);
                values.Add(row[f]);
            }
            offsets[i + 1] = values.Count;
        }
        Dataset sparse = new(new SparseMatrix<double>(2, offsets, [.. columns], [.. values]), dense.Labels);

        Assert.True(Verification.Of(Trained.Model, sparse, Trained.Duals).Verified);
    }

    [Fact]
    public void Of_ClassesInAnotherOrder_IsVerified()
    {
        int[] labels = [.. HandMade.Data().Labels.Values.ToArray().Select(y => 2 - y)];
        Dataset reordered = new(HandMade.Data().Features, new Labels(labels, ["eel", "dog", "cat"]));

        Assert.True(Verification.Of(Trained.Model, reordered, Trained.Duals).Verified);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(8)]
    public void Of_OneLabelChanged_IsNotVerified(int example)
    {
        Dataset changed = HandMade.Changed(example, label: (HandMade.Data().Labels[example] + 1) % 3);

        Verification found = Verification.Of(Trained.Model, changed, Trained.Duals);

        Assert.Equal((false, false), (found.FingerprintMatches, found.Verified));
    }

    [Fact]
    public void Of_OneValueChangedByARounding_IsNotVerified()
    {
        Verification found = Verification.Of(Trained.Model, HandMade.Changed(0, value: MathF.BitIncrement(2)));

        Assert.Equal((false, false), (found.FingerprintMatches, found.Verified));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    public void Of_OneWeightChanged_IsNotVerified(int feature, int @class)
    {
        WeightMatrix weights = new(2, 3, Trained.Model.Weights.Values.ToArray());
        weights[feature, @class] += 1e-4;
        LinearModel tampered = new(weights, Trained.Model.ClassNames, null, Trained.Model.Objective, Trained.Certificate);
        using TemporaryFolder folder = new();
        string path = folder.File("tampered.hinge");
        tampered.Save(path);

        Verification found = Verification.Of(LinearModel.Load(path), HandMade.Data());

        Assert.Equal((true, false), (found.FingerprintMatches, found.Verified));
        Assert.NotEqual(Trained.Certificate.Primal, found.Primal);
    }

    [Fact]
    public void Of_StatedValuesBetterThanTheTruth_IsNotVerified()
    {
        Certificate stated = Trained.Certificate;

        Assert.False(Verification.Of(WithCertificate(Trained.Model, stated with { Primal = stated.Primal * 0.999 }), HandMade.Data()).Verified);
        Assert.False(Verification.Of(WithCertificate(Trained.Model, stated with { Dual = stated.Primal }), HandMade.Data(), Trained.Duals).Verified);
        Assert.False(Verification.Of(WithCertificate(Trained.Model, stated with { Dual = stated.Primal * 1.001 }), HandMade.Data()).Verified);
        Assert.False(Verification.Of(WithCertificate(Trained.Model, stated with { DualDistance = stated.DualDistance + 0.1 }), HandMade.Data(), Trained.Duals).Verified);
    }

    [Fact]
    public void Of_AnotherObjective_IsNotVerified()
    {
        LinearModel model = Trained.Model;
        LinearModel other = new(model.Weights, model.ClassNames, null, model.Objective with { Cost = 1.01 }, model.Certificate);

        Assert.False(Verification.Of(other, HandMade.Data(), Trained.Duals).Verified);
    }
}
