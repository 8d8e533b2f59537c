using Hinge.Data;

namespace Hinge.Checking;

/// <summary>
/// How much a function's values scatter, told from themselves: along a line of points so close together that a smooth
/// function is a parabola there, third and fourth differences hold nothing but noise (R. W. Hamming; J. J. Moré and S.
/// M. Wild, Estimating Computational Noise, SIAM J. Sci. Comput. 33(3), 2011).
/// </summary>
/// <remarks>
/// The points lie on one side of W, so a kink at W itself is no noise. Where neighbours are equal, the function may
/// round its weights or its value (float32, printed digits): then wider spacings are tried.
/// </remarks>
internal static class NoiseLevel
{
    private const int Points = 8;

    /// <summary>From the standard deviation of noise to what values may be off by.</summary>
    private const double Bound = 4;

    private static readonly double[] Spacings = [Math.ScaleB(1, -44), Math.ScaleB(1, -21), Math.ScaleB(1, -10)];

    public readonly record struct Estimate(double Noise, bool IsSingle);

    public static Estimate Of(ProbedFunction function, int seed)
    {
        RandomOrder random = new(seed);
        ReadOnlySpan<double> weights = function.Weights;
        double[] direction = new double[weights.Length];
        double scale = Steps.Scale(weights);
        for (int e = 0; e < direction.Length; e++)
            direction[e] = (random.Next(2) == 0 ? -1 : 1) * Math.Max(Math.Abs(weights[e]), 1e-3 * scale) * (0.5 + random.NextDouble());

        double noise = 0;
        bool isSingle = true, varies = false;
        double[] values = new double[Points];
        foreach (double spacing in Spacings)
        {
            bool hasPlateau = false;
            for (int p = 0; p < Points; p++)
            {
                values[p] = function.At(direction, (p + 1) * spacing, out _);
                varies |= values[p] != function.Value;
                isSingle &= (float)values[p] == values[p];
                hasPlateau |= p > 0 && values[p] == values[p - 1];
            }
            double scatter = Bound * Scatter(values);
            if (double.IsFinite(scatter)) noise = Math.Max(noise, scatter);
            if (!hasPlateau) break;
        }
        return new Estimate(noise, isSingle && varies);
    }

    /// <summary>The standard deviation of noise by differences of order 3 and 4: the k-th have variance (2k)!/(k!)² σ².</summary>
    private static double Scatter(double[] values)
    {
        double[] differences = [.. values];
        double least = double.PositiveInfinity;
        for (int order = 1; order <= 4; order++)
        {
            int count = values.Length - order;
            double squares = 0;
            for (int p = 0; p < count; p++)
            {
                differences[p] = differences[p + 1] - differences[p];
                squares += differences[p] * differences[p];
            }
            double variance = order switch { 3 => 20, 4 => 70, _ => 0 };
            if (variance > 0) least = Math.Min(least, Math.Sqrt(squares / count / variance));
        }
        return least;
    }
}
