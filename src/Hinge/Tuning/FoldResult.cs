namespace Hinge.Tuning;

/// <summary>A finished fold.</summary>
/// <param name="Fold">Which, in [0, k).</param>
/// <param name="ExampleCount">How many examples it tests.</param>
/// <param name="Scores">One score a cost, in their order.</param>
public sealed record FoldResult(int Fold, int ExampleCount, IReadOnlyList<FoldScore> Scores)
{
    /// <summary>The share of right predictions at a cost, counted from 0.</summary>
    public double Accuracy(int cost) => (double)Scores[cost].CorrectCount / ExampleCount;
}
