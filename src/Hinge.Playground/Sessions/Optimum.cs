using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Playground.Sessions;

/// <summary>The minimizer of F(W), by the library's trainer.</summary>
public static class Optimum
{
    private static readonly TrainingOptions Options = new() { RelativeGap = 1e-9, EpochLimit = 20_000, TimeLimit = TimeSpan.FromSeconds(3), Threads = 1 };

    /// <summary>The state at the minimizer, and its relative duality gap; null where λ is too small for C to be a number, or a weight beyond what a link holds. Needs λ > 0.</summary>
    public static (PlaneState State, double RelativeGap)? Of(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Objective objective = new() { Loss = answer.Form.Loss, Lambda = answer.State.Lambda };
        if (!double.IsFinite(objective.CostFor(answer.Data.ExampleCount))) return null;
        TrainingResult result = Trainers.DefaultFor(answer.Form.Loss).Train(answer.Data, objective, Options);
        double[] weights = [.. result.Model.Weights.Values];
        return Array.TrueForAll(weights, weight => Math.Abs(weight) <= PlaneLink.WeightLimit) ? (answer.State with { Weights = [.. weights] }, result.Certificate.RelativeGap) : null;
    }
}
