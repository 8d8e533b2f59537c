using Hinge.Models;

namespace Hinge.Training.Descending;

/// <summary>
/// The dual along t·b, t in [0, 1], of losses with kinks, whose dual terms are linear in b: D(t·b) = t·terms − ½‖soft(t·V, μ)‖²,
/// V = −Σ_i x_i b_iᵀ. At kinks a subgradient is rarely the optimal one, and a shorter b proves more.
/// </summary>
/// <param name="unshrunk">V.</param>
/// <param name="l1Penalty">μ.</param>
/// <param name="terms">Σ_i dualTerm(b_i).</param>
internal readonly struct DualScale(WorkingWeights unshrunk, double l1Penalty, double terms)
{
    private const int MostSteps = 100;

    /// <summary>D(t·b).</summary>
    public double DualAt(double factor) => factor * terms - 0.5 * Sums(factor).Squares;

    /// <summary>
    /// The best t. −D' is convex and piecewise linear, so Newton from the right, from t = 1, falls to its root and is there after
    /// as many pieces; without an L1 penalty after one step, terms/‖V‖².
    /// </summary>
    public double Best()
    {
        double t = 1;
        for (int step = 0; step < MostSteps && t > 0; step++)
        {
            (_, double product, double slope) = Sums(t);
            if (slope == 0) break;
            double next = Math.Max(0, t - (product - terms) / slope);
            if (!(next < t)) break;
            t = next;
        }
        return t;
    }

    /// <summary>‖soft(tV, μ)‖², ⟨V, soft(tV, μ)⟩, and Σ V² over what stays: half the derivative's derivative of the first by t.</summary>
    private (double Squares, double Product, double Slope) Sums(double t)
    {
        double squares = 0, product = 0, slope = 0;
        Add(unshrunk.Values, l1Penalty);
        Add(unshrunk.Bias, l1Penalty);
        return (squares, product, slope);

        void Add(ReadOnlySpan<double> values, double threshold)
        {
            foreach (double v in values)
            {
                double magnitude = Math.Abs(v), left = t * magnitude - threshold;
                if (left <= 0) continue;
                squares += left * left;
                product += magnitude * left;
                slope += magnitude * magnitude;
            }
        }
    }
}
