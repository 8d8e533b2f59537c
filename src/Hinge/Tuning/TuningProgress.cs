using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>How far cross-validation is.</summary>
/// <param name="Fold">The fold at work, in [0, k).</param>
/// <param name="FoldCount">k.</param>
/// <param name="CostIndex">The cost at work, counted from 0.</param>
/// <param name="CostCount">How many costs there are.</param>
/// <param name="Cost">C.</param>
/// <param name="Training">The training at work.</param>
public sealed record TuningProgress(int Fold, int FoldCount, int CostIndex, int CostCount, double Cost, TrainingProgress Training)
{
    /// <summary>The share of trainings done, in [0, 1).</summary>
    public double Done => ((double)Fold * CostCount + CostIndex) / ((double)FoldCount * CostCount);
}
