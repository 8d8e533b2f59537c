using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Playground.Sessions;

/// <summary>The minimizer of F(W), by the library's trainer.</summary>
public static class Optimum
{
    private static readonly TrainingOptions Options = new() { RelativeGap = 1e-9, EpochLimit = 20_000, TimeLimit = TimeSpan.FromSeconds(3), Threads = 1 };

    /// <summary>The state at the minimizer, and its relative duality gap. Needs λ > 0.</summary>
    public static (PlaneState State, double RelativeGap) Of(PlaneAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        TrainingResult result = Trainers.DefaultFor(answer.Form.Loss).Train(answer.Data, new Objective { Loss = answer.Form.Loss, Lambda = answer.State.Lambda }, Options);
        return (answer.State with { Weights = [.. result.Model.Weights.Values] }, result.Certificate.RelativeGap);
    }
}
