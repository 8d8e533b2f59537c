using System.Numerics;
using Hinge.Kernels;

namespace Hinge.Testing.Probe;

/// <summary>The kernels over fixed seeded inputs of many shapes.</summary>
internal static class KernelResults
{
    private static readonly int[] FeatureCounts = [0, 1, 7, 8, 9, 16, 31, 65, 257];
    private static readonly int[] ClassCounts = [1, 2, 4, 7, 9, 20];

    public static IEnumerable<(string Name, double[] Values)> All()
    {
        foreach (int d in FeatureCounts)
        {
            foreach (int k in ClassCounts)
            {
                int seed = 1000 * d + k;
                double[] x = Blobs.Normals(d, seed);
                float[] narrow = [.. x.Select(v => (float)v)];
                double[] coefficients = Blobs.Normals(k, seed + 1);
                foreach ((string name, double[] values) in Dense<double>(x, k, seed, coefficients)) yield return ($"double-{d}x{k}-{name}", values);
                foreach ((string name, double[] values) in Dense<float>(narrow, k, seed, coefficients)) yield return ($"float-{d}x{k}-{name}", values);
                foreach ((string name, double[] values) in Sparse<double>(x, k, seed, coefficients)) yield return ($"double-{d}x{k}-{name}", values);
                foreach ((string name, double[] values) in Sparse<float>(narrow, k, seed, coefficients)) yield return ($"float-{d}x{k}-{name}", values);
            }
        }
    }

    private static IEnumerable<(string Name, double[] Values)> Dense<T>(T[] x, int k, int seed, double[] coefficients)
        where T : unmanaged
    {
        double[] weights = Blobs.Normals(x.Length * k, seed + 2), scores = new double[k];
        DenseRow.Scores<T>(x, weights, scores);
        yield return ("dense-scores", scores);
        DenseRow.AddOuterProduct<T>(x, coefficients, weights);
        yield return ("dense-weights", weights);
    }

    private static IEnumerable<(string Name, double[] Values)> Sparse<T>(T[] values, int k, int seed, double[] coefficients)
        where T : unmanaged, INumber<T>
    {
        // Every other column of D = 2·nonzeros.
        int stride = SparseRow.Stride(k);
        int[] columns = [.. Enumerable.Range(0, values.Length).Select(e => 2 * e)];
        double[] weights = Blobs.Normals(2 * values.Length * stride, seed + 3), scores = new double[stride], padded = new double[stride];
        coefficients.CopyTo(padded, 0);
        SparseRow.Scores<T>(columns, values, weights, scores);
        yield return ("sparse-scores", scores);
        SparseRow.AddOuterProduct<T>(columns, values, padded, weights);
        yield return ("sparse-weights", weights);
    }
}
