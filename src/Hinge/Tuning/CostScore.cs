namespace Hinge.Tuning;

/// <summary>How a cost does over the finished folds.</summary>
/// <param name="Cost">C.</param>
/// <param name="Accuracies">The share of right predictions in each fold, in [0, 1].</param>
/// <param name="CertifiedShare">Over all folds, the share of the predictions that are provably the exact optimum's.</param>
/// <param name="RelativeGap">The largest certified gap of the trainings.</param>
/// <param name="Epochs">The passes of all trainings.</param>
/// <param name="Elapsed">The time of all trainings.</param>
public sealed record CostScore(double Cost, IReadOnlyList<double> Accuracies, double CertifiedShare, double RelativeGap, int Epochs, TimeSpan Elapsed)
{
    /// <summary>The mean of the folds' accuracies, each fold counting the same.</summary>
    public double MeanAccuracy => Accuracies.Average();

    /// <summary>The standard error of that mean: the folds' standard deviation (n − 1) over √n; NaN of one fold.</summary>
    public double StandardError
    {
        get
        {
            double mean = MeanAccuracy, n = Accuracies.Count;
            return n < 2 ? double.NaN : Math.Sqrt(Accuracies.Sum(a => (a - mean) * (a - mean)) / (n - 1) / n);
        }
    }

    /// <summary>The score of a cost, counted from 0.</summary>
    internal static CostScore Of(IReadOnlyList<FoldResult> folds, int cost)
    {
        FoldScore[] scores = [.. folds.Select(fold => fold.Scores[cost])];
        return new CostScore(
            scores[0].Cost,
            [.. folds.Select(fold => fold.Accuracy(cost))],
            (double)scores.Sum(score => (long)score.CertifiedCount) / folds.Sum(fold => (long)fold.ExampleCount),
            scores.Max(score => score.RelativeGap),
            scores.Sum(score => score.Epochs),
            TimeSpan.FromTicks(scores.Sum(score => score.Elapsed.Ticks)));
    }
}
