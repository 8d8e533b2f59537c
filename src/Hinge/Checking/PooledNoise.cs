using Hinge.Data;

namespace Hinge.Checking;

/// <summary>
/// How much the values of a rough function scatter, told from second differences F(P + sV) + F(P − sV) − 2F(P) with
/// several points P about W and a few small s: a whole line of points near each other (<see cref="NoiseLevel"/>) may
/// round alike or hold a kink, and W itself may be a place where little is rounded, such as 0.
/// </summary>
internal static class PooledNoise
{
    private const int PointCount = 8;

    /// <summary>The steps are such that noise is about these shares of what the gradient moves.</summary>
    private static readonly double[] Shares = [0.2, 0.1, 0.05];

    /// <summary>How far the points are from W, as a share of its scale.</summary>
    private const double Around = 0.01;

    /// <summary>The standard deviation of a second difference over that of the values.</summary>
    private static readonly double SecondDifference = Math.Sqrt(6);

    /// <summary>From the standard deviation of noise to what values may be off by.</summary>
    private const double Bound = 4;

    /// <summary>The standard deviation of normal numbers over their median absolute deviation.</summary>
    private const double NormalOverMedian = 1.4826;

    /// <summary>A first guess off by more than this asks for a second.</summary>
    private const double FarOff = 4;

    /// <param name="function">The function.</param>
    /// <param name="guess">A first guess, which says how far to go.</param>
    /// <param name="seed">The seed of the points.</param>
    public static double Of(ProbedFunction function, double guess, int seed)
    {
        double noise = Measure(function, guess, seed);
        return noise > FarOff * guess || (noise > 0 && noise < guess / FarOff) ? Measure(function, noise, seed) : noise;
    }

    private static double Measure(ProbedFunction function, double guess, int seed)
    {
        RandomOrder random = new(seed);
        double scale = Steps.Scale(function.Weights), typical = Math.Sqrt(function.Weights.Length) * function.GradientScale;
        double[] steps = [.. Shares.Select(share => Math.Clamp(guess / (share * Math.Max(typical, ProbeCase.SmallestNormal)), 1e-6 * scale, 0.1 * scale))];
        List<double> deviations = [];
        for (int i = 0; i < PointCount; i++)
        {
            double[] direction = Directions.Signs(function.Weights.Length, random);
            double away = Around * scale, middle = function.At(direction, away, out _);
            foreach (double step in steps)
                deviations.Add(Math.Abs(function.At(direction, away + step, out _) + function.At(direction, away - step, out _) - 2 * middle));
        }
        double scatter = Median([.. deviations]);
        return double.IsFinite(scatter) ? Bound * NormalOverMedian / SecondDifference * scatter : guess;
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        int middle = values.Length / 2;
        return values.Length % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
    }
}
