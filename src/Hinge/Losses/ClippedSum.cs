namespace Hinge.Losses;

/// <summary>
/// Solves Σ_{j≠y} clip(slope·(u_j − γ), 0, upper) = γ for γ: the one equation behind the exact Weston–Watkins block
/// (Wang and Scott, "An exact solver for the Weston-Watkins SVM subproblem", ICML 2021).
/// </summary>
/// <remarks>
/// The left side minus γ falls strictly and is piecewise linear, so a Newton step lands on the root as soon as the
/// terms that are clipped stop changing. The root stays between two bounds that every step tightens; a Newton step
/// that leaves the open interval between them is replaced by bisection, which ends when no double lies inside.
/// </remarks>
internal static class ClippedSum
{
    /// <summary>γ, at least 0.</summary>
    /// <param name="u">Length K; entry <paramref name="label"/> is ignored.</param>
    /// <param name="label">The entry to leave out.</param>
    /// <param name="slope">In (0, 1].</param>
    /// <param name="upper">The upper bound of each term, > 0; may be infinite.</param>
    /// <param name="start">Where to begin, for instance the old γ.</param>
    public static double Solve(ReadOnlySpan<double> u, int label, double slope, double upper, double start)
    {
        double low = 0, high = 0;
        for (int j = 0; j < u.Length; j++)
            if (j != label) high = Math.Max(high, u[j]);
        if (high == 0) return 0;

        double gamma = start >= low && start < high ? start : 0;
        int lastInside = -1, lastAtUpper = -1;
        bool isNewton = false;
        while (true)
        {
            int inside = 0, atUpper = 0;
            double sumInside = 0;
            for (int j = 0; j < u.Length; j++)
            {
                if (j == label) continue;
                double term = slope * (u[j] - gamma);
                if (term >= upper) atUpper++;
                else if (term > 0)
                {
                    inside++;
                    sumInside += u[j];
                }
            }
            // As γ grows, both counts of terms (at the upper bound, and above zero) can only fall: equal counts mean
            // equal sets. After a Newton step from the same sets γ solves their linear equation: it is the root.
            if (isNewton && inside == lastInside && atUpper == lastAtUpper) return gamma;
            lastInside = inside;
            lastAtUpper = atUpper;

            double clipped = atUpper == 0 ? 0 : atUpper * upper;
            double excess = slope * (sumInside - inside * gamma) + clipped - gamma;
            if (excess == 0) return gamma;
            if (excess > 0) low = gamma;
            else high = gamma;

            double next = (slope * sumInside + clipped) / (1 + slope * inside);
            isNewton = next > low && next < high;
            if (!isNewton)
            {
                next = low + (high - low) / 2;
                if (!(next > low && next < high)) return next;
            }
            gamma = next;
        }
    }
}
