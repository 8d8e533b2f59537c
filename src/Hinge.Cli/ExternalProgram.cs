using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hinge.Checking;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Cli;

/// <summary>
/// A program that computes a loss and its gradient: one JSON line on its standard input for each question, one on its
/// standard output for each answer. docs/check-your-program.md is the protocol.
/// </summary>
/// <remarks>The program runs until this object is disposed of, and no longer, however the check ends.</remarks>
internal sealed partial class ExternalProgram : IDisposable
{
    private const string Source = "--exec";

    /// <summary>How many of its last lines on standard error are shown.</summary>
    private const int ErrorLines = 5;

    /// <summary>How much of an answer that is none is shown.</summary>
    private const int ShownCharacters = 100;

    /// <summary>How long a program may take to end once its output has ended.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    private readonly TimeSpan _timeout;
    private readonly double _lambda;
    private readonly Process _process;
    private readonly Queue<string> _errors = new();
    private readonly char[] _buffer = new char[1 << 16];
    private int _filled;
    private int _read;
    private Dataset? _sent;

    /// <param name="command">A command line for the system's shell.</param>
    /// <param name="timeout">How long one answer may take.</param>
    /// <param name="lambda">λ, told to the program.</param>
    public ExternalProgram(string command, TimeSpan timeout, double lambda)
    {
        _timeout = timeout;
        _lambda = lambda;
        UTF8Encoding encoding = new(encoderShouldEmitUTF8Identifier: false);
        ProcessStartInfo start = OperatingSystem.IsWindows() ? new("cmd.exe", ["/c", command]) : new("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        start.StandardInputEncoding = start.StandardOutputEncoding = start.StandardErrorEncoding = encoding;
        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        AppDomain.CurrentDomain.ProcessExit += End;
        _process.BeginErrorReadLine();
    }

    /// <summary>The program as a function on the given data.</summary>
    public ValueAndGradient On(Dataset data) => (weights, gradient) => Ask(data, weights, gradient);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= End;
        End(null, EventArgs.Empty);
        _process.Dispose();
    }

