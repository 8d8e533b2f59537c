using System.Globalization;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training;

/// <summary>Where the trainers that keep duals begin.</summary>
internal static class WarmStart
{
    /// <summary>A few roundings of double.</summary>
    private const double Roundings = 4.0 / (1L << 52);

    /// <summary>b and W(b), null for zeros; or a copy of <see cref="TrainingOptions.Start"/>, scaled where the dual is linear.</summary>
    /// <remarks>
    /// There D(t·b) = t·Σ terms − ½t²‖W(b)‖², largest at t = Σ terms/‖W(b)‖². Duals that are optimal at a lower cost would be larger still
    /// but for that cost: they grow by as much as the new one allows, and by no more than helps.
    /// </remarks>
    /// <exception cref="ArgumentException">The duals have another shape, or are not feasible.</exception>
    public static (DualVariables Duals, WorkingWeights? Weights) Of(Problem problem, TrainingOptions options)
    {
        if (options.Start is not { } start) return (new DualVariables(problem.ExampleCount, problem.ClassCount), null);
        double terms = RequireFeasible(problem.Objective, problem.Labels, start);
        DualVariables duals = start.Copy();
        WorkingWeights weights = problem.WeightsOf(duals, options.Threads);
        if (!problem.Loss.HasLinearDual) return (duals, weights);
        double factor = Math.Min(LargestFactor(problem, duals), BestFactor(terms, weights.SquaredNorm()));
        if (factor != 1)
        {
            duals.Scale(factor);
            weights.Scale(factor);
        }
        return (duals, weights);
    }

    /// <summary>The t ≥ 0 that maximizes t·<paramref name="terms"/> − ½t²·<paramref name="squaredNorm"/>; 1 where nothing depends on it.</summary>
    public static double BestFactor(double terms, double squaredNorm) => squaredNorm > 0 ? Math.Max(0, terms / squaredNorm) : 1;

    /// <summary>Σ_i dualTerm(b_i).</summary>
    /// <exception cref="ArgumentException">The duals have another shape, or are not feasible.</exception>
    public static double RequireFeasible(Objective objective, Labels labels, DualVariables start)
    {
        if (start.ExampleCount != labels.Count || start.ClassCount != labels.ClassCount)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Start must be {labels.Count}×{labels.ClassCount}; got {start.ExampleCount}×{start.ClassCount}. Give duals of this data."));
        double[] costs = objective.ExampleCosts(labels), zeros = new double[labels.ClassCount];
        double terms = 0;
        for (int i = 0; i < costs.Length; i++)
        {
            if (costs[i] == 0 && start.IsZero(i)) continue;
            double term = costs[i] > 0 ? objective.Loss.DualTerm(start.IsZero(i) ? zeros : start.Padded(i)[..labels.ClassCount], labels[i], costs[i]) : double.NegativeInfinity;
            if (!double.IsFinite(term))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Start must be feasible for {objective.Loss}; the duals of example {i} (counted from 0) are not, at its cost of {costs[i]:G6}. Give duals of the same loss and weights at a cost no higher."));
            terms += term;
        }
        return terms;
    }

    /// <summary>The largest t for which t·b is feasible.</summary>
    private static double LargestFactor(Problem problem, DualVariables duals)
    {
        double largest = double.MaxValue;
        for (int i = 0; i < duals.ExampleCount; i++)
        {
            double least = duals.IsZero(i) ? 0 : problem.Loss.LeastCost(duals.Padded(i)[..problem.ClassCount], problem.Labels[i]);
            if (least == 0) continue;
            double factor = problem.Cost(i) / least;
            // What is at its bound stays exactly there where the ratio is exact, and never goes beyond.
            if (least * factor > problem.Cost(i)) factor *= 1 - Roundings;
            largest = Math.Min(largest, factor);
        }
        return largest;
    }
}
