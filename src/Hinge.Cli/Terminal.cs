using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hinge.Data;
using Spectre.Console;

namespace Hinge.Cli;

/// <summary>
/// Where a verb speaks: a report for people or one JSON object on standard output, progress and errors on standard
/// error.
/// </summary>
internal sealed class Terminal
{
    /// <summary>The width of reports that do not go to a terminal.</summary>
    private const int RedirectedWidth = 120;

    private static readonly JsonSerializerOptions JsonStyle = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private Terminal(bool isJson, bool isQuiet)
    {
        IsJson = isJson;
        IsQuiet = isQuiet;
        Out = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        Error = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsOutputRedirected) Out.Profile.Width = RedirectedWidth;
    }

    public static Option<bool> JsonOption { get; } = new("--json") { Description = "Print one JSON object on standard output, and nothing else there.", Recursive = true };

    public static Option<bool> QuietOption { get; } = new("--quiet") { Description = "Print neither report nor progress.", Recursive = true };

    public bool IsJson { get; }

    public bool IsQuiet { get; }

    /// <summary>Whether people read a report.</summary>
    public bool Reports => !IsJson && !IsQuiet;

    public IAnsiConsole Out { get; }

    public IAnsiConsole Error { get; }

    public static Terminal For(ParseResult parsed) => new(parsed.GetValue(JsonOption), parsed.GetValue(QuietOption));

    /// <summary>Runs a verb and turns what may go wrong with input into a message and exit code 2.</summary>
    public static int Run(ParseResult parsed, Func<Terminal, int> verb)
    {
        Terminal terminal = For(parsed);
        try
        {
            return verb(terminal);
        }
        catch (Exception e) when (e is DataFormatException or ArgumentException or IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // An ArgumentException's message ends with the parameter's name, which means nothing on a command line.
            return terminal.Fail(e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message);
        }
        catch (OutOfMemoryException)
        {
            return terminal.Fail("There is not enough memory for this data. Use fewer features or examples, or a larger machine.");
        }
    }

    /// <summary>One line of a report, never wrapped.</summary>
    public void Line(string text = "")
    {
        if (Reports) Console.Out.WriteLine(text);
    }

    /// <summary>A table or chart of a report.</summary>
    public void Show(Spectre.Console.Rendering.IRenderable picture)
    {
        if (Reports) Out.Write(picture);
    }

    /// <summary>The verb's JSON object, where it was asked for.</summary>
    public void Json(JsonObject result)
    {
        if (IsJson) Console.Out.WriteLine(result.ToJsonString(JsonStyle));
    }

    /// <summary>A remark that is no error, on standard error.</summary>
    public void Remark(string text)
    {
        if (!IsQuiet) Console.Error.WriteLine($"hinge: {text}");
    }

    /// <summary>An error on standard error; with --json an object with its message as well. Returns exit code 2.</summary>
    public int Fail(string message)
    {
        Console.Error.WriteLine($"hinge: {message}");
        Json(new JsonObject { ["error"] = message });
        return ExitCode.BadInput;
    }
}

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>Done, and the answer is no: a wrong gradient, a failed verification.</summary>
    public const int NegativeAnswer = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;
}
