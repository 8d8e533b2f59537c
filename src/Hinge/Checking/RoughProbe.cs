using Hinge.Checking.Diagnosing;

namespace Hinge.Checking;

/// <summary>Compares g·V with the derivative of t ↦ F(W + tV) where F's values scatter, as in float32.</summary>
/// <remarks>
/// <para>
/// Noise asks for large steps, curvature and kinks for small ones, and how much of these there is nobody says. Steps
/// grow from where noise hides almost all, as long as each central difference agrees with all before it within noise:
/// the last one has the least noise without a bias that stands out of it (O. V. Lepski, Theory of Probability and Its
/// Applications 35(3), 1990). Many small kinks count as curvature then, which for a mean over examples they nearly are.
/// </para>
/// <para>
/// Wrong takes two witnesses, as in <see cref="DirectionProbe"/>: this difference, and the narrowest pair of one-sided
/// ones. Where they contradict each other, it is a kink if the pair stays as wide however small the step, else noise.
/// </para>
/// </remarks>
internal sealed class RoughProbe(ProbedFunction function)
{
    /// <summary>The steps' ratio; a power of two, so that points round little.</summary>
    private const double Ratio = 2;

    /// <summary>Noise at the first step, as a share of the gradient's size.</summary>
    private const double FirstNoise = 0.08;

    /// <summary>At least so many steps.</summary>
    private const int LeastSteps = 3;

    /// <summary>The noise is a bound of four standard deviations; half of it is what two differences may disagree by.</summary>
    private const double Disagreement = 1;

    /// <summary>One-sided differences this many times the noise apart enclose so much that a larger step gains little.</summary>
    private const double WideGap = 8;

    /// <summary>One-sided differences this many times the noise apart are wider apart than noise explains.</summary>
    private const double ClearGap = 6;

    /// <param name="probe">The direction.</param>
    /// <param name="scale">The scale of the weights that move.</param>
    /// <param name="enough">The noise, as a share of the gradient's size, below which no larger steps are tried.</param>
    public ProbeResult? Run(ProbeCase probe, double scale, double enough)
    {
        List<DifferencePair> pairs = [];
        double largest = Math.ScaleB(1, Math.ILogB(Math.Max(scale, 1)) - 1);
        double first = function.Noise / (FirstNoise * Math.Max(probe.Typical, ProbeCase.SmallestNormal));
        first = Math.ScaleB(1, Math.ILogB(Math.Clamp(first, 1e-6 * Math.Min(scale, 1), largest / 16)));
        double low = double.NegativeInfinity, high = double.PositiveInfinity;
        DifferencePair? best = null;
        for (double step = first; step <= largest; step *= Ratio)
        {
            if (probe.Differences(function, step) is not { } pair) continue;
            pairs.Add(pair);
            double above = pair.Central - Disagreement * pair.Noise, below = pair.Central + Disagreement * pair.Noise;
            if (Math.Max(low, above) > Math.Min(high, below) || Widens(pairs)) break;
            (low, high, best) = (Math.Max(low, above), Math.Min(high, below), pair);
            if (pairs.Count >= LeastSteps && pair.Noise <= enough * probe.Typical) break;
        }
        return pairs.Count < 2 ? null : Judge(probe, pairs, best ?? pairs[0]);
    }

    private static ProbeResult Judge(ProbeCase probe, List<DifferencePair> pairs, DifferencePair best)
    {
        DifferencePair sharp = pairs.MinBy(pair => pair.Gap + 4 * pair.Noise);
        double numeric = best.Central, error = best.Noise + 0.25 * best.Gap, difference = Math.Abs(probe.Analytic - numeric);
        double size = probe.Size(numeric), allowed = probe.Tolerance * size;
        bool isEnclosed = sharp.Outside(probe.Analytic) <= allowed + 2 * sharp.Noise;
        bool isClear = error <= ProbeCase.NoisyShare * Math.Max(size, probe.Typical);
        if (isEnclosed && !(isClear && difference <= allowed + 2 * best.Noise) && IsKink(pairs))
        {
            return probe.Result(sharp, sharp.Central, 2 * sharp.Noise, sharp.Outside(probe.Analytic), Verdict.ValidSubgradient) with
            {
                IsAtKink = true,
                SharpStep = sharp.Step,
                Open = (sharp.Gap + 2 * sharp.Noise) / Math.Max(probe.Typical, ProbeCase.SmallestNormal),
            };
        }
        Verdict verdict = difference > allowed + 2 * error
            ? isEnclosed ? Verdict.Noisy : Verdict.Wrong
            : isClear ? Verdict.Correct : Verdict.Noisy;
        return probe.Result(best, numeric, error, difference, verdict) with { SharpStep = sharp.Step };
    }

    /// <summary>Whether the last pair is wide, and for curvature or many kinks: a kink at W itself leaves all as wide.</summary>
    private static bool Widens(List<DifferencePair> pairs) =>
        pairs.Count > 1 && pairs[^1].Gap > WideGap * pairs[^1].Noise && pairs[^1].Gap > 1.5 * pairs[^2].Gap + pairs[^2].Noise;

    /// <summary>Whether the first pair that is wider than noise explains is about as wide as those at larger steps and, for all noise lets through, at smaller ones.</summary>
    private static bool IsKink(List<DifferencePair> pairs)
    {
        int first = pairs.FindIndex(pair => pair.Gap > ClearGap * pair.Noise);
        if (first < 0) return false;
        double gap = pairs[first].Gap;
        return pairs.Exists(wider => wider.Step >= Ratio * Ratio * pairs[first].Step && wider.Gap < Ratio * gap)
            && pairs.TrueForAll(pair => pair.Step >= pairs[first].Step || pair.Gap >= 0.5 * gap - 2 * pair.Noise);
    }
}
