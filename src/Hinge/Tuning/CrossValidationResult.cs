namespace Hinge.Tuning;

/// <summary>What cross-validation found.</summary>
public sealed class CrossValidationResult
{
    /// <summary>Two means nearer than this are the same: sums of the same accuracies in another order.</summary>
    private const double Tie = 1e-12;

    internal CrossValidationResult(StratifiedFolds partition, IReadOnlyList<double> costs, IEnumerable<FoldResult> folds)
    {
        Partition = partition;
        Folds = [.. folds.OrderBy(fold => fold.Fold)];
        Scores = Folds.Count == 0 ? [] : [.. costs.Select((_, c) => CostScore.Of(Folds, c))];
    }

    /// <summary>Which example is tested in which fold.</summary>
    public StratifiedFolds Partition { get; }

    /// <summary>The finished folds, ascending.</summary>
    public IReadOnlyList<FoldResult> Folds { get; }

    /// <summary>Whether all folds are finished; false where cancellation came first.</summary>
    public bool IsComplete => Folds.Count == Partition.Count;

    /// <summary>A score a cost over the finished folds; empty where none is.</summary>
    public IReadOnlyList<CostScore> Scores { get; }

    /// <summary>The score of the best mean accuracy; of equals the smallest cost.</summary>
    /// <exception cref="InvalidOperationException">No fold is finished.</exception>
    public CostScore Best
    {
        get
        {
            if (Scores.Count == 0) throw new InvalidOperationException("No fold is finished. Let cross-validation run longer.");
            CostScore best = Scores[0];
            foreach (CostScore score in Scores)
                if (score.MeanAccuracy > best.MeanAccuracy + Tie) best = score;
            return best;
        }
    }

    /// <summary>
    /// The smallest cost whose mean accuracy is within one standard error of the best: the most regularized model that does about as well
    /// (Breiman et al., "Classification and Regression Trees", 1984, 3.4.3).
    /// </summary>
    /// <exception cref="InvalidOperationException">No fold is finished.</exception>
    public CostScore OneStandardError
    {
        get
        {
            CostScore best = Best;
            double enough = best.MeanAccuracy - (double.IsNaN(best.StandardError) ? 0 : best.StandardError);
            return Scores.First(score => score.MeanAccuracy >= enough - Tie);
        }
    }
}
