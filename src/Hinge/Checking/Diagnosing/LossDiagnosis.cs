using System.Globalization;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>What is wrong with a loss value.</summary>
internal static class LossDiagnosis
{
    /// <summary>Whether the value is right, and the mistake that explains it where it is not and one does.</summary>
    /// <param name="form">The objective.</param>
    /// <param name="weights">W.</param>
    /// <param name="found">The user's value.</param>
    /// <param name="rounding">By how much it may have been rounded when it was written down.</param>
    /// <param name="expected">The right value.</param>
    /// <param name="precision">What rounding may do.</param>
    public static (bool IsRight, FoundMistake? Mistake) Of(MeanForm form, WeightMatrix weights, double found, double rounding, double expected, Precision precision)
    {
        double n = form.Data.ExampleCount, penalty = form.PenaltyFactor * weights.SquaredNorm(), data = expected - penalty;
        double allowed = precision.LossValue * (Math.Abs(data) + Math.Abs(penalty) + 1);
        if (Agrees(found, expected) || Math.Abs(found - expected) <= rounding) return (true, null);

        if (form.Loss is WestonWatkins && form.Loss.Delta is { TableClassCount: 0, Value: > 0 and double delta })
        {
            double counted = (found - expected) * n / delta, rounded = Math.Round(counted);
            if (rounded >= 1 && rounded <= n && Agrees(found, expected + rounded * delta / n))
            {
                string whom = rounded == n ? "every example" : string.Create(CultureInfo.InvariantCulture, $"{rounded} of {n} examples");
                return (false, new FoundMistake(
                    "loss-counts-correct-class",
                    1,
                    string.Create(CultureInfo.InvariantCulture, $"The loss is too large by Δ for {whom}: the correct class was compared with itself, where s_y − s_y + Δ = Δ > 0. In dW it adds x to column y and takes x from column y again, so dW does not show it. Skip j == y[i] whatever the margin was before."),
                    "for j in range(num_classes):   # without: if j == y[i]: continue"));
            }
        }
        (string Id, double Value, string Explanation)[] suspects =
        [
            ("loss-missing-regularization", data, "The loss value lacks its regularization: add λ‖W‖² (½λ‖W‖² with --half)."),
            ("loss-halved-regularization", data + 0.5 * penalty, "The loss value has half of its regularization: it must be λ‖W‖², or give --half."),
            ("loss-doubled-regularization", data + 2 * penalty, "The loss value has its regularization twice: it must be λ‖W‖² (½λ‖W‖² with --half)."),
            ("loss-not-averaged", n * data + penalty, "The loss value is the sum over examples, not their mean: divide it by N before the regularization is added."),
            ("loss-averaged-twice", data / n + penalty, "The loss value was divided by N twice. Divide once."),
            ("loss-regularization-averaged", data + penalty / n, "The loss value's regularization was divided by N: divide only the sum over examples."),
        ];
        foreach ((string id, double value, string explanation) in suspects)
            if (!Agrees(value, expected) && Agrees(found, value)) return (false, new FoundMistake(id, 1, explanation, ""));
        return (false, null);

        bool Agrees(double a, double b) => Math.Abs(a - b) <= allowed * Math.Max(1, Math.Abs(b) / (Math.Abs(expected) + 1));
    }
}
