using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking;

/// <summary>Ledgers of columns and entries of dW, added up against the gradient itself.</summary>
public sealed class ExplanationLedgerTests
{
    /// <summary>Sums of at most 40 × 5 numbers below 10.</summary>
    private const double Tolerance = 1e-12;

    public static TheoryData<string> LossNames => ExplanationExamples.LossNames;

    [Fact]
    public void Column_HandWorked_HoldsPlusXOfOthersAndMinusXOncePerViolatingClass()
    {
        MeanForm form = new(ExplanationExamples.Points, new WestonWatkins());
        GradientLedger ledger = GradientLedger.OfColumn(form, ExplanationExamples.PointWeights, 1);
        (int Example, int Class, double? Violation, double Coefficient)[] expected =
        [
            (0, 0, 1.25, -1), (0, 2, 0.75, -1), // of class 1: once for each violating class
            (1, 2, 2.5, -1),
            (2, 1, 0.75, 1), // of class 0: class 1 itself violates
            (3, 2, 2, -1), // class 0 violates by exactly 0: no term
            (4, 1, 1, 1),
        ];
        Assert.Equal(expected, ledger.Terms.Select(term => (term.Example, term.Class, term.Violation, term.Coefficient)));
        // (−2·(1, 2) − (−6, 1) + (1, 0) − (−4, 0) + (0, 2)) / 5
        Assert.Equal([9 / 5.0, -3 / 5.0], ledger.Column);
        Assert.Equal(Math.Sqrt(90) / 5, ledger.Total, Tolerance);
        Assert.Equal(0, ledger.RestCount);
    }

    [Fact]
    public void Entry_HandWorked_LeavesOutZeros()
    {
        MeanForm form = new(ExplanationExamples.Points, new WestonWatkins(), lambda: 0.5);
        GradientLedger ledger = GradientLedger.OfEntry(form, ExplanationExamples.PointWeights, feature: 1, @class: 1, limit: 2);
        // −2/5 −2/5 −1/5 + 0 + 0 + 2/5, and 2·½·¼; the smallest goes into the rest.
        Assert.Equal(-3 / 5.0 + 0.25, ledger.Total, Tolerance);
        Assert.Equal(0.25, ledger.Regularization);
        Assert.Equal(2, ledger.Terms.Count);
        Assert.Equal(2, ledger.RestCount);
        Assert.All(ledger.Terms, term => Assert.Equal(0.4, Math.Abs(term.Contribution), Tolerance));
        RequireAddsUp(ledger);
    }

    [Theory]
    [MemberData(nameof(LossNames))]
    public void Ledgers_AnyLoss_AddUpToTheGradient(string name)
    {
        const int N = 40, D = 6, K = 5;
        foreach (bool half in new[] { false, true })
        {
            MeanForm form = new(ExplanationExamples.Random(N, D, K, seed: 1), Loss.Create(name), lambda: 0.3, half);
            WeightMatrix weights = WeightMatrix.Random(D, K, 1, seed: 2), gradient = new(D, K);
            form.ValueAndGradient(weights, gradient);
            for (int j = 0; j < K; j++)
            {
                GradientLedger column = GradientLedger.OfColumn(form, weights, j, int.MaxValue);
                double length = 0;
                for (int f = 0; f < D; f++)
                {
                    double sum = (half ? 0.3 : 0.6) * weights[f, j];
                    foreach (LedgerTerm term in column.Terms)
                        sum += term.Coefficient * ExplanationExamples.Row(form.Data, term.Example)[f] / N;
                    Assert.Equal(gradient[f, j], sum, Tolerance);
                    Assert.Equal(gradient[f, j], column.Column[f], Tolerance);
                    length += gradient[f, j] * gradient[f, j];
                }
                Assert.Equal(Math.Sqrt(length), column.Total, Tolerance);
                foreach (int limit in new[] { 0, 1, 7, int.MaxValue })
                {
                    GradientLedger some = GradientLedger.OfColumn(form, weights, j, limit), entry = GradientLedger.OfEntry(form, weights, 3, j, limit);
                    Assert.Equal(gradient[3, j], entry.Total, Tolerance);
                    Assert.Equal(Math.Min(limit, column.Terms.Count), some.Terms.Count);
                    Assert.Equal(column.Terms.Count, some.Terms.Count + some.RestCount);
                    RequireAddsUp(some);
                    RequireAddsUp(entry);
                }
            }
        }
    }

    [Fact]
    public void Column_LimitedTerms_AreTheLargest()
    {
        MeanForm form = new(ExplanationExamples.Random(40, 6, 5, seed: 5), new Softmax());
        WeightMatrix weights = WeightMatrix.Random(6, 5, 1, seed: 6);
        GradientLedger all = GradientLedger.OfColumn(form, weights, 2, int.MaxValue), some = GradientLedger.OfColumn(form, weights, 2, 5);
        Assert.Equal(
            all.Terms.Select(term => Math.Abs(term.Contribution)).OrderDescending().Take(5),
            some.Terms.Select(term => Math.Abs(term.Contribution)).OrderDescending());
    }

    [Fact]
    public void Column_WithBias_EqualsAConstantFeature()
    {
        Dataset plain = ExplanationExamples.Random(20, 3, 4, seed: 7);
        double[] values = [.. Enumerable.Range(0, 20).SelectMany(i => ExplanationExamples.Row(plain, i).Append(2))];
        Dataset constant = new(new DenseMatrix<double>(20, 4, values), plain.Labels);
        WeightMatrix weights = WeightMatrix.Random(4, 4, 1, seed: 8);
        GradientLedger expected = GradientLedger.OfColumn(new MeanForm(constant, new WestonWatkins(), 0.1), weights, 1);
        GradientLedger found = GradientLedger.OfColumn(new MeanForm(plain, new WestonWatkins(), 0.1), weights, 1, biasScale: 2);
        for (int f = 0; f < 4; f++)
            Assert.Equal(expected.Column[f], found.Column[f], Tolerance);
        RequireAddsUp(found);
    }

    [Fact]
    public void Ledger_NoSuchClassOrFeature_IsRefused()
    {
        MeanForm form = new(ExplanationExamples.Points, new WestonWatkins());
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientLedger.OfColumn(form, ExplanationExamples.PointWeights, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientLedger.OfEntry(form, ExplanationExamples.PointWeights, 2, 0));
        Assert.Throws<ArgumentException>(() => GradientLedger.OfColumn(form, new WeightMatrix(3, 3), 0));
    }

    private static void RequireAddsUp(GradientLedger ledger) =>
        Assert.Equal(ledger.Total, ledger.Terms.Sum(term => term.Contribution) + ledger.Rest + ledger.Regularization, Tolerance);
}
