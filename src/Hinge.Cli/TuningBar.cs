using System.Diagnostics;
using Hinge.Tuning;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>Shows cross-validation as it goes, on standard error: a bar over folds × costs on a terminal, now and then a line elsewhere.</summary>
internal static class TuningBar
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Runs <paramref name="tune"/> with something to report to.</summary>
    public static T Run<T>(Terminal terminal, Func<IProgress<TuningProgress>?, T> tune)
    {
        if (terminal.IsQuiet) return tune(null);
        if (!terminal.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return tune(new Lines(terminal));
        return terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => tune(new Bar(context.AddTask("reading the first gap", maxValue: 1))));
    }

    private static string Describe(TuningProgress at) =>
        $"fold {at.Fold + 1} of {at.FoldCount}  C = {Numbers.Short(at.Cost)} ({at.CostIndex + 1} of {at.CostCount})  epoch {at.Training.Epoch}  gap {Numbers.Scientific(at.Training.RelativeGap)}";

    private sealed class Bar(ProgressTask task) : IProgress<TuningProgress>
    {
        public void Report(TuningProgress value)
        {
            task.Value = value.Done;
            task.Description = Markup.Escape(Describe(value));
        }
    }

    private sealed class Lines(Terminal terminal) : IProgress<TuningProgress>
    {
        private long _last = Stopwatch.GetTimestamp();

        public void Report(TuningProgress value)
        {
            if (Stopwatch.GetElapsedTime(_last) < BetweenLines) return;
            _last = Stopwatch.GetTimestamp();
            terminal.Remark(Describe(value));
        }
    }
}
