using Hinge.Losses;

namespace Hinge.Checking;

/// <summary>
/// What one step of gradient descent on one example does to that example: W′ = W − η·(x·coefficientsᵀ + 2λW), so
/// s′ = xᵀW′ = (1 − 2ηλ)·s − η‖x‖²·coefficients. No weight is touched to know it.
/// </summary>
/// <param name="Rate">η.</param>
/// <param name="Loss">The example's loss after the step.</param>
/// <param name="Terms">One a class, in the order of W's columns.</param>
public sealed record DescentStep(double Rate, double Loss, IReadOnlyList<StepTerm> Terms)
{
    /// <summary>The step along the gradient of the example's loss + λ‖W‖².</summary>
    /// <param name="explanation">The example before the step.</param>
    /// <param name="loss">The loss that it was explained with.</param>
    /// <param name="rate">η, finite and > 0.</param>
    /// <param name="lambda">λ ≥ 0.</param>
    /// <param name="half">Whether the penalty is ½λ‖W‖² instead of λ‖W‖².</param>
    /// <exception cref="ArgumentOutOfRangeException">rate or lambda is out of its range.</exception>
    public static DescentStep Of(Explanation explanation, Loss loss, double rate, double lambda = 0, bool half = false)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(loss);
        if (!(rate > 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "rate must be finite and greater than 0.");
        if (!(lambda >= 0 && double.IsFinite(lambda)))
            throw new ArgumentOutOfRangeException(nameof(lambda), lambda, "lambda must be finite and at least 0.");
        double shrink = 1 - rate * (half ? lambda : 2 * lambda);
        double[] scores = [.. explanation.Terms.Select(term => shrink * term.Score - rate * explanation.SquaredNorm * term.Coefficient)];
        StepTerm[] terms = [.. scores.Select((score, j) => new StepTerm(j, score, loss.Violation(scores, explanation.Label, j)))];
        return new DescentStep(rate, loss.Value(scores, explanation.Label), terms);
    }
}
