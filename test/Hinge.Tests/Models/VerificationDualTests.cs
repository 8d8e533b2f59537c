using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>Duals prove nothing unless they are feasible and those of the certificate; misfits are errors.</summary>
public sealed class VerificationDualTests
{
    private static readonly TrainingResult Trained = HandMade.Train();

    private static DualVariables Copy(DualVariables duals)
    {
        DualVariables copy = new(duals.ExampleCount, duals.ClassCount);
        for (int i = 0; i < duals.ExampleCount; i++)
            if (!duals[i].IsEmpty) copy.SetRow(i, duals[i]);
        return copy;
    }

    [Fact]
    public void Of_ZeroDuals_AreFeasibleButNotThoseOfTheCertificate()
    {
        Verification found = Verification.Of(Trained.Model, HandMade.Data(), new DualVariables(9, 3));

        Assert.Equal((0.0, false), (found.Dual, found.Verified));
    }

    public static TheoryData<string> LossNames => [.. Loss.Names];

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Of_InfeasibleDuals_ProveNothing(string loss)
    {
        Objective objective = new() { Loss = Loss.Create(loss) };
        TrainingResult result = Trainers.DefaultFor(objective.Loss).Train(HandMade.Data(), objective, new TrainingOptions { Threads = 1, EpochLimit = 50 }, cancellation: TestContext.Current.CancellationToken);
        DualVariables infeasible = Copy(result.Duals);
        // Wrong signs: the right class is pulled away, and the others pulled near.
        infeasible.SetRow(0, [0.5, -0.25, -0.25]);

        Verification found = Verification.Of(result.Model, HandMade.Data(), infeasible);

        Assert.Equal(double.NegativeInfinity, found.Dual);
        Assert.False(found.Verified);
    }

    [Fact]
    public void Of_ForgedRightClassDuals_ProveNothing()
    {
        // With b_y not minus the sum of the others, W(b) could be made anything, and with it the dual: W(b) = 0 here.
        TrainingResult result = HandMade.Train(new Objective());
        DualVariables forged = new(result.Duals.ExampleCount, result.Duals.ClassCount);
        forged.SetRow(0, [1, 1, 1]);

        Verification found = Verification.Of(result.Model, HandMade.Data(), forged);

        Assert.Equal(double.NegativeInfinity, found.Dual);
        Assert.False(found.Verified);
    }

    [Fact]
    public void Of_DualsOnAnExampleOfWeightZero_ProveNothing()
    {
        // Such an example has no loss, so only a dual of zero is feasible; any other could make the dual as large as
        // one likes, here by cancelling what the other rows contribute to ‖W(b)‖.
        double[] sampleWeights = [0, 1, 1, 1, 1, 1, 1, 1, 1];
        TrainingResult result = HandMade.Train(new Objective { SampleWeights = sampleWeights });
        DualVariables infeasible = Copy(result.Duals);
        infeasible.SetRow(0, [0.1, -0.1, 0]);

        Verification honest = Verification.Of(result.Model, HandMade.Data(), result.Duals, sampleWeights);
        Verification found = Verification.Of(result.Model, HandMade.Data(), infeasible, sampleWeights);

        Assert.True(honest.Verified);
        Assert.Equal(double.NegativeInfinity, found.Dual);
        Assert.False(found.Verified);
    }

    [Fact]
    public void Of_SampleWeightsLeftOut_IsNotVerified()
    {
        double[] sampleWeights = [0, 1, 1, 1, 1, 1, 1, 1, 2];
        TrainingResult result = HandMade.Train(new Objective { SampleWeights = sampleWeights });

        Assert.True(Verification.Of(result.Model, HandMade.Data(), result.Duals, sampleWeights).Verified);
        Assert.False(Verification.Of(result.Model, HandMade.Data()).Verified);
    }

    [Theory]
    [InlineData(8, 3)]
    [InlineData(9, 2)]
    [InlineData(9, 4)]
    public void Of_DualsOfAnotherShape_GivesBothShapes(int exampleCount, int classCount)
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Verification.Of(Trained.Model, HandMade.Data(), new DualVariables(exampleCount, classCount)));

        Assert.StartsWith($"duals must be 9×3; got {exampleCount}×{classCount}.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_PartOfTheData_IsNotVerified()
    {
        Dataset part = HandMade.Data().Select([0, 1, 2, 3, 4, 5, 6, 7]);

        Verification found = Verification.Of(Trained.Model, part);

        Assert.Equal((false, false), (found.FingerprintMatches, found.Verified));
        Assert.Throws<ArgumentException>(() => Verification.Of(Trained.Model, part, Trained.Duals));
    }

    [Fact]
    public void Of_UnknownClass_NamesItsExample()
    {
        Dataset data = HandMade.Data();
        int[] labels = [.. data.Labels.Values.ToArray()];
        Dataset unknown = new(data.Features, new Labels(labels, ["cat", "dog", "fox"]));

        ArgumentException error = Assert.Throws<ArgumentException>(() => Verification.Of(Trained.Model, unknown));

        Assert.Contains("example 7 is of class \"fox\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Of_AnotherNumberOfFeatures_GivesBoth(int featureCount)
    {
        Dataset other = new(new DenseMatrix<float>(9, featureCount, new float[9 * featureCount]), HandMade.Data().Labels);

        ArgumentException error = Assert.Throws<ArgumentException>(() => Verification.Of(Trained.Model, other));

        Assert.Contains($"must have 2 features as in training; got {featureCount}", error.Message, StringComparison.Ordinal);
    }
}
