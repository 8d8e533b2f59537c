using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Checking;

public class ExplanationTests
{
    public static TheoryData<string> Names => [.. PlainLosses.Names];

    // x = (1, 2), y = 0, W = (1 0 2 / 0 1 −1): s = (1, 2, 0), v_1 = 2, v_2 = 0, a kink that counts as not violated.
    [Fact]
    public void Of_HandWorkedExample_ListsScoresViolationsAndCoefficients()
    {
        Dataset data = Storage.Dense([1, 2], [0], d: 2, k: 3);
        Explanation explanation = Explanation.Of(data, new WestonWatkins(), new WeightMatrix(2, 3, [1, 0, 2, 0, 1, -1]), example: 0);
        Assert.Equal(2, explanation.Loss);
        Assert.Equal(5, explanation.SquaredNorm);
        Assert.Equal(
            [new ClassTerm(0, 1, null, -1), new ClassTerm(1, 2, 2, 1), new ClassTerm(2, 0, 0, 0)],
            explanation.Terms);
        Assert.Equal(1, Assert.Single(explanation.Violated).Class);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_EveryExample_AddsUpToTheGradient(string name)
    {
        const int D = 4, K = 5;
        foreach (Dataset data in (Dataset[])[Blobs.Dense(20, D, K, seed: 1), Blobs.Sparse(20, D, K, seed: 2)])
        {
            Loss loss = Loss.Create(name);
            WeightMatrix weights = new(D, K, Blobs.Normals(D * K, seed: 3)), expected = new(D, K);
            double mean = new MeanForm(data, loss).ValueAndGradient(weights, expected), sum = 0;
            double[] gradient = new double[D * K], x = new double[D];
            for (int i = 0; i < data.ExampleCount; i++)
            {
                Explanation explanation = Explanation.Of(data, loss, weights, i);
                data.Features.CopyRow(i, x);
                sum += explanation.Loss;
                foreach (ClassTerm term in explanation.Terms)
                    for (int f = 0; f < D; f++)
                        gradient[f * K + term.Class] += term.Coefficient * x[f] / data.ExampleCount;
                if (PlainLosses.ShiftInvariant.Contains(name))
                    MatrixAssert.Close(0, explanation.Terms.Sum(term => term.Coefficient), Tolerances.SameFormula, $"sum of coefficients of {name}");
            }
            MatrixAssert.Close(mean, sum / data.ExampleCount, Tolerances.SameFormula, $"{name}: mean loss");
            MatrixAssert.CloseRelative(expected.Values, gradient, K, Tolerances.SameFormula, $"{name}: dW");
        }
    }

    [Fact]
    public void Of_Bias_IsOneMoreFeature()
    {
        Dataset data = Storage.Dense([1], [1], d: 1, k: 2);
        Explanation explanation = Explanation.Of(data, new WestonWatkins(), new WeightMatrix(2, 2, [1, 0, 10, 20]), 0, biasScale: 2);
        Assert.Equal([21, 40], explanation.Terms.Select(term => term.Score));
        Assert.Equal(5, explanation.SquaredNorm);
    }

    [Fact]
    public void Of_NoSuchExampleOrShape_Throws()
    {
        Dataset data = Blobs.Dense(3, 2, 2, seed: 4);
        Assert.Throws<ArgumentOutOfRangeException>(() => Explanation.Of(data, new Softmax(), new WeightMatrix(2, 2), 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => Explanation.Of(data, new Softmax(), new WeightMatrix(2, 2), -1));
        Assert.Throws<ArgumentException>(() => Explanation.Of(data, new Softmax(), new WeightMatrix(2, 3), 0));
        Assert.Throws<ArgumentException>(() => Explanation.Of(data, new Softmax(), new WeightMatrix(3, 2), 0));
    }
}
