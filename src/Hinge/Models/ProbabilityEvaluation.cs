using Hinge.Data;

namespace Hinge.Models;

/// <summary>How well a model's probabilities fit labelled data.</summary>
/// <param name="ExampleCount">The examples of classes that the model knows; others are left out.</param>
/// <param name="LogLoss">The mean of −log p_y, in nats.</param>
/// <param name="BrierScore">The mean of Σ_j (p_j − [j = y])², in [0, 2].</param>
/// <param name="Reliability">The examples by the probability of what is predicted, in bins of equal width from 0 to 1.</param>
public sealed record ProbabilityEvaluation(int ExampleCount, double LogLoss, double BrierScore, IReadOnlyList<ReliabilityBin> Reliability)
{
    /// <summary>How many bins there are.</summary>
    public const int BinCount = 15;

    /// <summary>
    /// Σ over the bins of their share of the examples times |share of right predictions − mean probability|, in [0, 1] (Naeini, Cooper and Hauskrecht,
    /// "Obtaining well calibrated probabilities using Bayesian binning", AAAI 2015).
    /// </summary>
    public double ExpectedCalibrationError => Reliability.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / ExampleCount;

    /// <summary>Evaluates.</summary>
    /// <param name="model">A model with probabilities (<see cref="LinearModel.HasProbabilities"/>).</param>
    /// <param name="data">Labelled rows of D columns.</param>
    /// <param name="threads">How many threads may work, at least 1; default 1. The result does not depend on it.</param>
    /// <returns>Null where no label is of a class that the model knows.</returns>
    /// <exception cref="InvalidOperationException">The model has no probabilities.</exception>
    /// <exception cref="ArgumentException">The features do not fit the model.</exception>
    public static ProbabilityEvaluation? Of(LinearModel model, Dataset data, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        model.RequireProbabilities();
        int n = data.ExampleCount;
        int[] labels = data.Labels.IndicesIn(model.ClassNames);
        double[] logLosses = new double[n], briers = new double[n], confidences = new double[n];
        bool[] isRight = new bool[n];
        model.ForEachScores(
            data.Features,
            (i, scores) =>
            {
                if (labels[i] < 0) return;
                double[] p = new double[scores.Length];
                model.Probabilities(scores, p);
                int best = LinearModel.Best(scores);
                logLosses[i] = model.InverseTemperature * (scores[best] - scores[labels[i]]) - Math.Log(p[best]);
                for (int j = 0; j < p.Length; j++) briers[i] += Math.Pow(p[j] - (j == labels[i] ? 1 : 0), 2);
                (confidences[i], isRight[i]) = (p[best], best == labels[i]);
            },
            threads);
        int known = labels.Count(y => y >= 0);
        if (known == 0) return null;
        int[] counts = new int[BinCount], right = new int[BinCount];
        double[] sums = new double[BinCount];
        for (int i = 0; i < n; i++)
        {
            if (labels[i] < 0) continue;
            int bin = Math.Min(BinCount - 1, (int)(confidences[i] * BinCount));
            counts[bin]++;
            sums[bin] += confidences[i];
            if (isRight[i]) right[bin]++;
        }
        ReliabilityBin[] bins = [.. Enumerable.Range(0, BinCount).Select(b => new ReliabilityBin(counts[b], counts[b] == 0 ? 0 : sums[b] / counts[b], counts[b] == 0 ? 0 : (double)right[b] / counts[b]))];
        return new ProbabilityEvaluation(known, logLosses.Sum() / known, briers.Sum() / known, bins);
    }
}
