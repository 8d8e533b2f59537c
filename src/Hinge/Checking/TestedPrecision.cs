namespace Hinge.Checking;

/// <summary>To what precision random directions have tested a gradient.</summary>
/// <remarks>
/// The part of an error δ = g − ∇F along a random direction of length √n is ‖δ‖ in root mean square, and noise only adds
/// to it. So if m of them show differences d, then ‖δ‖ is above √(m/χ²) times their root mean square with a chance of
/// one in a hundred, χ² being the hundredth part's quantile (by E. B. Wilson and M. M. Hilferty, PNAS 17(12), 1931).
/// </remarks>
internal static class TestedPrecision
{
    /// <summary>Tested to this share of its length, a gradient may be called correct whatever noise hides of its entries.</summary>
    public const double Enough = 0.02;

    /// <summary>The normal distribution's quantile at one in a hundred.</summary>
    private const double Quantile = 2.326;

    /// <summary>χ²'s cube root for a single direction.</summary>
    private const double LeastRoot = 0.054;

    /// <param name="directions">What random directions showed.</param>
    /// <param name="along">What the gradient's own direction showed, or null: there an error that is a factor is its full share.</param>
    public static double Of(IReadOnlyList<ProbeResult> directions, ProbeResult? along)
    {
        double spread = 2.0 / (9 * directions.Count), root = Math.Max(LeastRoot, 1 - spread - Quantile * Math.Sqrt(spread));
        double share = Math.Sqrt(directions.Average(found => found.Open * found.Open) / (root * root * root));
        double factor = along is { Open: > 0 } ? Math.Abs(along.Analytic - along.Numeric) / Math.Max(Math.Abs(along.Analytic), Math.Abs(along.Numeric)) : 0;
        return Math.Max(Math.Max(share, factor), 1.0 / (1L << 53));
    }
}
