using Hinge.Data;

namespace Hinge.Testing;

/// <summary>The same row-major numbers in each storage that the library has.</summary>
public static class Storage
{
    /// <summary>Dense rows of double.</summary>
    public static Dataset Dense(double[] x, int[] y, int d, int k) => new(new DenseMatrix<double>(y.Length, d, x), new Labels(y, k));

    /// <summary>Dense rows of float.</summary>
    public static Dataset DenseFloat(double[] x, int[] y, int d, int k) =>
        new(new DenseMatrix<float>(y.Length, d, [.. x.Select(v => (float)v)]), new Labels(y, k));

    /// <summary>Sparse rows of double, zeros left out.</summary>
    public static Dataset Sparse(double[] x, int[] y, int d, int k)
    {
        (long[] offsets, int[] columns, double[] values) = Compress(x, y.Length, d);
        return new Dataset(new SparseMatrix<double>(d, offsets, columns, values), new Labels(y, k));
    }

    /// <summary>Sparse rows of float, zeros left out.</summary>
    public static Dataset SparseFloat(double[] x, int[] y, int d, int k)
    {
        (long[] offsets, int[] columns, double[] values) = Compress(x, y.Length, d);
        return new Dataset(new SparseMatrix<float>(d, offsets, columns, [.. values.Select(v => (float)v)]), new Labels(y, k));
    }

    /// <summary>Row-major numbers as compressed sparse rows.</summary>
    public static (long[] Offsets, int[] Columns, double[] Values) Compress(double[] x, int n, int d)
    {
        long[] offsets = new long[n + 1];
        List<int> columns = [];
        List<double> values = [];
        for (int i = 0; i < n; i++)
        {
            for (int f = 0; f < d; f++)
            {
                if (x[i * d + f] == 0) continue;
                columns.Add(f);
                values.Add(x[i * d + f]);
            }
            offsets[i + 1] = columns.Count;
        }
        return (offsets, [.. columns], [.. values]);
    }
}
