using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking.Diagnosing;

/// <summary>Which examples and classes a known mistake is said to touch.</summary>
public class AffectedExamplesTests
{
    // Four examples, W = identity: the scores are the features themselves. Violations s_j − s_y + 1 > 0:
    //   0: s = (3, 0, 0), y = 0: none.                         1: s = (0, 2, 0), y = 0: j = 1 and j = 2.
    //   2: s = (0, 0, 3), y = 2: none.                         3: s = (0, 3, 2.5), y = 1: j = 2.
    // Left over at y's turn: 0: nothing yet, none. 1: class 2 of example 0, not positive. 2: class 1, 0 − 3 + 1 < 0.
    //   3: class 0, 0 − 3 + 1 < 0. So a stale margin misses −2x of example 1 and −x of example 3.
    private static readonly double[] X = [3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 3, 2.5];
    private static readonly int[] Y = [0, 0, 2, 1];

    [Theory]
    [InlineData("missing-correct-class-term", new[] { 1, 3 }, new[] { 0, 1 })]
    [InlineData("missing-wrong-class-term", new[] { 1, 3 }, new[] { 1, 2 })]
    [InlineData("correct-class-once-per-example", new[] { 1 }, new[] { 0 })]
    public void Run_AKnownMistakeByHand_NamesItsExamplesAndColumns(string id, int[] examples, int[] columns)
    {
        // Coefficients of examples 1 and 3, all others being 0.
        double[][] coefficients = id switch
        {
            "missing-correct-class-term" => [[0, 1, 1], [0, 0, 1]],
            "missing-wrong-class-term" => [[-2, 0, 0], [0, -1, 0]],
            _ => [[-1, 1, 1], [0, -1, 1]],
        };
        DiagnosisReport report = Diagnose(Gradient(coefficients));
        Assert.Contains(id, report.Mistakes.Select(mistake => mistake.Id));
        Assert.Equal(MistakeExtent.Examples, report.Extent);
        Assert.Equal(examples, report.Examples);
        Assert.Equal(columns, report.Columns.Select(column => column.Class));
    }

    [Theory]
    [InlineData(-1.0, MistakeExtent.Everything)]
    [InlineData(4.0, MistakeExtent.Everything)]
    [InlineData(0.37, MistakeExtent.Everything)]
    public void Run_AFactor_TouchesEverythingAndListsNoExample(double factor, MistakeExtent extent)
    {
        DiagnosisReport report = Diagnose(Gradient([[-2 * factor, factor, factor], [0, -factor, factor]]));
        Assert.NotEmpty(report.Mistakes);
        Assert.Equal(extent, report.Extent);
        Assert.Empty(report.Examples);
        Assert.Equal([0, 1, 2], report.Columns.Select(column => column.Class));
    }

    [Fact]
    public void Run_RegularizationForgotten_TouchesNoExample()
    {
        MeanForm form = new(Data(), new WestonWatkins(), 0.5);
        DiagnosisReport report = GradientDiagnosis.Run(form, Identity(), new UserGradient(Gradient([[-2, 1, 1], [0, -1, 1]])));
        Assert.Equal("missing-regularization", report.Mistakes[0].Id);
        Assert.Equal(MistakeExtent.Regularization, report.Extent);
        Assert.Empty(report.Examples);
    }

    [Fact]
    public void Run_RightOrUnknownGradient_HasNoExtent()
    {
        DiagnosisReport right = Diagnose(Gradient([[-2, 1, 1], [0, -1, 1]])), unknown = Diagnose(new WeightMatrix(3, 3, [1, -4, 2, 3, 0.7, -1, 0.1, 5, 2]));
        Assert.Equal((Verdict.Correct, MistakeExtent.Unknown), (right.Verdict, right.Extent));
        Assert.Equal((Verdict.Wrong, MistakeExtent.Unknown), (unknown.Verdict, unknown.Extent));
        Assert.Empty(unknown.Mistakes);
    }

    /// <summary>Against the loops themselves: an example is touched where its own turn adds something else.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_StaleMargin_NamesExactlyTheExamplesWhereItMadeADifference(bool isSingle)
    {
        const int N = 600, D = 6, K = 4;
        RandomOrder random = new(5);
        double[] x = [.. Enumerable.Range(0, N * D).Select(_ => (double)(float)random.NextNormal())], w = [.. Enumerable.Range(0, D * K).Select(_ => (double)(float)(0.5 * random.NextNormal()))];
        int[] y = [.. Enumerable.Range(0, N).Select(_ => random.Next(K))];
        double[] right = new double[D * K], stale = new double[D * K];
        List<int> expected = [];
        double margin = 0;
        for (int i = 0; i < N; i++)
        {
            double[] s = [.. Enumerable.Range(0, K).Select(j => Enumerable.Range(0, D).Sum(f => x[i * D + f] * w[f * K + j]))];
            int violated = 0, taken = 0;
            for (int j = 0; j < K; j++)
            {
                if (j == y[i])
                {
                    taken = margin > 0 ? 1 : 0;
                    continue;
                }
                margin = s[j] - s[y[i]] + 1;
                if (margin <= 0) continue;
                violated++;
                for (int f = 0; f < D; f++) (right[f * K + j], stale[f * K + j]) = (right[f * K + j] + x[i * D + f] / N, stale[f * K + j] + x[i * D + f] / N);
            }
            if (taken != violated) expected.Add(i);
            for (int f = 0; f < D; f++)
            {
                right[f * K + y[i]] -= violated * x[i * D + f] / N;
                stale[f * K + y[i]] -= taken * x[i * D + f] / N;
            }
        }
        FeatureMatrix features = isSingle ? new DenseMatrix<float>(N, D, Array.ConvertAll(x, v => (float)v)) : new DenseMatrix<double>(N, D, x);
        MeanForm form = new(new Dataset(features, new Labels(y, K)), new WestonWatkins());
        foreach (int threads in new[] { 1, 3 })
        {
            DiagnosisReport report = GradientDiagnosis.Run(form, new WeightMatrix(D, K, w), new UserGradient(new WeightMatrix(D, K, stale), null, isSingle), threads);
            Assert.Equal("stale-margin", Assert.Single(report.Mistakes).Id);
            Assert.Equal(expected, report.Examples);
            Assert.Equal([0, 1, 2, 3], report.Columns.Select(column => column.Class));
        }
        Assert.InRange(expected.Count, 1, N - 1);
    }

    private static DiagnosisReport Diagnose(WeightMatrix gradient) => GradientDiagnosis.Run(new MeanForm(Data(), new WestonWatkins()), Identity(), new UserGradient(gradient));

    private static Dataset Data() => new(new DenseMatrix<double>(4, 3, X), new Labels(Y, 3));

    private static WeightMatrix Identity() => new(3, 3, [1, 0, 0, 0, 1, 0, 0, 0, 1]);

    private static WeightMatrix Gradient(double[][] coefficientsOf1And3)
    {
        WeightMatrix gradient = new(3, 3);
        foreach ((int example, double[] coefficients) in new[] { (1, coefficientsOf1And3[0]), (3, coefficientsOf1And3[1]) })
            for (int f = 0; f < 3; f++)
                for (int j = 0; j < 3; j++)
                    gradient[f, j] += X[example * 3 + f] * coefficients[j] / 4;
        return gradient;
    }
}
