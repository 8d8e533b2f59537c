using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking;

/// <summary>A function of the weights and its gradient: what a gradient check takes.</summary>
/// <param name="weights">W, D×K.</param>
/// <param name="gradient">dW, D×K, to be overwritten.</param>
/// <returns>The value at W.</returns>
public delegate double ValueAndGradient(WeightMatrix weights, WeightMatrix gradient);

/// <summary>Compares a gradient, entry by entry, with numeric derivatives of a convex value.</summary>
/// <remarks>
/// <para>
/// The central difference (F(W + hE) − F(W − hE)) / 2h, E being one entry, is off by curvature (with h²) and by rounding
/// (with 1/h), and means nothing where a kink lies between the two points; so a disagreement counts only when it stays
/// at all of three steps. Relative error: |a − n| / max(|a|, |n|, floor).
/// </para>
/// <para>
/// At a kink, where trained hinge losses like to sit, there is no derivative. For convex F every subgradient lies
/// between the one-sided differences (F(W) − F(W − hE)) / h and (F(W + hE) − F(W)) / h: a value between them at every step is
/// accepted, and said to be at a kink.
/// </para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>The relative rounding of a value that sums many terms: four units in the last place of a double.</summary>
    private const double RoundingOfSums = 4 * 2.220446049250313e-16;

    private const double SmallestNormal = 2.2250738585072014e-308;

    private static readonly double[] Steps = [1e-5, 1e-6, 1e-7];

    /// <summary>Checks entries drawn at random, or all when there are no more than asked for.</summary>
    /// <param name="function">The value and the gradient under test.</param>
    /// <param name="weights">Where to check, D×K; not changed.</param>
    /// <param name="options">How many entries, and how strictly; null for the defaults.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public static GradientCheckResult Run(ValueAndGradient function, WeightMatrix weights, GradientCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(weights);
        options ??= new GradientCheckOptions();
        options.Validate();
        int d = weights.FeatureCount, k = weights.ClassCount;
        WeightMatrix gradient = new(d, k), scratch = new(d, k), probe = new(d, k, weights.Values.ToArray());
        double value = function(weights, gradient);

        List<GradientCheckEntry> entries = [];
        foreach (int e in Choose(weights.Values.Length, options))
            entries.Add(CheckEntry(function, probe, scratch, e, gradient.Values[e], value, options.Tolerance));
        return new GradientCheckResult(value, entries, options.Tolerance);
    }

    private static GradientCheckEntry CheckEntry(ValueAndGradient function, WeightMatrix probe, WeightMatrix scratch, int e, double analytic, double value, double tolerance)
    {
        double at = probe.Values[e];
        GradientCheckEntry? best = null;
        foreach (double relativeStep in Steps)
        {
            double step = relativeStep * Math.Max(1, Math.Abs(at));
            probe.Values[e] = at + step;
            double high = function(probe, scratch), above = probe.Values[e];
            probe.Values[e] = at - step;
            double low = function(probe, scratch), below = probe.Values[e];
            probe.Values[e] = at;

            double numeric = (high - low) / (above - below), left = (value - low) / (at - below), right = (high - value) / (above - at);
            // The floor makes the rounding of the difference just tolerable; it also keeps 0/0 away.
            double rounding = RoundingOfSums * Math.Abs(value) / step;
            double scale = Math.Max(Math.Max(SmallestNormal, rounding / tolerance), Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
            double error = Math.Abs(analytic - numeric) / scale;
            GradientCheckEntry entry = new(e / probe.ClassCount, e % probe.ClassCount, analytic, numeric, left, right, double.IsNaN(error) ? double.PositiveInfinity : error, step, IsAtKink: false);
            if (entry.RelativeError <= tolerance) return entry;

            double outside = Math.Max(0, Math.Max(left - analytic, analytic - right)) / scale;
            bool isKink = right - left > 4 * rounding + tolerance * scale && outside <= tolerance;
            best = isKink ? entry with { RelativeError = outside, IsAtKink = true } : entry;
        }
        return best!;
    }

    private static int[] Choose(int count, GradientCheckOptions options)
    {
        int[] all = [.. Enumerable.Range(0, count)];
        if (count <= options.EntryCount) return all;
        RandomOrder random = new(options.Seed);
        for (int chosen = 0; chosen < options.EntryCount; chosen++)
        {
            int other = chosen + random.Next(count - chosen);
            (all[chosen], all[other]) = (all[other], all[chosen]);
        }
        return all[..options.EntryCount];
    }
}
