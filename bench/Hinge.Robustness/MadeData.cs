using Hinge.Data;

namespace Hinge.Robustness;

/// <summary>Seeded data sets in float.</summary>
internal static class MadeData
{
    /// <summary>Unit normal rows around a random centre a class: they overlap.</summary>
    public static Dataset Blobs(int n, int d, int k, int seed)
    {
        (double[] x, int[] y) = Testing.Blobs.Raw(n, d, k, seed);
        return Dense(x, y, d, k);
    }

    /// <summary>Normal rows, and labels that have nothing to do with them.</summary>
    public static Dataset Noise(int n, int d, int k, int seed)
    {
        Random random = new(seed);
        return Dense(Testing.Blobs.Normals(n * d, seed + 1), [.. Enumerable.Range(0, n).Select(i => i < k ? i : random.Next(k))], d, k);
    }

    /// <summary>Blobs whose f-th feature is multiplied with 10^(−5f/D), all then turned by a random reflection: none stands alone.</summary>
    public static Dataset Correlated(int n, int d, int k, int seed)
    {
        (double[] x, int[] y) = Testing.Blobs.Raw(n, d, k, seed);
        double[] u = Testing.Blobs.Normals(d, seed + 1);
        double norm = u.Sum(v => v * v);
        for (int i = 0; i < n; i++)
        {
            Span<double> row = x.AsSpan(i * d, d);
            double product = 0;
            for (int f = 0; f < d; f++)
            {
                row[f] *= Math.Pow(10, -5.0 * f / d);
                product += row[f] * u[f];
            }
            for (int f = 0; f < d; f++) row[f] -= 2 * product / norm * u[f];
        }
        return Dense(x, y, d, k);
    }

    /// <summary>Forty words a row, of unit length: some frequent in all classes as in texts, rank by rank, and some of the row's class.</summary>
    public static Dataset Text(int n, int d, int k, int seed)
    {
        const int Words = 40;
        Random random = new(seed);
        long[] offsets = new long[n + 1];
        List<int> columns = [];
        List<float> values = [];
        int[] y = new int[n];
        for (int i = 0; i < n; i++)
        {
            y[i] = i < k ? i : random.Next(k);
            SortedSet<int> words = [];
            while (words.Count < Words)
            {
                int rank = (int)Math.Pow(d, random.NextDouble()) - 1;
                words.Add(random.Next(4) == 0 ? Math.Min(d - 1, rank / k * k + y[i]) : rank);
            }
            columns.AddRange(words);
            values.AddRange(Enumerable.Repeat((float)(1 / Math.Sqrt(Words)), Words));
            offsets[i + 1] = columns.Count;
        }
        return new Dataset(new SparseMatrix<float>(d, offsets, [.. columns], [.. values]), new Labels(y, k));
    }

    private static Dataset Dense(double[] x, int[] y, int d, int k) => new(new DenseMatrix<float>(y.Length, d, [.. x.Select(v => (float)v)]), new Labels(y, k));
}
