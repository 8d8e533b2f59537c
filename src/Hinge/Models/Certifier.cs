using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>Computes certificates from weights and duals as they are stored, in double, in one pass over the data.</summary>
internal static class Certifier
{
    /// <summary>The certificate of <paramref name="weights"/>; who trained them is for the caller to fill in.</summary>
    public static Certificate Certify(Problem problem, WeightMatrix weights, DualVariables duals, int threads)
    {
        WorkingWeights working = new(problem.Features, weights, problem.Objective.BiasScale);
        ScanResult scan = problem.Scan(working, duals, threads);
        WorkingWeights? ofDuals = problem.HasDual ? problem.WeightsOf(duals, threads) : null;
        return new Certificate
        {
            Primal = scan.Primal,
            Dual = ofDuals is null ? double.NegativeInfinity : scan.DualTerms - 0.5 * ofDuals.SquaredNorm(),
            DualDistance = ofDuals is null ? double.PositiveInfinity : weights.DistanceTo(ofDuals.ToMatrix()),
            ExampleCount = problem.ExampleCount,
            Fingerprint = problem.Data.Fingerprint(),
        };
    }
}
