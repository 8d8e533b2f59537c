using System.Globalization;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Robustness;

/// <summary>One problem trained: a row of the table.</summary>
internal sealed class Measurement : IProgress<TrainingProgress>
{
    public const string Header = """
        | data | N × D, K | loss | C | C·mean ‖x‖² | to 1e-3 | to 1e-6 | epochs | visits / N | gap reached |
        |---|---|---|---|---|---|---|---|---|---|
        """;

    private static readonly double[] Gaps = [1e-3, 1e-6];

    private readonly HardProblem _problem;
    private readonly TimeSpan?[] _reached = new TimeSpan?[Gaps.Length];
    private TrainingProgress? _last;
    private TrainingResult? _result;

    private Measurement(HardProblem problem) => _problem = problem;

    /// <summary>Whether the certificate of the weights returned, in double, is at most the first or second of the gaps.</summary>
    public bool Reached(int gap) => _result!.Certificate.RelativeGap <= Gaps[gap];

    public static Measurement Of(HardProblem problem, TimeSpan limit)
    {
        Measurement measurement = new(problem);
        Loss loss = Loss.Create(problem.Loss);
        TrainingOptions options = new() { RelativeGap = Gaps[^1], TimeLimit = limit, EpochLimit = int.MaxValue, Threads = 1, Clock = new ProcessorClock() };
        Dataset data = problem.Make.Value;
        measurement._result = Trainers.DefaultFor(loss).Train(data, new Objective { Loss = loss, Cost = problem.Cost }, options, measurement);
        return measurement;
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        _last = value;
        for (int g = 0; g < Gaps.Length; g++)
            if (value.RelativeGap <= Gaps[g]) _reached[g] ??= value.Elapsed;
    }

    /// <summary>The row, in Markdown.</summary>
    public string Row()
    {
        Dataset data = _problem.Make.Value;
        double mean = Enumerable.Range(0, data.ExampleCount).Average(data.Features.SquaredNorm);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {_problem.Data} | {data.ExampleCount} × {data.Features.FeatureCount}, {data.Labels.ClassCount} | {_problem.Loss} | {_problem.Cost:0e+0} | {_problem.Cost * mean:0e+0} | {Seconds(0)} | {Seconds(1)} | {_result!.Certificate.Epochs} | {(double)_last!.Rows / data.ExampleCount:0} | {_result.Certificate.RelativeGap:0.0e+0} |");
    }

    private string Seconds(int gap) =>
        !Reached(gap) ? "**no**" : string.Create(CultureInfo.InvariantCulture, $"{(_reached[gap] ?? _result!.Elapsed).TotalSeconds:0.00}");
}
