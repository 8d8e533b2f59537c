using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;

namespace Hinge.Tests.Checking;

/// <summary>One step of descent: the closed form against scores recomputed at W − η·dW.</summary>
public sealed class ExplanationStepTests
{
    /// <summary>Scores below 100 in magnitude, sums of up to 20 products.</summary>
    private const double Tolerance = 1e-11;

    public static TheoryData<string> LossNames => ExplanationExamples.LossNames;

    [Fact]
    public void Explanation_HandWorked_ListsScoresViolationsAndCoefficients()
    {
        Explanation explanation = Explanation.Of(ExplanationExamples.Points, new WestonWatkins(), ExplanationExamples.PointWeights, 0);
        Assert.Equal(2.0, explanation.Loss);
        Assert.Equal(5.0, explanation.SquaredNorm);
        Assert.Equal([new ClassTerm(0, 1, 1.25, 1), new ClassTerm(1, 0.75, null, -2), new ClassTerm(2, 0.5, 0.75, 1)], explanation.Terms);
    }

    [Fact]
    public void Step_HandWorked_MovesScoresByCoefficients()
    {
        Explanation explanation = Explanation.Of(ExplanationExamples.Points, new WestonWatkins(), ExplanationExamples.PointWeights, 0);
        DescentStep step = DescentStep.Of(explanation, new WestonWatkins(), rate: 0.125);
        // η‖x‖² = 5/8: (1 − 5/8, ¾ + 10/8, ½ − 5/8)
        Assert.Equal([new StepTerm(0, 0.375, -0.625), new StepTerm(1, 2, null), new StepTerm(2, -0.125, -1.125)], step.Terms);
        Assert.Equal(0.0, step.Loss);
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Step_AnyLoss_EqualsScoresAtTheSteppedWeights(string name)
    {
        const int D = 7, K = 5;
        const double Rate = 0.3, Lambda = 0.2;
        Loss loss = Loss.Create(name);
        Dataset data = ExplanationExamples.Random(6, D, K, seed: 3);
        WeightMatrix weights = WeightMatrix.Random(D, K, 1, seed: 4);
        for (int i = 0; i < data.ExampleCount; i++)
            foreach (bool half in new[] { false, true })
            {
                Explanation explanation = Explanation.Of(data, loss, weights, i);
                DescentStep step = DescentStep.Of(explanation, loss, Rate, Lambda, half);
                double[] x = ExplanationExamples.Row(data, i);
                WeightMatrix stepped = new(D, K);
                for (int f = 0; f < D; f++)
                    for (int j = 0; j < K; j++)
                        stepped[f, j] = weights[f, j] - Rate * (x[f] * explanation.Terms[j].Coefficient + (half ? 1 : 2) * Lambda * weights[f, j]);
                double[] scores = ExplanationExamples.Scores(data, stepped, i);
                for (int j = 0; j < K; j++)
                {
                    Assert.Equal(scores[j], step.Terms[j].Score, Tolerance);
                    Assert.Equal(loss.Violation(scores, data.Labels[i], j) is { } violation ? violation : double.NaN, step.Terms[j].Violation ?? double.NaN, Tolerance);
                }
                Assert.Equal(loss.Value(scores, data.Labels[i]), step.Loss, Tolerance * 10);
            }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Step_BadRate_IsRefused(double rate)
    {
        Explanation explanation = Explanation.Of(ExplanationExamples.Points, new WestonWatkins(), ExplanationExamples.PointWeights, 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => DescentStep.Of(explanation, new WestonWatkins(), rate));
    }
}
