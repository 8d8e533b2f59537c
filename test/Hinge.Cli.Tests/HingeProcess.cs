using System.Diagnostics;
using System.Text;

namespace Hinge.Cli.Tests;

/// <summary>What a run of the program left behind.</summary>
internal sealed record HingeResult(int ExitCode, string Output, string Error)
{
    public override string ToString() => $"exit code {ExitCode}\n--- stdout\n{Output}\n--- stderr\n{Error}";
}

/// <summary>The real program in a process of its own. It is ended by its id on every path.</summary>
internal sealed class HingeProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StringBuilder _output = new(), _error = new();
    private readonly Task _reading;

    private HingeProcess(ProcessStartInfo start, bool keepsInput)
    {
        _process = Process.Start(start)!;
        if (!keepsInput) _process.StandardInput.Close();
        _reading = Task.WhenAll(Collect(_process.StandardOutput, _output), Collect(_process.StandardError, _error));
    }

    public static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : "dotnet";

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "Hinge.Cli.dll");

    public int Id => _process.Id;

    /// <summary>A pipe to its standard input, where it was started with one.</summary>
    public StreamWriter Input => _process.StandardInput;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public static HingeProcess Start(string folder, IReadOnlyDictionary<string, string?>? environment, params string[] arguments) =>
        Start(folder, environment, keepsInput: false, arguments);

    /// <summary>Starts the program with its standard input open, to be written to and closed by the test.</summary>
    public static HingeProcess StartWithInput(string folder, params string[] arguments) => Start(folder, null, keepsInput: true, arguments);

    private static HingeProcess Start(string folder, IReadOnlyDictionary<string, string?>? environment, bool keepsInput, string[] arguments)
    {
        ProcessStartInfo start = new(Host) { WorkingDirectory = folder };
        start.ArgumentList.Add(Program);
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        return Start(start, environment, keepsInput);
    }

    /// <summary>Runs the program to its end.</summary>
    public static HingeResult Run(string folder, params string[] arguments) => Run(folder, null, arguments);

    public static HingeResult Run(string folder, IReadOnlyDictionary<string, string?>? environment, params string[] arguments)
    {
        using HingeProcess process = Start(folder, environment, arguments);
        return process.Wait();
    }

    /// <summary>Runs a line of sh in which "$@" stands for the program.</summary>
    public static HingeResult RunShell(string folder, string line)
    {
        ProcessStartInfo start = new("sh") { WorkingDirectory = folder };
        foreach (string argument in new[] { "-c", line, "sh", Host, Program })
            start.ArgumentList.Add(argument);
        using HingeProcess process = Start(start, null, keepsInput: false);
        return process.Wait();
    }

    /// <summary>Waits until the program ends, and holds it to never showing a stack trace.</summary>
    public HingeResult Wait()
    {
        using CancellationTokenSource patience = new(Patience);
        try
        {
            _process.WaitForExitAsync(patience.Token).GetAwaiter().GetResult();
            _reading.WaitAsync(patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The program did not end within {Patience.TotalSeconds} s.\n--- stdout\n{Output}\n--- stderr\n{Error}");
        }
        HingeResult result = new(_process.ExitCode, Output, Error);
        foreach (string trace in new[] { "Unhandled exception", "   at Hinge", "   at System", "Actual value was", "(Parameter '", "System." })
            Assert.False(result.Error.Contains(trace, StringComparison.Ordinal), $"stderr must not hold \"{trace}\"; {result}");
        return result;
    }

    /// <summary>Waits until <paramref name="hasHappened"/>, or fails where the program ends before.</summary>
    public void WaitUntil(Func<HingeProcess, bool> hasHappened)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!hasHappened(this))
        {
            Assert.False(_process.HasExited, $"The program ended too early.\n--- stdout\n{Output}\n--- stderr\n{Error}");
            Assert.True(watch.Elapsed < Patience, $"The program did not come to it within {Patience.TotalSeconds} s.\n--- stdout\n{Output}\n--- stderr\n{Error}");
            Thread.Sleep(10);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static HingeProcess Start(ProcessStartInfo start, IReadOnlyDictionary<string, string?>? environment, bool keepsInput)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new HingeProcess(start, keepsInput);
    }

    private static async Task Collect(StreamReader reader, StringBuilder text)
    {
        char[] buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
        {
            lock (text) text.Append(buffer, 0, read);
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text) return text.ToString();
    }
}
