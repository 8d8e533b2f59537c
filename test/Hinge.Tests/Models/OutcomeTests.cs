using CsCheck;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Models;

/// <summary>Outcomes against plain loops, and their sum against the evaluation.</summary>
public sealed class OutcomeTests
{
    [Fact]
    public void Outcomes_RandomModels_AgreeWithPlainLoops() => Gen.Select(Gen.Int[1, 12], Gen.Int[1, 4], Gen.Int[1, 5], Gen.Double[0, 0.2], Gen.Bool, Gen.Int[1, 1000]).Sample((n, d, k, gap, hasBias, seed) =>
    {
        Random random = new(seed);
        double[] weights = [.. Enumerable.Range(0, (hasBias ? d + 1 : d) * k).Select(_ => random.Next(-8, 9) / 8.0)];
        float[] rows = [.. Enumerable.Range(0, n * d).Select(_ => random.Next(-4, 5) / 4f)];
        string[] names = [.. Enumerable.Range(0, k).Select(j => $"c{j}")];
        LinearModel model = HandMade.Model(d, names, weights, new Objective { BiasScale = hasBias ? 0.5 : 0 }, gap);
        Dataset data = new(new DenseMatrix<float>(n, d, rows), new Labels([.. Enumerable.Range(0, n).Select(_ => random.Next(k + 1))], [.. names, "other"]));

        Outcome[] outcomes = Evaluation.Outcomes(model, data, threads: 2);

        for (int i = 0; i < n; i++)
        {
            double norm = hasBias ? 0.25 : 0;
            double[] scores = [.. Enumerable.Range(0, k).Select(j => hasBias ? 0.5 * weights[d * k + j] : 0)];
            for (int f = 0; f < d; f++)
            {
                norm += rows[i * d + f] * rows[i * d + f];
                for (int j = 0; j < k; j++) scores[j] += rows[i * d + f] * weights[f * k + j];
            }
            double best = scores.Max(), second = scores.OrderDescending().Skip(1).DefaultIfEmpty(double.NegativeInfinity).First();
            Outcome outcome = outcomes[i];
            Assert.Equal((Array.IndexOf(scores, best), data.Labels[i] == k ? -1 : data.Labels[i]), (outcome.Prediction, outcome.Label));
            Assert.Equal(best - second, outcome.Lead);
            Assert.Equal(norm, outcome.SquaredNorm);
            Assert.Equal(outcome.Label < 0 ? double.NaN : best - scores[outcome.Label], outcome.Deficit);
            Assert.Equal(outcome.Label == outcome.Prediction, outcome.IsRight);
            Assert.Equal(outcome.Lead > Math.Sqrt(2 * norm) * model.Certificate.WeightErrorBound, outcome.IsCertified);
            Assert.Equal(outcome.Lead == 0 ? 0 : outcome.Lead / Math.Sqrt(2 * norm), outcome.WeightDistance);
        }
        Evaluation sum = Evaluation.Of(model, outcomes), whole = Evaluation.Of(model, data);
        Assert.Equal(whole.Confusion, sum.Confusion);
        Assert.Equal((whole.ExampleCount, whole.CorrectCount, whole.CertifiedCount, whole.UnknownCount), (sum.ExampleCount, sum.CorrectCount, sum.CertifiedCount, sum.UnknownCount));
    });

    [Fact]
    public void WeightDistance_WeightsMovedByLess_KeepThePrediction() => Gen.Int[1, 10_000].Sample(seed =>
    {
        Random random = new(seed);
        double[] Numbers(int count) => [.. Enumerable.Range(0, count).Select(_ => 2 * random.NextDouble() - 1)];
        const int D = 3, K = 3;
        double[] weights = Numbers(D * K), move = Numbers(D * K);
        Dataset data = new(new DenseMatrix<double>(1, D, Numbers(D)), new Labels([0], ["a", "b", "c"]));
        Outcome outcome = Evaluation.Outcomes(HandMade.Model(D, ["a", "b", "c"], weights), data)[0];
        double length = Math.Sqrt(move.Sum(m => m * m)), share = 0.999 * outcome.WeightDistance / length;
        double[] moved = [.. weights.Zip(move, (w, m) => w + share * m)];
        Assert.Equal(outcome.Prediction, HandMade.Model(D, ["a", "b", "c"], moved).Predict(data.Features)[0]);
    });

    [Fact]
    public void Of_OutcomesOfOtherModels_AreRefused()
    {
        LinearModel model = HandMade.Model(1, ["a", "b"], [1, 2]);
        Assert.Contains("at least one", Assert.Throws<ArgumentException>(() => Evaluation.Of(model, [])).Message, StringComparison.Ordinal);
        Assert.Contains("2 classes", Assert.Throws<ArgumentException>(() => Evaluation.Of(model, [new Outcome(2, 0, 1, 1, 1, false)])).Message, StringComparison.Ordinal);
        Assert.Contains("2 classes", Assert.Throws<ArgumentException>(() => Evaluation.Of(model, [new Outcome(0, -1, 1, 1, 1, false)])).Message, StringComparison.Ordinal);
    }
}
