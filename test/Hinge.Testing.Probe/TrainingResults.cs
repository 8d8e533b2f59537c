using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Testing.Probe;

/// <summary>Short trainings over fixed seeded data, at several thread counts.</summary>
internal static class TrainingResults
{
    public static IEnumerable<(string Name, double[] Values)> All()
    {
        Dataset[] sets = [Blobs.Dense(n: 600, d: 13, k: 5, seed: 11), Blobs.Sparse(n: 600, d: 40, k: 5, seed: 12)];
        foreach (Dataset data in sets)
        {
            foreach (string loss in Loss.Names)
            {
                foreach (int threads in (int[])[1, 2, 3])
                {
                    Objective objective = new() { Loss = Loss.Create(loss), Cost = 0.1, BiasScale = 1 };
                    TrainingOptions options = new() { EpochLimit = 12, RelativeGap = 1e-9, Threads = threads };
                    TrainingResult result = new DualCoordinateAscent().Train(data, objective, options);
                    string name = $"{(data.Features.IsSparse ? "sparse" : "dense")}-{loss}-threads{threads}";
                    yield return (name, [.. result.Model.Weights.Values, result.Certificate.Primal, result.Certificate.Dual]);
                }
            }
        }
        foreach ((string Name, double[] Values) many in OfManyExamples()) yield return many;
    }

    /// <summary>So many that costs rise on the way; in float and in double.</summary>
    private static IEnumerable<(string Name, double[] Values)> OfManyExamples()
    {
        const int N = 10_500, D = 6, K = 3;
        (double[] x, int[] y) = Blobs.Raw(N, D, K, seed: 13, density: 0.8);
        Dataset[] sets = [Storage.Dense(x, y, D, K), Storage.DenseFloat(x, y, D, K), Storage.Sparse(x, y, D, K), Storage.SparseFloat(x, y, D, K)];
        foreach (Dataset data in sets)
        {
            foreach (int threads in (int[])[1, 2, 3])
            {
                TrainingOptions options = new() { EpochLimit = 20, RelativeGap = 1e-9, Threads = threads };
                TrainingResult result = new DualCoordinateAscent().Train(data, new Objective { Cost = 1, BiasScale = 1 }, options);
                string name = $"many-{(data.Features.IsSparse ? "sparse" : "dense")}-{(data.Features is DenseMatrix<float> or SparseMatrix<float> ? "float" : "double")}-threads{threads}";
                yield return (name, [.. result.Model.Weights.Values, result.Certificate.Primal, result.Certificate.Dual]);
            }
        }
    }
}
