using Hinge.Data;

namespace Hinge.Checking;

/// <summary>Directions in which all entries of a gradient are tested at once.</summary>
internal static class Directions
{
    /// <summary>A gradient kept in float32 is off by about this share of the default tolerance.</summary>
    private const double LeastStrictness = 0.03;

    /// <summary>Independent normal numbers.</summary>
    public static double[] Normal(int length, RandomOrder random)
    {
        double[] direction = new double[length];
        foreach (ref double v in direction.AsSpan()) v = random.NextNormal();
        return direction;
    }

    /// <summary>Each +1 or −1.</summary>
    public static double[] Signs(int length, RandomOrder random)
    {
        double[] direction = new double[length];
        foreach (ref double v in direction.AsSpan()) v = random.Next(2) == 0 ? -1 : 1;
        return direction;
    }

    /// <summary>Along a gradient, as long as the others: an error that is a factor shows most there.</summary>
    public static double[] Along(ReadOnlySpan<double> gradient)
    {
        double[] direction = gradient.ToArray();
        double squares = 0;
        foreach (double g in gradient) squares += g * g;
        double factor = squares > 0 ? Math.Sqrt(direction.Length / squares) : 0;
        foreach (ref double v in direction.AsSpan()) v *= factor;
        return direction;
    }

    public static double[] Entry(int length, int entry)
    {
        double[] direction = new double[length];
        direction[entry] = 1;
        return direction;
    }

    /// <summary>What multiplies the tolerance: among n entries the error of one is diluted √n times.</summary>
    public static double Strictness(int entries) => Math.Max(LeastStrictness, 1 / Math.Sqrt(Math.Max(1, entries)));
}
