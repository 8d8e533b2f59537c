using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>Computes certificates from weights and duals as they are stored, in double, in one pass over the data.</summary>
internal static class Certifier
{
    /// <summary>The certificate of <paramref name="weights"/>; who trained them is for the caller to fill in.</summary>
    public static Certificate Certify(Problem problem, WorkingWeights weights, DualVariables duals, int threads)
    {
        ScanResult scan = problem.Scan(weights, duals, threads);
        (double dual, double distance, double dualNorm) = problem.HasDual ? Dual(problem, weights, duals, scan.DualTerms, threads) : (double.NegativeInfinity, double.PositiveInfinity, 0);
        return new Certificate
        {
            Primal = scan.Primal,
            Dual = dual,
            DualDistance = distance,
            Rounding = RoundingBound.Of(problem, Math.Sqrt(weights.SquaredNorm(threads)), duals, dualNorm, scan),
            ExampleCount = problem.ExampleCount,
            Fingerprint = problem.Data.Fingerprint(),
        };
    }

    private static (double Dual, double Distance, double Norm) Dual(Problem problem, WorkingWeights weights, DualVariables duals, double terms, int threads)
    {
        WorkingWeights ofDuals = problem.UnshrunkWeightsOf(duals, threads);
        double mu = problem.Objective.L1Penalty;
        if (problem.Objective.IsPureL1)
            return (ofDuals.LargestMagnitude() <= mu ? terms : double.NegativeInfinity, double.PositiveInfinity, 0);
        if (mu != 0) ofDuals.Shrink(mu);
        double squaredNorm = ofDuals.SquaredNorm(threads);
        ofDuals.Add(-1, weights, threads);
        return (terms - 0.5 * squaredNorm, Math.Sqrt(ofDuals.SquaredNorm(threads)), Math.Sqrt(squaredNorm));
    }
}
