using Hinge.Data;
using Hinge.Objectives;
using Hinge.Testing;
using Hinge.Training;

namespace Hinge.Tests.Training;

/// <summary>
/// Primal and dual once more, by plain loops over rows, weights and duals: nothing here goes through the library's
/// scans, kernels or losses.
/// </summary>
internal static class PlainObjective
{
    /// <summary>P(W) and D(b) of what a trainer returned.</summary>
    public static (double Primal, double Dual) Of(Dataset data, Objective objective, TrainingResult result, double[]? exampleWeights = null) =>
        (Primal(data, objective, result.Model.Weights.Values.ToArray(), exampleWeights), Dual(data, objective, result.Duals, exampleWeights));

    /// <summary>P(W), W row-major with the bias's row last.</summary>
    public static double Primal(Dataset data, Objective objective, double[] w, double[]? exampleWeights = null)
    {
        int k = data.Labels.ClassCount;
        int penalized = objective.LeavesBiasFree ? w.Length - k : w.Length;
        double primal = (objective.IsPureL1 ? 0 : 0.5) * w.Take(penalized).Sum(v => v * v) + objective.L1Penalty * w.Take(penalized).Sum(Math.Abs), cost = objective.CostFor(data.ExampleCount);
        for (int i = 0; i < data.ExampleCount; i++)
        {
            double[] x = Row(data, objective, i), s = new double[k];
            for (int f = 0; f < x.Length; f++)
                for (int j = 0; j < k; j++)
                    s[j] += x[f] * w[f * k + j];
            primal += cost * (exampleWeights?[i] ?? 1) * PlainLosses.Value(objective.Loss.Name, s, data.Labels[i], DeltaOf(objective));
        }
        return primal;
    }

    /// <summary>D(b) = Σ terms − ½‖soft(Σ x bᵀ, μ)‖².</summary>
    public static double Dual(Dataset data, Objective objective, DualVariables duals, double[]? exampleWeights = null)
    {
        int k = data.Labels.ClassCount;
        double terms = 0, cost = objective.CostFor(data.ExampleCount);
        double[]? w = null;
        for (int i = 0; i < data.ExampleCount; i++)
        {
            double[] x = Row(data, objective, i), b = duals[i].IsEmpty ? new double[k] : duals[i].ToArray();
            w ??= new double[x.Length * k];
            double weight = exampleWeights?[i] ?? 1;
            if (weight == 0)
            {
                Assert.All(b, value => Assert.Equal(0, value));
                continue;
            }
            terms += PlainLosses.DualTerm(objective.Loss.Name, b, data.Labels[i], cost * weight, DeltaOf(objective));
            for (int f = 0; f < x.Length; f++)
                for (int j = 0; j < k; j++)
                    w[f * k + j] -= x[f] * b[j];
        }
        if (objective.IsPureL1) return w!.Max(Math.Abs) <= objective.L1Penalty ? terms : double.NegativeInfinity;
        return terms - 0.5 * w!.Sum(v => Math.Pow(Math.Max(0, Math.Abs(v) - objective.L1Penalty), 2));
    }

    /// <summary>x_i with the bias feature last where there is one.</summary>
    public static double[] Row(Dataset data, Objective objective, int example)
    {
        double[] x = new double[data.Features.FeatureCount];
        data.Features.CopyRow(example, x);
        return objective.BiasScale == 0 ? x : [.. x, objective.BiasScale];
    }

    /// <summary>Asserts that the certificate says what the plain loops find; returns their relative gap.</summary>
    public static double RequireHonest(Dataset data, Objective objective, TrainingResult result, double[]? exampleWeights = null)
    {
        (double primal, double dual) = Of(data, objective, result, exampleWeights);
        double scale = Math.Max(Math.Abs(primal), 1e-300);
        string what = $"{objective.Loss}, {result.Certificate.Solver}";
        MatrixAssert.Close(primal / scale, result.Certificate.Primal / scale, Tolerances.IndependentGap, $"primal of {what}");
        MatrixAssert.Close(dual / scale, result.Certificate.Dual / scale, Tolerances.IndependentGap, $"dual of {what}");
        MatrixAssert.AtMost(dual / scale, primal / scale, Tolerances.SameFormula, $"weak duality of {what}");
        return (primal - dual) / scale;
    }

    private static Func<int, int, double>? DeltaOf(Objective objective) => objective.Loss.Delta is { } delta ? (y, j) => delta[y, j] : null;
}
