using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Testing.Probe;

/// <summary>Short trainings over fixed seeded data, at several thread counts.</summary>
internal static class TrainingResults
{
    private static readonly string[] LossNames = ["weston-watkins", "crammer-singer", "squared-one-vs-rest"];

    public static IEnumerable<(string Name, double[] Values)> All()
    {
        Dataset[] sets = [Blobs.Dense(n: 600, d: 13, k: 5, seed: 11), Blobs.Sparse(n: 600, d: 40, k: 5, seed: 12)];
        foreach (Dataset data in sets)
        {
            foreach (string loss in LossNames)
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
    }
}
