using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>How far P and D, computed in double, may together be from what exact arithmetic gives.</summary>
/// <remarks>
/// A sum of n rounded terms is off by at most 8·√n·2⁻⁵³ times the sum of their sizes, but with a probability below 1e-13 (Higham and
/// Mary, "A new approach to probabilistic rounding error analysis", 2019, with λ = 8). The sizes are those of the terms of
/// scores, ‖x_i‖·‖W‖ + Δ, and of W(b), ‖x_i‖·‖b_i‖: where C‖x‖² is large they may be far above P. A loss with kinks
/// follows its scores by at most 2K, a smooth one by √(2·smoothness·loss) and a square.
/// </remarks>
internal static class RoundingBound
{
    private const double Unit = 1.0 / (1L << 53), Lambda = 8;

    /// <summary>√ of the terms that are added up one after the other in a block of a scan.</summary>
    private const double BlockRoot = 16;

    /// <summary>−p·log p is off by so many roundings at most, for p that is off by one.</summary>
    private const double EntropySlope = 64;

    /// <summary>The bound, absolute.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="norm">‖W‖.</param>
    /// <param name="duals">b.</param>
    /// <param name="dualNorm">‖W(b)‖.</param>
    /// <param name="scan">P at W, and Σ_i of the dual terms.</param>
    public static double Of(Problem problem, double norm, DualVariables duals, double dualNorm, ScanResult scan)
    {
        double costs = 0, sizes = 0, squares = 0, parts = 0, delta = LargestDelta(problem);
        for (int i = 0; i < problem.ExampleCount; i++)
        {
            double length = Math.Sqrt(problem.SquaredNorm(i)), size = length * norm + delta;
            costs += problem.Cost(i);
            sizes += problem.Cost(i) * size;
            squares += problem.Cost(i) * size * size;
            parts += length * Math.Sqrt(PairwiseSum.OfSquares(duals.Padded(i)));
        }
        int k = problem.ClassCount;
        double score = Lambda * Unit * Math.Sqrt((double)problem.Features.NonzeroCount / problem.ExampleCount + 2);
        double smoothness = problem.Loss.Smoothness(k);
        double losses = problem.Loss.IsSmooth
            ? Math.Sqrt(2 * smoothness * k * scan.Primal * squares) * score + 0.5 * smoothness * k * score * score * squares
            : 2 * k * score * sizes;
        double sums = Lambda * BlockRoot * Unit * (Math.Abs(scan.Primal) + (double.IsFinite(scan.DualTerms) ? Math.Abs(scan.DualTerms) : 0));
        double entropies = problem.Loss is Softmax ? EntropySlope * Unit * costs : 0;
        return losses + sums + entropies + Lambda * Unit * Math.Sqrt(problem.ExampleCount) * dualNorm * parts;
    }

    private static double LargestDelta(Problem problem)
    {
        if (problem.Loss.Delta is not { } delta) return 1;
        double largest = delta.TableClassCount == 0 ? delta.Value : 0;
        foreach (double entry in delta.Table) largest = Math.Max(largest, entry);
        return largest;
    }
}
