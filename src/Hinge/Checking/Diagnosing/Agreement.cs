using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>Whether dW and a suspected gradient differ by no more than rounding.</summary>
internal static class Agreement
{
    /// <summary>The largest |found − expected| over what rounding allows there: at most 1 means agreement.</summary>
    /// <param name="found">dW.</param>
    /// <param name="expected">The suspected gradient.</param>
    /// <param name="allowed">What rounding allows, entry by entry.</param>
    public static double Excess(WeightMatrix found, WeightMatrix expected, Func<int, int, double> allowed)
    {
        double worst = 0;
        for (int f = 0; f < found.FeatureCount; f++)
        {
            for (int j = 0; j < found.ClassCount; j++)
            {
                double difference = Math.Abs(found[f, j] - expected[f, j]);
                if (difference == 0) continue;
                double excess = difference / Math.Max(allowed(f, j), double.Epsilon);
                worst = Math.Max(worst, double.IsNaN(excess) ? double.PositiveInfinity : excess);
            }
        }
        return worst;
    }

    /// <summary>‖found − expected‖/‖expected‖, or the absolute difference where nothing is expected.</summary>
    public static double RelativeError(WeightMatrix found, WeightMatrix expected)
    {
        double norm = Math.Sqrt(expected.SquaredNorm()), distance = found.DistanceTo(expected);
        return norm > 0 ? distance / norm : distance;
    }

    /// <summary>Coefficients with found ≈ Σ coefficient·term, by least squares; 0 for terms that add nothing new.</summary>
    public static double[] Fit(WeightMatrix found, WeightMatrix[] terms)
    {
        int m = terms.Length;
        double[,] normal = new double[m, m + 1];
        for (int r = 0; r < m; r++)
        {
            for (int c = 0; c < m; c++)
                normal[r, c] = Dot(terms[r], terms[c]);
            normal[r, m] = Dot(terms[r], found);
        }
        return Solve(normal, m);
    }

    private static double Dot(WeightMatrix a, WeightMatrix b)
    {
        double sum = 0;
        ReadOnlySpan<double> x = a.Values, y = b.Values;
        for (int e = 0; e < x.Length; e++)
            sum += x[e] * y[e];
        return sum;
    }

    /// <summary>Gauss–Jordan on a positive semidefinite system; a pivot lost in rounding leaves its coefficient at 0.</summary>
    private static double[] Solve(double[,] normal, int m)
    {
        const double Lost = 1e-12;
        double[] diagonal = new double[m], solution = new double[m];
        bool[] used = new bool[m];
        for (int r = 0; r < m; r++) diagonal[r] = normal[r, r];
        for (int p = 0; p < m; p++)
        {
            if (!(normal[p, p] > Lost * diagonal[p])) continue;
            used[p] = true;
            for (int r = 0; r < m; r++)
            {
                if (r == p) continue;
                double factor = normal[r, p] / normal[p, p];
                for (int c = 0; c <= m; c++)
                    normal[r, c] -= factor * normal[p, c];
            }
        }
        for (int p = 0; p < m; p++)
            if (used[p]) solution[p] = normal[p, m] / normal[p, p];
        return solution;
    }
}
