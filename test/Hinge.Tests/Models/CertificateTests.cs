using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Tests.Training;
using Hinge.Training;

namespace Hinge.Tests.Models;

/// <summary>What a certificate concludes must be true of the optimum.</summary>
public class CertificateTests
{
    public static TheoryData<string> Losses => [.. PlainLosses.WithBlocks];

    [Theory]
    [MemberData(nameof(Losses))]
    public void WeightErrorBound_AnyGap_BoundsTheDistanceToTheOptimum(string loss)
    {
        Dataset data = Blobs.Dense(80, 5, 4, seed: 1);
        Objective objective = Train.Objective(loss, 0.3, bias: 1);
        TrainingResult optimum = Train.Optimum(data, objective);
        foreach (double gap in (double[])[0.5, 0.1, 1e-2, 1e-4, 1e-6, 1e-9])
        {
            TrainingResult result = Train.Ascent(data, objective, gap);
            MatrixAssert.AtMost(
                result.Model.Weights.DistanceTo(optimum.Model.Weights),
                result.Certificate.WeightErrorBound + optimum.Certificate.WeightErrorBound,
                0,
                $"distance of {loss} at gap {gap}");
        }
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void CertifiedLead_PredictionsThatLeadByMore_AgreeWithTheOptimum(string loss)
    {
        Dataset data = Blobs.Dense(80, 5, 4, seed: 2), unseen = Blobs.Dense(500, 5, 4, seed: 3);
        Objective objective = Train.Objective(loss, 0.3, bias: 1);
        LinearModel optimum = Train.Optimum(data, objective).Model;
        int[] expected = optimum.Predict(unseen.Features);
        int certifiedBefore = 0;
        foreach (double gap in (double[])[1e-2, 1e-4, 1e-6, 1e-8])
        {
            LinearModel model = Train.Ascent(data, objective, gap).Model;
            int certified = 0;
            model.ForEachScores(unseen.Features, (i, scores) =>
            {
                double[] sorted = [.. scores.ToArray().OrderDescending()];
                if (!(sorted[0] - sorted[1] > model.Certificate.CertifiedLead(unseen.Features.SquaredNorm(i) + 1))) return;
                certified++;
                Assert.Equal(expected[i], scores.IndexOf(sorted[0]));
            });
            Assert.Equal(certified, Evaluation.Of(model, unseen).CertifiedCount);
            Assert.True(certified >= certifiedBefore, $"{loss}: {certified} certified at gap {gap}, {certifiedBefore} before");
            certifiedBefore = certified;
        }
        Assert.True(certifiedBefore > 450, $"{loss}: only {certifiedBefore} of 500 certified at the smallest gap");
    }

    // P = 3, D = 1, ‖W − W(b)‖ = 0.25: √(2·2) = 2 and √2 + 0.25 = 1.664…, the smaller holds; the lead at ‖x‖² = 8 is 4 times that.
    [Fact]
    public void WeightErrorBound_HandWorked_IsTheSmallerOfTheTwoBounds()
    {
        Certificate certificate = new() { Primal = 3, Dual = 1, DualDistance = 0.25, ExampleCount = 1, Fingerprint = "" };
        Assert.Equal(2, certificate.Gap);
        MatrixAssert.Close(2.0 / 3, certificate.RelativeGap, Tolerances.HandWorked, "relative gap");
        MatrixAssert.Close(Math.Sqrt(2) + 0.25, certificate.WeightErrorBound, Tolerances.SameFormula * 10, "bound");
        MatrixAssert.Close(4 * (Math.Sqrt(2) + 0.25), certificate.CertifiedLead(8), Tolerances.SameFormula * 10, "lead");
        MatrixAssert.Close(2, (certificate with { DualDistance = 9 }).WeightErrorBound, Tolerances.SameFormula * 10, "bound far from the dual's weights");
    }

    [Fact]
    public void WeightErrorBound_GapOfZeroOrBelowByRounding_AllowsForTheRounding()
    {
        Certificate certificate = new() { Primal = 1, Dual = 1 + 1e-15, DualDistance = 0, ExampleCount = 1, Fingerprint = "" };
        Assert.True(certificate.WeightErrorBound > 0);
        Assert.True(double.IsFinite(certificate.WeightErrorBound));
    }
}
