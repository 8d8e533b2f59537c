using Hinge.Checking;
using Hinge.Models;

namespace Hinge.Playground.Sessions;

/// <summary>The slope of F(W) along one entry of W: by the formula, and by the library's gradient check from values alone.</summary>
/// <param name="Analytic">dW[f, j].</param>
/// <param name="Check">What the check found: the numeric slope, and at a kink the one from either side.</param>
public sealed record EntrySlope(double Analytic, GradientCheckEntry Check)
{
    /// <summary>Checks the selected entry at the weights as they are.</summary>
    public static EntrySlope Of(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        PlaneState state = answer.State;
        (int f, int j) = (state.EntryFeature, state.EntryClass);
        WeightMatrix weights = new(PlaneState.FeatureCount, state.ClassCount, [.. state.Weights]), all = new(PlaneState.FeatureCount, state.ClassCount);
        WeightMatrix one = new(1, 1, [weights[f, j]]);
        // As a function of this one number: the check then probes it and nothing else.
        GradientCheckResult result = GradientCheck.Run(
            (w, gradient) =>
            {
                weights[f, j] = w[0, 0];
                double value = answer.Form.ValueAndGradient(weights, all);
                gradient[0, 0] = all[f, j];
                return value;
            },
            one, new GradientCheckOptions { EntryCount = 1, DirectionCount = 1, Precision = FunctionPrecision.Double });
        return new EntrySlope(answer.Gradient[f, j], result.Entries[0]);
    }
}
