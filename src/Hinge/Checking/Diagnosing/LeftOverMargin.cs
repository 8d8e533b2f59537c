using Hinge.Losses;

namespace Hinge.Checking.Diagnosing;

/// <summary>The margin that a loop over classes leaves behind for its next turn where the turn of the correct class computes none.</summary>
internal sealed class LeftOverMargin(Loss loss)
{
    private bool _isPositive;

    /// <summary>Goes through an example's turns.</summary>
    /// <param name="scores">Its s, length K.</param>
    /// <param name="label">Its y.</param>
    /// <returns>Whether the margin left over is positive at the turn of y: it comes from class y − 1, or from the example before.</returns>
    public bool IsPositiveAtCorrectClass(ReadOnlySpan<double> scores, int label)
    {
        int last = scores.Length - 1;
        bool before = label == 0 ? _isPositive : loss.Violation(scores, label, label - 1) > 0;
        _isPositive = loss.Violation(scores, label, label == last ? last - 1 : last) > 0;
        return before;
    }
}
