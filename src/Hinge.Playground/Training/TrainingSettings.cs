using Hinge.Objectives;
using Hinge.Playground.Sessions;
using Hinge.Training;

namespace Hinge.Playground.Training;

/// <summary>What is trained, and how.</summary>
public sealed record TrainingSettings
{
    /// <summary>The least C and gap.</summary>
    public const double LeastNumber = 1e-9;

    /// <summary>The trainers that the page offers.</summary>
    public static IReadOnlyList<string> Solvers { get; } = [new DualCoordinateAscent().Name, new GradientDescent().Name];

    /// <summary>One of <see cref="Solvers"/>.</summary>
    public string Solver { get; init; } = Solvers[0];

    /// <summary>One of <see cref="Losses.Loss.Names"/>.</summary>
    public string Loss { get; init; } = Losses.Loss.Names[0];

    /// <summary>C, above 0.</summary>
    public double Cost { get; init; } = 0.1;

    /// <summary>The relative gap at which to stop, above 0.</summary>
    public double Gap { get; init; } = 1e-3;

    /// <summary>The most passes.</summary>
    public int Passes { get; init; } = 200;

    /// <summary>The objective.</summary>
    public Objective Objective => new() { Loss = Losses.Loss.Create(Loss), Cost = Cost };

    /// <summary>From a link.</summary>
    public static TrainingSettings Read(LinkQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        TrainingSettings settings = new();
        return settings with
        {
            Solver = query.Choice("solver", settings.Solver, Solvers),
            Loss = query.Choice("loss", settings.Loss, Losses.Loss.Names),
            Cost = query.Number("c", settings.Cost, LeastNumber, 1e9),
            Gap = query.Number("gap", settings.Gap, LeastNumber, 1),
            Passes = query.Whole("passes", settings.Passes, 1, 10_000),
        };
    }

    /// <summary>Into a link.</summary>
    public string Write() => FormattableString.Invariant($"solver={Solver}&loss={Loss}&c={Cost:R}&gap={Gap:R}&passes={Passes}").Replace("E+", "E", StringComparison.Ordinal);
}
