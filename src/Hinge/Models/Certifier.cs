using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>Computes certificates from weights and duals as they are stored, in double, in one pass over the data.</summary>
internal static class Certifier
{
    /// <summary>The certificate of <paramref name="weights"/>; who trained them is for the caller to fill in.</summary>
    public static Certificate Certify(Problem problem, WorkingWeights weights, DualVariables duals, int threads)
    {
        ScanResult scan = problem.Scan(weights, duals, threads);
        WorkingWeights? ofDuals = problem.HasDual ? problem.WeightsOf(duals, threads) : null;
        double dual = ofDuals is null ? double.NegativeInfinity : scan.DualTerms - 0.5 * ofDuals.SquaredNorm();
        ofDuals?.Add(-1, weights);
        return new Certificate
        {
            Primal = scan.Primal,
            Dual = dual,
            DualDistance = ofDuals is null ? double.PositiveInfinity : Math.Sqrt(ofDuals.SquaredNorm()),
            ExampleCount = problem.ExampleCount,
            Fingerprint = problem.Data.Fingerprint(),
        };
    }
}
