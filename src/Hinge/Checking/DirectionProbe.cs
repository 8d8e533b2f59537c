using Hinge.Checking.Diagnosing;

namespace Hinge.Checking;

/// <summary>Compares g·V with the derivative of t ↦ F(W + tV).</summary>
/// <remarks>
/// <para>
/// A single step settles most cases. Otherwise all steps are taken, and g·V counts as wrong only when two witnesses
/// agree. One is the central differences' extrapolation with its error (<see cref="Ridders"/>), for smooth functions.
/// The other is the narrowest pair of one-sided differences (F(W) − F(W − hV))/h and (F(W + hV) − F(W))/h: for convex
/// F they enclose every subgradient at any h, kinks or not, but for noise.
/// </para>
/// <para>A kink is told from curvature by the pair's width, which curvature would shrink with h.</para>
/// </remarks>
internal sealed class DirectionProbe(ProbedFunction function, double tolerance, KinkProbe? kinks)
{
    /// <summary>From so many times the tolerance two steps may show that a gradient is wrong; smaller errors take all steps.</summary>
    private const double PlainlyWrong = 16;

    /// <summary>Noise of rough functions' differences below which no larger step is tried for a single entry, as a share of the gradient's size.</summary>
    private const double EnoughForEntry = 0.005;

    private readonly RoughProbe _rough = new(function);

    /// <summary>A derivative that moves the value by less than this share of it, over the weights' scale, counts as zero.</summary>
    private double NegligibleShare => function.Precision == FunctionPrecision.Single ? 1e-3 : 1e-6;

    /// <summary>How far from W the step tried first goes, ‖hV‖; NaN until a full probe has shown it.</summary>
    public double FirstDistance { get; set; } = double.NaN;

    /// <param name="direction">V, length D·K.</param>
    /// <param name="scale">The scale of the weights that move.</param>
    /// <param name="strictness">What the tolerance is multiplied by.</param>
    /// <param name="isFull">Whether all steps are wanted.</param>
    /// <param name="isEntry">Whether V is a single entry, for which less precision will do.</param>
    public ProbeResult Run(double[] direction, double scale, double strictness = 1, bool isFull = false, bool isEntry = false)
    {
        double analytic = 0, squares = 0;
        for (int e = 0; e < direction.Length; e++)
        {
            analytic += function.Gradient[e] * direction[e];
            squares += direction[e] * direction[e];
        }
        double length = Math.Sqrt(squares), typical = Math.Max(length * function.GradientScale, NegligibleShare * Math.Abs(function.Value) / Math.Max(scale, 1));
        ProbeCase probe = new(direction, analytic, typical, tolerance * strictness);
        if (function.IsRough && _rough.Run(probe, scale, isEntry ? EnoughForEntry : 0) is { } rough) return rough;

        // Steps below the nearest kink are exact for piecewise linear losses; none above is needed unless noise asks for it.
        double nearest = kinks?.Nearest(direction) ?? double.PositiveInfinity;
        if (!isFull && double.IsFinite(FirstDistance))
        {
            double first = Math.Min(FirstDistance / length, 0.5 * nearest);
            if (Quick(probe, Math.ScaleB(1, Math.ILogB(first))) is { } settled) return settled;
        }
        double least = function.Noise / (ProbeCase.NoisyShare * Math.Max(typical, ProbeCase.SmallestNormal));
        double[] steps = Steps.For(scale, nearest > 64 * least ? nearest : double.PositiveInfinity);
        return Full(probe, steps);
    }

    private ProbeResult? Quick(ProbeCase probe, double step)
    {
        if (!(step > 0) || probe.Differences(function, step) is not { } d) return null;
        double size = Math.Max(Math.Abs(probe.Analytic), Math.Abs(d.Central)), difference = Math.Abs(probe.Analytic - d.Central);
        if (difference <= probe.Tolerance * size + d.Noise && d.Gap <= 4 * d.Noise + probe.Tolerance * size && d.Noise <= tolerance * Math.Max(size, probe.Typical))
            return probe.Result(d, d.Central, d.Noise, difference, Verdict.Correct);
        bool isPlain = function.Precision == FunctionPrecision.Double && difference > PlainlyWrong * tolerance * size
            && d.Outside(probe.Analytic) > d.Gap + 8 * d.Noise && d.Noise <= ProbeCase.NoisyShare * size;
        // At an inflection the pair closes while the central difference is still off: a second step shows it.
        isPlain = isPlain && probe.Differences(function, step / Steps.Ratio) is { } second && Math.Abs(second.Central - d.Central) <= ProbeCase.NoisyShare * difference + 8 * second.Noise;
        return isPlain ? probe.Result(d, d.Central, d.Noise, difference, Verdict.Wrong) : null;
    }

