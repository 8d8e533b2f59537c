using System.Globalization;
using Hinge.Data;

namespace Hinge.Tuning;

/// <summary>Costs to try.</summary>
public static class CostGrid
{
    /// <summary>The powers of two that <see cref="Default"/> goes through, times its unit.</summary>
    private const int FirstPower = -10, LastPower = 4;

    /// <summary>
    /// 15 costs, each twice the last, from 2⁻¹⁰ to 2⁴ in units of 1/mean ‖x‖², that rounded to a power of two.
    /// </summary>
    /// <remarks>
    /// C·‖x‖² has no unit: features times s, with C by s², give the same predictions. Where it is far below 1 no single example counts and W
    /// becomes C times a sum over all of them; far above 1 hardly a margin is left to violate, and training is slow. Powers of two, because
    /// duals scaled from one to the next then stay exactly at their bounds.
    /// </remarks>
    /// <param name="data">N ≥ 1 examples.</param>
    /// <param name="biasScale">The value of the constant bias feature; 0 for none.</param>
    public static double[] Default(Dataset data, double biasScale = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        double mean = data.Features.MeanSquaredNorm() + biasScale * biasScale;
        int unit = mean > 0 && double.IsFinite(mean) ? -(int)Math.Round(Math.Log2(mean), MidpointRounding.AwayFromZero) : 0;
        return [.. Enumerable.Range(FirstPower + unit, LastPower - FirstPower + 1).Select(power => Math.ScaleB(1, power))];
    }

    /// <summary>Costs that grow by the same factor.</summary>
    /// <param name="from">The first, finite and above 0.</param>
    /// <param name="to">The last, finite and above the first.</param>
    /// <param name="steps">How many, at least 2.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public static double[] Geometric(double from, double to, int steps)
    {
        if (!(from > 0 && double.IsFinite(from)))
            throw new ArgumentException($"from must be finite and above 0; got {Text(from)}.", nameof(from));
        if (!(to > from && double.IsFinite(to)))
            throw new ArgumentException($"to must be finite and above from, {Text(from)}; got {Text(to)}.", nameof(to));
        if (steps < 2)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"steps must be at least 2; got {steps}."), nameof(steps));
        double[] costs = new double[steps];
        for (int c = 0; c < steps; c++) costs[c] = Math.Exp(Math.Log(from) + (Math.Log(to) - Math.Log(from)) * c / (steps - 1));
        (costs[0], costs[^1]) = (from, to);
        Validate(costs);
        return costs;
    }

    /// <summary>Checks that costs can be gone through.</summary>
    /// <exception cref="ArgumentException">There are none, or they are not finite, above 0 and increasing.</exception>
    internal static void Validate(IReadOnlyList<double> costs)
    {
        ArgumentNullException.ThrowIfNull(costs);
        if (costs.Count == 0) throw new ArgumentException("costs must hold at least one; got none.", nameof(costs));
        for (int c = 0; c < costs.Count; c++)
        {
            if (!(costs[c] > 0 && double.IsFinite(costs[c])))
                throw new ArgumentException($"costs must be finite and above 0; got {Text(costs[c])}.", nameof(costs));
            if (c > 0 && !(costs[c] > costs[c - 1]))
                throw new ArgumentException($"costs must increase; got {Text(costs[c])} after {Text(costs[c - 1])}. Sort them, each once.", nameof(costs));
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}
