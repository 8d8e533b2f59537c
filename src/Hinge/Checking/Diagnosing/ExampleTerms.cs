using Hinge.Losses;

namespace Hinge.Checking.Diagnosing;

/// <summary>A change of an example's coefficients that a kink leaves open: θ·(value1 at column1 + value2 at column2), θ in [0, 1].</summary>
/// <param name="Example">The example.</param>
/// <param name="Column1">A column of dW.</param>
/// <param name="Value1">What goes there.</param>
/// <param name="Column2">Another column, or −1.</param>
/// <param name="Value2">What goes there.</param>
/// <param name="SharesOne">Whether all of the example's θ together are at most 1 (Crammer–Singer's ties).</param>
/// <param name="IsExact">Whether it is a kink in double precision too, not only within the program's rounding.</param>
internal readonly record struct KinkChoice(int Example, int Column1, double Value1, int Column2, double Value2, bool SharesOne, bool IsExact);

/// <summary>One example's coefficients, with the terms that are at a kink kept apart.</summary>
internal static class ExampleTerms
{
    /// <summary>Turns scores into coefficients, leaving out every term within <paramref name="tolerance"/> of its kink.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="scores">s, length K; overwritten with the coefficients.</param>
    /// <param name="label">y.</param>
    /// <param name="example">The example's number, for the choices.</param>
    /// <param name="tolerance">How near to zero a violation counts as zero.</param>
    /// <param name="exactTolerance">The same in double precision.</param>
    /// <param name="choices">Receives the terms left out.</param>
    public static void Coefficients(Loss loss, Span<double> scores, int label, int example, double tolerance, double exactTolerance, List<KinkChoice> choices)
    {
        switch (loss)
        {
            case WestonWatkins:
                WestonWatkinsTerms(loss, scores, label, example, tolerance, exactTolerance, choices);
                break;
            case OneVsRest:
                for (int j = 0; j < scores.Length; j++)
                {
                    double sign = OneVsRest.Sign(j, label), violation = 1 - sign * scores[j];
                    if (Math.Abs(violation) <= tolerance) choices.Add(new KinkChoice(example, j, -sign, -1, 0, SharesOne: false, Math.Abs(violation) <= exactTolerance));
                    scores[j] = violation > tolerance ? -sign : 0;
                }
                break;
            case CrammerSinger:
                CrammerSingerTerms(loss, scores, label, example, tolerance, exactTolerance, choices);
                break;
            default:
                loss.ValueAndCoefficients(scores, label);
                break;
        }
    }

    private static void WestonWatkinsTerms(Loss loss, Span<double> scores, int label, int example, double tolerance, double exactTolerance, List<KinkChoice> choices)
    {
        double right = scores[label];
        int violated = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            if (j == label) continue;
            double violation = scores[j] - right + loss.Delta![label, j];
            bool isViolated = violation > tolerance;
            if (!isViolated && violation >= -tolerance)
                choices.Add(new KinkChoice(example, j, 1, label, -1, SharesOne: false, Math.Abs(violation) <= exactTolerance));
            scores[j] = isViolated ? 1 : 0;
            if (isViolated) violated++;
        }
        scores[label] = -violated;
    }

    private static void CrammerSingerTerms(Loss loss, Span<double> scores, int label, int example, double tolerance, double exactTolerance, List<KinkChoice> choices)
    {
        double right = scores[label], worst = double.NegativeInfinity;
        for (int j = 0; j < scores.Length; j++)
        {
            scores[j] = j == label ? double.NegativeInfinity : scores[j] - right + loss.Delta![label, j];
            worst = Math.Max(worst, scores[j]);
        }
        // The first of the tied classes takes the term; without a violation beyond doubt nobody does.
        int taker = -1;
        for (int j = 0; j < scores.Length; j++)
        {
            if (!(scores[j] >= worst - tolerance && scores[j] >= -tolerance)) continue;
            bool isExact = Math.Abs(scores[j] - worst) <= exactTolerance && (worst > tolerance || Math.Abs(worst) <= exactTolerance);
            if (worst <= tolerance) choices.Add(new KinkChoice(example, j, 1, label, -1, SharesOne: true, isExact));
            else if (taker < 0) taker = j;
            else choices.Add(new KinkChoice(example, j, 1, taker, -1, SharesOne: true, isExact));
        }
        scores.Clear();
        if (taker < 0) return;
        scores[taker] = 1;
        scores[label] = -1;
    }
}
