using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;

namespace Hinge.Tests.Training;

/// <summary>
/// Nesterov's accelerated gradient for strongly convex functions, plain and slow, on smooth losses: shares nothing with
/// the library's solvers. P is 1-strongly convex, so ½‖∇P‖² bounds P − P*.
/// </summary>
internal static class PlainOptimizer
{
    /// <summary>W with P(W) − P* ≤ ½‖∇P(W)‖², and that bound.</summary>
    public static (double[] W, double Bound) Minimize(Dataset data, Objective objective)
    {
        int k = data.Labels.ClassCount, n = data.ExampleCount;
        double[][] rows = [.. Enumerable.Range(0, n).Select(i => PlainObjective.Row(data, objective, i))];
        double cost = objective.CostFor(n), smoothness = objective.Loss.Smoothness(k);
        double lipschitz = 1 + cost * smoothness * rows.Sum(x => x.Sum(v => v * v)), root = Math.Sqrt(lipschitz);
        double momentum = (root - 1) / (root + 1);
        double[] w = new double[rows[0].Length * k], look = [.. w], gradient = w;
        for (int step = 0; step < 200_000; step++)
        {
            gradient = Gradient(objective.Loss.Name, rows, data.Labels, k, cost, look);
            if (gradient.Sum(g => g * g) < 1e-24) break;
            double[] next = [.. look.Zip(gradient, (v, g) => v - g / lipschitz)];
            look = [.. next.Zip(w, (v, old) => v + momentum * (v - old))];
            w = next;
        }
        return (look, 0.5 * gradient.Sum(g => g * g));
    }

    private static double[] Gradient(string loss, double[][] rows, Labels labels, int k, double cost, double[] w)
    {
        double[] gradient = [.. w];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] s = new double[k];
            for (int f = 0; f < rows[i].Length; f++)
                for (int j = 0; j < k; j++)
                    s[j] += rows[i][f] * w[f * k + j];
            double[] c = PlainLosses.Gradient(loss, s, labels[i]);
            for (int f = 0; f < rows[i].Length; f++)
                for (int j = 0; j < k; j++)
                    gradient[f * k + j] += cost * rows[i][f] * c[j];
        }
        return gradient;
    }
}
