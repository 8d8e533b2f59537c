using Hinge.Data;

namespace Hinge.Testing;

/// <summary>Seeded Gaussian blobs, one a class: small data sets for training tests.</summary>
public static class Blobs
{
    /// <summary>Rows around a random centre a class; classes overlap, so that the optimum is not trivial.</summary>
    /// <param name="n">N.</param>
    /// <param name="d">D.</param>
    /// <param name="k">K.</param>
    /// <param name="seed">Same seed, same data.</param>
    /// <param name="density">The share of features kept; the rest are zero.</param>
    public static (double[] X, int[] Y) Raw(int n, int d, int k, int seed, double density = 1)
    {
        Random random = new(seed);
        double[] centres = new double[k * d], x = new double[n * d];
        int[] y = new int[n];
        for (int e = 0; e < centres.Length; e++) centres[e] = Normal(random);
        for (int i = 0; i < n; i++)
        {
            y[i] = i < k ? i : random.Next(k);
            for (int f = 0; f < d; f++)
            {
                double value = centres[y[i] * d + f] + Normal(random);
                if (random.NextDouble() < density) x[i * d + f] = (float)value;
            }
        }
        return (x, y);
    }

    /// <summary>Blobs stored as dense rows of double.</summary>
    public static Dataset Dense(int n, int d, int k, int seed, double density = 1)
    {
        (double[] x, int[] y) = Raw(n, d, k, seed, density);
        return Storage.Dense(x, y, d, k);
    }

    /// <summary>The same blobs stored as sparse rows of double.</summary>
    public static Dataset Sparse(int n, int d, int k, int seed, double density = 0.3)
    {
        (double[] x, int[] y) = Raw(n, d, k, seed, density);
        return Storage.Sparse(x, y, d, k);
    }

    /// <summary>A standard normal number.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>Normal numbers times a scale.</summary>
    public static double[] Normals(int count, int seed, double scale = 1)
    {
        Random random = new(seed);
        double[] values = new double[count];
        for (int e = 0; e < count; e++) values[e] = scale * Normal(random);
        return values;
    }
}