    private void End(object? sender, EventArgs e)
    {
        try
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the act.
        }
    }

    private double Ask(Dataset data, WeightMatrix weights, WeightMatrix gradient)
    {
        JsonObject question = new() { ["W"] = Rows(weights.FeatureCount, weights.ClassCount, (f, j) => weights[f, j]), ["lambda"] = _lambda };
        if (data != _sent)
        {
            double[] row = new double[data.Features.FeatureCount];
            JsonArray x = [];
            for (int i = 0; i < data.ExampleCount; i++)
            {
                data.Features.CopyRow(i, row);
                x.Add((JsonNode)new JsonArray([.. row.Select(value => (JsonNode)value)]));
            }
            question["X"] = x;
            question["y"] = new JsonArray([.. Enumerable.Range(0, data.ExampleCount).Select(i => (JsonNode)data.Labels[i])]);
            _sent = data;
        }
        // A number takes fewer characters than this, and the rest is room for blanks and other fields.
        return Parse(Exchange(question.ToJsonString(), limit: 1_000_000 + 64L * weights.Values.Length), gradient);
    }

    private string Exchange(string question, long limit)
    {
        using CancellationTokenSource patience = new(_timeout);
        try
        {
            return ExchangeAsync(question, limit, patience.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw Broken($"no answer came within {_timeout.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s. Flush the output after each line, or allow more with --timeout.");
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    private async Task<string> ExchangeAsync(string question, long limit, CancellationToken patience)
    {
        await _process.StandardInput.WriteAsync((question + "\n").AsMemory(), patience).ConfigureAwait(false);
        await _process.StandardInput.FlushAsync(patience).ConfigureAwait(false);
        StringBuilder line = new();
        while (true)
        {
            int end = Array.IndexOf(_buffer, '\n', _read, _filled - _read);
            line.Append(_buffer, _read, (end < 0 ? _filled : end) - _read);
            _read = end < 0 ? _filled : end + 1;
            if (end >= 0) return line.ToString();
            if (line.Length > limit) throw Broken("the answer does not end. Print one line of JSON for each line read.");
            _filled = await _process.StandardOutput.ReadAsync(_buffer, patience).ConfigureAwait(false);
            _read = 0;
            if (_filled == 0) throw Ended();
        }
    }

    private DataFormatException Ended()
    {
        bool hasEnded = _process.WaitForExit(Farewell);
        // Only the wait without a limit waits for the last lines on standard error too; a child of the program may hold it open.
        if (hasEnded) Task.Run(_process.WaitForExit).Wait(Farewell);
        string how = hasEnded
            ? $"the program ended with exit code {_process.ExitCode.ToString(CultureInfo.InvariantCulture)} before it answered"
            : "the program closed its output before it answered";
        return Broken($"{how}. Read lines until there are no more, and answer each.");
    }

    private DataFormatException Broken(string message)
    {
        string[] errors;
        lock (_errors) errors = [.. _errors];
        string tail = errors.Length == 0 ? "" : $" Its last lines on standard error:\n  {string.Join("\n  ", errors)}";
        return new DataFormatException(Source, null, message + tail);
    }

    private void Keep(string? line)
    {
        if (string.IsNullOrWhiteSpace(line)) return;
        lock (_errors)
        {
            _errors.Enqueue(line);
            if (_errors.Count > ErrorLines) _errors.Dequeue();
        }
    }

    private double Parse(string line, WeightMatrix gradient)
    {
        try
        {
            // Python, Julia and others write NaN and infinities as bare words, which JSON has not. Numbers beyond double's are infinite.
            using JsonDocument answer = JsonDocument.Parse(BareWords().Replace(line, word =>
                word.Groups["nan"].Success ? "null" : word.Value[0] == '-' ? "-1e999" : "1e999"));
            if (answer.RootElement.ValueKind != JsonValueKind.Object) throw new JsonException();
            double loss = Number(Property(answer.RootElement, "loss"), "loss");
            JsonElement rows = Property(answer.RootElement, "dW");
            RequireLength(rows, gradient.FeatureCount, "dW", "rows, one a feature", gradient);
            int f = 0;
            foreach (JsonElement row in rows.EnumerateArray())
            {
                RequireLength(row, gradient.ClassCount, $"row {f} of dW", "numbers, one a class", gradient);
                int j = 0;
                foreach (JsonElement value in row.EnumerateArray()) gradient[f, j++] = Number(value, "dW");
                f++;
            }
            return loss;
        }
        catch (JsonException)
        {
            string shown = line.Length <= ShownCharacters ? line : line[..ShownCharacters] + "…";
            throw Broken($"an answer must be one line such as {{\"loss\": 1.5, \"dW\": [[…], …]}}; got '{shown.TrimEnd()}'. Print everything else on standard error.");
        }
    }

    private JsonElement Property(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement value) ? value : throw Broken($"an answer must hold {name}; it holds {string.Join(", ", answer.EnumerateObject().Select(property => property.Name))}.");

    private double Number(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.Null => double.NaN,
        _ => throw Broken($"{name} must be {(name == "dW" ? "rows of numbers" : "a number")}; got {value.ValueKind}."),
    };

    private void RequireLength(JsonElement array, int length, string name, string meaning, WeightMatrix gradient)
    {
        string found = array.ValueKind == JsonValueKind.Array ? array.GetArrayLength().ToString(CultureInfo.InvariantCulture) : array.ValueKind.ToString();
        if (array.ValueKind != JsonValueKind.Array || array.GetArrayLength() != length)
            throw Broken($"{name} must have {length} {meaning}; got {found}. dW has the shape of W, {gradient.FeatureCount}×{gradient.ClassCount}.");
    }

    private static JsonArray Rows(int rows, int columns, Func<int, int, double> value) =>
        new([.. Enumerable.Range(0, rows).Select(f => new JsonArray([.. Enumerable.Range(0, columns).Select(j => (JsonNode)value(f, j))]))]);

    [GeneratedRegex(@"-?\b(?:(?<nan>NaN|nan)|Infinity|Inf|inf)\b")]
    private static partial Regex BareWords();
}
