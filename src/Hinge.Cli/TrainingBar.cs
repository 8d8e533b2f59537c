using Hinge.Training;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>Shows training as it goes, on standard error: a bar on a terminal, now and then a line elsewhere.</summary>
internal static class TrainingBar
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="train"/> with something to report to.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="targetGap">The relative gap at which the bar is full.</param>
    /// <param name="train">The training.</param>
    public static TrainingResult Run(Terminal terminal, double targetGap, Func<IProgress<TrainingProgress>?, TrainingResult> train)
    {
        if (terminal.IsQuiet) return train(null);
        if (!terminal.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return train(new Lines(terminal, new GapFall(targetGap)));
        return terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new Bar(context.AddTask("reading the first gap", maxValue: 1), new GapFall(targetGap))));
    }

    private static string Describe(TrainingProgress at, GapFall fall) =>
        $"epoch {at.Epoch}  primal {Numbers.Short(at.Primal)}  {(double.IsFinite(at.RelativeGap) ? $"dual {Numbers.Short(at.Dual)}  gap {Numbers.Scientific(at.RelativeGap)}" : "gap not known")}  active {Numbers.Count(at.ActiveExamples)}  {Numbers.Count((long)at.RowsPerSecond)} rows/s  {Numbers.Seconds(at.Elapsed)}{(fall.TimeLeft(at) is { } left ? $", about {Numbers.Seconds(left)} left" : "")}";

    /// <summary>How much of the way from the first gap to the target is behind, on the logarithm of the gap.</summary>
    private sealed class GapFall(double target)
    {
        /// <summary>The way is judged once so much of it is behind.</summary>
        private const double Enough = 0.1;

        private double _first;

        /// <summary>In [0, 1].</summary>
        public double Share(TrainingProgress at)
        {
            if (_first == 0) _first = at.RelativeGap;
            double all = Math.Log(_first / target), done = Math.Log(_first / at.RelativeGap);
            return all > 0 && done > 0 ? Math.Min(1, done / all) : 0;
        }

        /// <summary>The time to come if the rest takes as long as what is behind, by share; null where that says little.</summary>
        public TimeSpan? TimeLeft(TrainingProgress at) => Share(at) is var share && share is > Enough and < 1 ? at.Elapsed * ((1 - share) / share) : null;
    }

    /// <summary>The bar fills as the logarithm of the gap falls from where it began to the target.</summary>
    private sealed class Bar(ProgressTask task, GapFall fall) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            task.Value = fall.Share(value);
            task.Description = Markup.Escape(Describe(value, fall));
        }
    }

    private sealed class Lines(Terminal terminal, GapFall fall) : IProgress<TrainingProgress>
    {
        private TimeSpan _last;

        public void Report(TrainingProgress value)
        {
            string line = Describe(value, fall);
            if (value.Elapsed - _last < BetweenLines) return;
            _last = value.Elapsed;
            terminal.Remark(line);
        }
    }
}
