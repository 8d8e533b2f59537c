using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking;

/// <summary>A function of the weights and its gradient: what a gradient check takes.</summary>
/// <param name="weights">W, D×K.</param>
/// <param name="gradient">dW, D×K, to be overwritten.</param>
/// <returns>The value at W.</returns>
public delegate double ValueAndGradient(WeightMatrix weights, WeightMatrix gradient);

/// <summary>Compares a gradient, entry by entry, with central differences of the value.</summary>
/// <remarks>
/// The numeric derivative is (F(W + hE) − F(W − hE)) / 2h, E being one entry. Its error falls with h² from curvature and
/// grows with 1/h from rounding, and where a kink lies between the two points it is wrong altogether; so a
/// disagreement counts only when it stays at all of three steps. Relative error: |a − n| / max(|a|, |n|, floor).
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
            double numeric = (high - low) / (above - below);
            // The floor makes the rounding of the difference just tolerable; it also keeps 0/0 away.
            double floor = Math.Max(SmallestNormal, RoundingOfSums * Math.Abs(value) / (step * tolerance));
            double error = Math.Abs(analytic - numeric) / Math.Max(floor, Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
            if (best is null || !(error >= best.RelativeError))
                best = new GradientCheckEntry(e / probe.ClassCount, e % probe.ClassCount, analytic, numeric, double.IsNaN(error) ? double.PositiveInfinity : error, step);
            if (best.RelativeError <= tolerance) break;
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
