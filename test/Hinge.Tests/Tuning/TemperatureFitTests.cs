using Hinge.Data;
using Hinge.Testing;
using Hinge.Tuning;

namespace Hinge.Tests.Tuning;

/// <summary>The factor that makes scores into probabilities: by hand, against a search that knows only the loss, and where scores tell everything or nothing.</summary>
public class TemperatureFitTests
{
    [Fact]
    public void Of_ThreeOfFourRight_IsTheHandWorkedFactor()
    {
        // Targets 0.9 and 0.1. With σ the probability of the higher score: 3(σ − 0.9) + (σ − 0.1) = 0, σ = 0.7, β = log(7/3).
        (double factor, double logLoss) = TemperatureFit.Of([1, 0, 1, 0, 0, 1, 1, 0], new Labels([0, 0, 1, 1], 2), null);

        Assert.Equal(Math.Log(7.0 / 3), factor, 9);
        Assert.Equal(-(3 * Math.Log(0.7) + Math.Log(0.3)) / 4, logLoss, 12);
    }

    [Theory]
    [InlineData(1, 3, 1.0)]
    [InlineData(2, 5, 1e-6)]
    [InlineData(3, 12, 1e6)]
    [InlineData(4, 2, 30.0)]
    public void Of_RandomScores_IsWhatASearchFinds(int seed, int k, double size)
    {
        (float[] scores, Labels labels, double[] weights) = Random(seed, n: 200, k, size);

        (double factor, double logLoss) = TemperatureFit.Of(scores, labels, weights);

        double found = Search(beta => Loss(scores, labels, weights, beta, smooth: true), 100 / size);
        Assert.True(factor > 0, "the scores tell something");
        Assert.Equal(1, factor / found, 1e-5);
        Assert.Equal(Loss(scores, labels, weights, factor, smooth: false) / weights.Sum(), logLoss, 1e-12);
        Assert.True(logLoss < Math.Log(k), $"{logLoss} is no better than knowing nothing");
    }

    [Fact]
    public void Of_ScoresThatAreAllRight_IsFinite()
    {
        (double factor, double logLoss) = TemperatureFit.Of([2, 0, 3, 0, 0, 4, 0, 1], new Labels([0, 0, 1, 1], 2), null);
        Assert.InRange(factor, 0.1, 10);
        Assert.InRange(logLoss, 0, Math.Log(2));
    }

    [Theory]
    [InlineData(0f, 1f)]
    [InlineData(1f, 1f)]
    public void Of_ScoresThatAreWrongOrEqual_IsZero(float right, float wrong)
    {
        (double factor, double logLoss) = TemperatureFit.Of([right, wrong, right, wrong, wrong, right], new Labels([0, 0, 1], 2), null);
        Assert.Equal(0, factor);
        Assert.Equal(Math.Log(2), logLoss, 12);
    }

    private static (float[] Scores, Labels Labels, double[] Weights) Random(int seed, int n, int k, double size)
    {
        Random random = new(seed);
        int[] y = [.. Enumerable.Range(0, n).Select(i => i < k ? i : random.Next(k))];
        float[] scores = new float[n * k];
        for (int e = 0; e < scores.Length; e++) scores[e] = (float)(size * (Blobs.Normal(random) + (e % k == y[e / k] ? 1 : 0)));
        return (scores, new Labels(y, k), [.. Enumerable.Range(0, n).Select(i => i % 7 == 0 ? 0 : random.NextDouble())]);
    }

    /// <summary>Σ w·cross-entropy, straight from the definition.</summary>
    private static double Loss(float[] scores, Labels labels, double[] weights, double beta, bool smooth)
    {
        int k = labels.ClassCount;
        double sum = 0;
        for (int i = 0; i < labels.Count; i++)
        {
            double[] z = [.. scores.Skip(i * k).Take(k).Select(s => beta * s)];
            double log = z.Max() + Math.Log(z.Sum(value => Math.Exp(value - z.Max())));
            for (int j = 0; j < k; j++)
            {
                double certain = j == labels[i] ? 1 : 0, target = smooth ? (labels.Count * certain + 1.0 / k) / (labels.Count + 1) : certain;
                sum += weights[i] * target * (log - z[j]);
            }
        }
        return sum;
    }

    /// <summary>Golden section on [0, high].</summary>
    private static double Search(Func<double, double> loss, double high)
    {
        double low = 0, ratio = (Math.Sqrt(5) - 1) / 2;
        for (int step = 0; step < 100; step++)
        {
            double left = high - ratio * (high - low), right = low + ratio * (high - low);
            if (loss(left) < loss(right)) high = right;
            else low = left;
        }
        return 0.5 * (low + high);
    }
}