    private ProbeResult Full(ProbeCase probe, double[] steps)
    {
        List<DifferencePair> levels = [];
        foreach (double step in steps)
            if (probe.Differences(function, step) is { } level) levels.Add(level);
        if (levels.Count < 2)
            return new ProbeResult(probe.Analytic, double.NaN, double.NaN, double.NaN, double.PositiveInfinity, double.PositiveInfinity, steps.LastOrDefault(), Verdict.Wrong)
            {
                Difference = double.PositiveInfinity,
                Reason = "the value is NaN or infinite next to the weights",
            };

        // Where the value itself is 0, how it moves farther away says what is small.
        probe = probe with { Typical = Math.Max(probe.Typical, NegligibleShare * Math.Max(Math.Abs(levels[0].Left), Math.Abs(levels[0].Right))) };
        (double numeric, double error, int index) = Ridders.Extrapolate([.. levels.Select(l => l.Central)], [.. levels.Select(l => l.Noise)], Steps.Ratio);
        int sharpest = levels.IndexOf(levels.MinBy(l => l.Gap + 4 * l.Noise));
        DifferencePair sharp = levels[sharpest];
        double size = Math.Max(Math.Abs(probe.Analytic), Math.Max(Math.Abs(numeric), ProbeCase.SmallestNormal));
        double difference = Math.Abs(probe.Analytic - numeric), outside = sharp.Outside(probe.Analytic);
        double allowed = probe.Tolerance * size, width = sharp.Gap + 2 * sharp.Noise;
        bool isEnclosed = outside <= allowed + 2 * sharp.Noise;
        double? order = Order(probe, levels);
        if (IsKink(levels, sharpest)) return AtKink(probe, sharp, allowed) with { Order = order, SharpStep = sharp.Step };

        bool agrees = difference <= allowed + 2 * error;
        if (!agrees && isEnclosed) (numeric, error, difference, index) = (sharp.Central, width, Math.Abs(probe.Analytic - sharp.Central), sharpest);
        double blur = Math.Min(error, width);
        Verdict answer = !agrees && !isEnclosed ? Verdict.Wrong
            : blur > ProbeCase.NoisyShare * Math.Max(size, probe.Typical) ? Verdict.Noisy
            : Verdict.Correct;
        // Kinks too near for the noise: a wider pair, with all of them inside it, may still tell.
        double clear = ProbeCase.NoisyShare / 4 * Math.Max(size, probe.Typical);
        if (answer == Verdict.Noisy && levels.Where(l => l.Noise <= clear).Select(l => (DifferencePair?)l).MinBy(l => l!.Value.Gap) is { } quiet && IsKink(levels, levels.IndexOf(quiet)))
            return AtKink(probe, quiet, allowed) with { Order = order, SharpStep = quiet.Step };
        return probe.Result(levels[index], numeric, error, difference, answer) with { Order = order, SharpStep = sharp.Step };
    }

    /// <summary>Whether a pair is wider than noise explains, and not for curvature, which would widen it in proportion to h.</summary>
    private bool IsKink(List<DifferencePair> levels, int index)
    {
        // Of two levels far apart the wider pair would be as many times wider as its step; a quarter of that is too little for curvature.
        DifferencePair level = levels[index], wide = levels[Math.Max(0, index - 3)], narrow = index == 0 ? levels[Math.Min(2, levels.Count - 1)] : level;
        return level.Gap > 4 * level.Noise + tolerance * Math.Max(Math.Abs(level.Left), Math.Abs(level.Right))
            && wide.Gap < 0.25 * wide.Step / narrow.Step * (narrow.Gap + 2 * narrow.Noise);
    }

    private static ProbeResult AtKink(ProbeCase probe, DifferencePair level, double allowed)
    {
        double outside = level.Outside(probe.Analytic);
        bool isEnclosed = outside <= allowed + 2 * level.Noise;
        // Between the one-sided derivatives any mistake may hide.
        return probe.Result(level, level.Central, 2 * level.Noise, outside, isEnclosed ? Verdict.ValidSubgradient : Verdict.Wrong) with
        {
            IsAtKink = isEnclosed,
            Open = (level.Gap + outside + 2 * level.Noise) / Math.Max(probe.Typical, ProbeCase.SmallestNormal),
        };
    }

    /// <summary>The last two steps at which |F(W ± hV) − F(W) ∓ h·g·V| stands out of the noise.</summary>
    private double? Order(ProbeCase probe, List<DifferencePair> levels)
    {
        double? order = null;
        for (int i = 1; i < levels.Count; i++)
        {
            double before = Remainder(levels[i - 1]), after = Remainder(levels[i]);
            if (after > 4 * function.Noise && before > 0) order = Math.Log(before / after, Steps.Ratio);
        }
        return order;

        double Remainder(DifferencePair level) => level.Step * 0.5 * (Math.Abs(level.Right - probe.Analytic) + Math.Abs(level.Left - probe.Analytic));
    }
}
