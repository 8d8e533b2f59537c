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
        if (!terminal.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return train(new Lines(terminal));
        return terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => train(new Bar(context.AddTask("reading the first gap", maxValue: 1), targetGap)));
    }

    private static string Describe(TrainingProgress at) =>
        $"epoch {at.Epoch}  primal {Numbers.Short(at.Primal)}  {(double.IsFinite(at.RelativeGap) ? $"dual {Numbers.Short(at.Dual)}  gap {Numbers.Scientific(at.RelativeGap)}" : "gap not known")}  active {Numbers.Count(at.ActiveExamples)}  {Numbers.Seconds(at.Elapsed)}";

    /// <summary>The bar fills as the logarithm of the gap falls from where it began to the target.</summary>
    private sealed class Bar(ProgressTask task, double targetGap) : IProgress<TrainingProgress>
    {
        private double _firstGap;

        public void Report(TrainingProgress value)
        {
            if (_firstGap == 0) _firstGap = value.RelativeGap;
            double all = Math.Log(_firstGap / targetGap), done = Math.Log(_firstGap / value.RelativeGap);
            task.Value = all > 0 && done > 0 ? Math.Min(1, done / all) : 0;
            task.Description = Markup.Escape(Describe(value));
        }
    }

    private sealed class Lines(Terminal terminal) : IProgress<TrainingProgress>
    {
        private TimeSpan _last;

        public void Report(TrainingProgress value)
        {
            if (value.Elapsed - _last < BetweenLines) return;
            _last = value.Elapsed;
            terminal.Remark(Describe(value));
        }
    }
}
