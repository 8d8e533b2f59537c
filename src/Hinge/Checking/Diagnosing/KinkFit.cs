using Hinge.Data;
using Hinge.Models;

namespace Hinge.Checking.Diagnosing;

/// <summary>
/// The nearest subgradient where kinks leave a choice: minimizes ‖residual − (1/N) Σ_c θ_c x_c·vᵀ‖ over θ in [0, 1] by
/// cyclic coordinate descent, each step exact.
/// </summary>
internal static class KinkFit
{
    /// <summary>Sweeps over all choices at most; the descent stops earlier when nothing moves.</summary>
    private const int Sweeps = 2000;

    /// <summary>How many times what the choices can make a residual must be for them not to be tried.</summary>
    private const double Unreachable = 1.5;

    /// <summary>Where no θ moved by more than this, the descent is done.</summary>
    private const double Settled = 1e-15;

    /// <summary>Work at most, in multiplications.</summary>
    private const double WorkLimit = 4e9;

    /// <summary>Takes from <paramref name="residual"/> (D×K, found minus the sum without the choices) what the choices can explain.</summary>
    public static void Reduce(WeightMatrix residual, FeatureMatrix features, IReadOnlyList<KinkChoice> choices)
    {
        int n = features.ExampleCount, d = residual.FeatureCount;
        // The terms left open cannot make more than their sizes together: then what is left is no matter of kinks.
        double open = choices.Sum(choice => Math.Sqrt(features.SquaredNorm(choice.Example)) * (Math.Abs(choice.Value1) + Math.Abs(choice.Value2))) / n;
        if (Math.Sqrt(residual.SquaredNorm()) > Unreachable * open) return;
        double[] theta = new double[choices.Count], row = new double[d];
        Dictionary<int, double> shared = [];
        double work = 0;
        for (int sweep = 0; sweep < Sweeps && work < WorkLimit; sweep++)
        {
            double moved = 0;
            for (int c = 0; c < choices.Count; c++)
            {
                KinkChoice choice = choices[c];
                double norm = features.SquaredNorm(choice.Example) * (choice.Value1 * choice.Value1 + choice.Value2 * choice.Value2) / n;
                if (norm == 0) continue;
                features.CopyRow(choice.Example, row);
                double along = 0;
                for (int f = 0; f < d; f++)
                    along += row[f] * (choice.Value1 * residual[f, choice.Column1] + (choice.Column2 >= 0 ? choice.Value2 * residual[f, choice.Column2] : 0));

                double others = choice.SharesOne ? shared.GetValueOrDefault(choice.Example) - theta[c] : 0;
                double next = Math.Clamp(theta[c] + along / norm, 0, Math.Max(0, 1 - others)), change = next - theta[c];
                work += 3.0 * d;
                if (change == 0) continue;
                theta[c] = next;
                if (choice.SharesOne) shared[choice.Example] = others + next;
                moved = Math.Max(moved, Math.Abs(change));
                for (int f = 0; f < d; f++)
                {
                    residual[f, choice.Column1] -= change * choice.Value1 * row[f] / n;
                    if (choice.Column2 >= 0) residual[f, choice.Column2] -= change * choice.Value2 * row[f] / n;
                }
            }
            if (moved < Settled) return;
        }
    }
}
