using System.Diagnostics;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>Shows on a terminal how far a large file has been read: a bar, the rate, the time left. Nothing elsewhere.</summary>
internal static class ReadingBar
{
    /// <summary>Smaller files are read before anyone could look, in bytes.</summary>
    private const long Large = 1 << 26;

    /// <summary>Runs <paramref name="read"/> with something to report bytes to, or null where nothing is shown.</summary>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="path">The file.</param>
    /// <param name="read">The reading.</param>
    public static T Run<T>(Terminal terminal, string path, Func<IProgress<long>?, T> read)
    {
        if (terminal.IsQuiet || !terminal.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected || !File.Exists(path)) return read(null);
        FileInfo file = new(path);
        if (file.Length < Large) return read(null);
        return terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => read(new Bar(context.AddTask("reading", maxValue: file.Length), file.Length)));
    }

    /// <summary>How much of how much, how fast, and for how much longer at that rate.</summary>
    internal static string Describe(long bytes, long all, TimeSpan elapsed)
    {
        double rate = bytes / Math.Max(elapsed.TotalSeconds, 1e-3);
        TimeSpan left = TimeSpan.FromSeconds(bytes == 0 ? 0 : (all - bytes) / rate);
        return $"reading {Numbers.Count(bytes >> 20)} of {Numbers.Count(all >> 20)} MiB  {Numbers.Count((long)rate >> 20)} MiB/s  about {Numbers.Seconds(left)} left";
    }

    private sealed class Bar(ProgressTask task, long all) : IProgress<long>
    {
        private readonly long _started = Stopwatch.GetTimestamp();

        public void Report(long value)
        {
            task.Value = value;
            task.Description = Markup.Escape(Describe(value, all, Stopwatch.GetElapsedTime(_started)));
        }
    }
}
