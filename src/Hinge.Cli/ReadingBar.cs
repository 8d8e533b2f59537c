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
        return Run(terminal, File.Exists(path) ? new FileInfo(path).Length : 0, read);
    }

    /// <inheritdoc cref="Run{T}(Terminal, string, Func{IProgress{long}?, T})"/>
    /// <param name="terminal">Where to show it.</param>
    /// <param name="bytes">How much there is to read; 0 where that is not known.</param>
    /// <param name="read">The reading.</param>
    public static T Run<T>(Terminal terminal, long bytes, Func<IProgress<long>?, T> read)
    {
        if (bytes < Large || terminal.IsQuiet || !terminal.Error.Profile.Capabilities.Interactive || Console.IsErrorRedirected) return read(null);
        return terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new ProgressBarColumn(), new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => read(new Bar(context.AddTask("reading", maxValue: bytes), bytes)));
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
        /// <summary>When the first bytes had been read: what columns of a table hold may have been found out before.</summary>
        private long? _started;

        public void Report(long value)
        {
            _started ??= Stopwatch.GetTimestamp();
            task.Value = value;
            task.Description = Markup.Escape(Describe(value, all, Stopwatch.GetElapsedTime(_started.Value)));
        }
    }
}
