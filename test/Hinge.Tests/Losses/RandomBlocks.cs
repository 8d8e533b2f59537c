using Hinge.Losses;
using Hinge.Testing;

namespace Hinge.Tests.Losses;

/// <summary>Random dual blocks that go to the ends of every range: K, ‖x‖², C, ties, and duals at and between their bounds.</summary>
internal static class RandomBlocks
{
    private static readonly int[] ClassCounts = [2, 2, 3, 3, 4, 5, 8, 10, 17, 50];

    public static Block Next(string loss, Random random)
    {
        int k = random.Next(200) == 0 ? 1000 : ClassCounts[random.Next(ClassCounts.Length)], y = random.Next(k);
        double q = Power(random, 12), cost = Power(random, random.Next(2) == 0 ? 2 : 8);
        // Half of the blocks have scores on the scale where the solution lies between its bounds.
        double scale = random.Next(2) == 0 ? q * cost : Power(random, 3);
        bool isTied = random.Next(4) == 0;
        double[] scores = new double[k];
        for (int j = 0; j < k; j++)
            scores[j] = isTied ? scale * random.Next(-1, 2) : scale * Blobs.Normal(random);
        return new Block(scores, y, q, cost, Start(loss, k, y, cost, random), NextDelta(k, random));
    }

    /// <summary>A Weston–Watkins block of K classes with the given label, ‖x‖² and C from 10⁻⁶ to 10⁶.</summary>
    public static Block NextWestonWatkins(int k, int y, Random random)
    {
        double q = Power(random, 6), cost = Power(random, 6), scale = random.Next(2) == 0 ? q * cost : Power(random, 3);
        double[] scores = Blobs.Normals(k, random.Next(), scale);
        return new Block(scores, y, q, cost, Start("weston-watkins", k, y, cost, random), random.Next(2) == 0 ? new Delta() : Table(k, random));
    }

    /// <summary>A feasible b: zero, at its bounds, or anywhere.</summary>
    private static double[] Start(string loss, int k, int y, double cost, Random random)
    {
        double[] b = new double[k];
        int kind = random.Next(3);
        if (kind == 0) return b;
        bool isOneVsRest = loss.EndsWith("one-vs-rest", StringComparison.Ordinal);
        for (int j = 0; j < k; j++)
        {
            double share = kind == 1 ? random.Next(2) : Math.Clamp(1.5 * random.NextDouble() - 0.25, 0, 1);
            b[j] = cost * share;
        }
        if (isOneVsRest)
        {
            b[y] = -b[y];
            return b;
        }
        b[y] = 0;
        if (loss == "crammer-singer" && b.Sum() > 0)
        {
            // Onto the simplex, or inside it; rounded down, so that the sum does not pass C.
            double factor = cost / b.Sum() * (random.Next(2) == 0 ? 1 - 1e-15 * k : random.NextDouble());
            for (int j = 0; j < k; j++) b[j] *= factor;
        }
        b[y] = -b.Sum();
        return b;
    }

    private static Delta NextDelta(int k, Random random)
    {
        if (random.Next(3) != 0 || k > 10) return new Delta();
        return Table(k, random);
    }

    private static Delta Table(int k, Random random)
    {
        double[] table = new double[k * k];
        for (int e = 0; e < table.Length; e++)
            table[e] = e % (k + 1) == 0 ? 0 : random.Next(4) == 0 ? 0 : 3 * random.NextDouble();
        return new Delta(k, table);
    }

    private static double Power(Random random, double largest) => Math.Pow(10, largest * (2 * random.NextDouble() - 1));
}
