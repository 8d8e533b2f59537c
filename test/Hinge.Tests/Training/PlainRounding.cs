using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>
/// How far primal and dual in double may be from those of exact arithmetic: roundings times the sizes of what is summed, which may be
/// far above the sums where C‖x‖² is large.
/// </summary>
internal static class PlainRounding
{
    /// <summary>An absolute bound for either, with room for another order of the sums.</summary>
    public static double Of(Dataset data, Objective objective, TrainingResult result, double[] exampleWeights)
    {
        int k = data.Labels.ClassCount;
        double cost = objective.CostFor(data.ExampleCount), sizes = 0;
        double[] w = result.Model.Weights.Values.ToArray(), sums = new double[w.Length], parts = new double[w.Length];
        for (int i = 0; i < data.ExampleCount; i++)
        {
            double[] x = PlainObjective.Row(data, objective, i), s = new double[k];
            double c = cost * exampleWeights[i];
            for (int e = 0; e < w.Length; e++) s[e % k] += Math.Abs(x[e / k] * w[e]);
            double delta = objective.Loss.Delta is { } d ? Enumerable.Range(0, k).Max(j => d[data.Labels[i], j]) : 1, size = s.Max() + delta;
            // Of a squared loss v² the error is 2v times that of v; b is bounded by 2Cv then, and by C else.
            bool isSquared = objective.Loss.Name.StartsWith("squared", StringComparison.Ordinal);
            sizes += c * k * (isSquared ? 2 * size * size : 2 * size + Math.Log(k));
            if (result.Duals[i].IsEmpty) continue;
            double[] b = result.Duals[i].ToArray();
            sizes += b.Sum(Math.Abs) * delta + (isSquared && c > 0 ? b.Sum(v => v * v) / (4 * c) : 0);
            for (int e = 0; e < w.Length; e++)
            {
                sums[e] -= x[e / k] * b[e % k];
                parts[e] += Math.Abs(x[e / k] * b[e % k]);
            }
        }
        sizes += w.Sum(v => v * v) + sums.Zip(parts, (v, p) => Math.Abs(v) * p).Sum();
        return 2 * (data.ExampleCount + w.Length + 10) * Tolerances.UnitRoundoff * sizes;
    }
}
