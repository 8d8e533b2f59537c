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
        if (Console.IsErrorRedirected) Error.Profile.Width = RedirectedWidth;
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
            return terminal.Fail(MessageOf(e));
        }
        catch (TypeInitializationException e) when (e.InnerException is InvalidOperationException cause)
        {
            // An environment variable such as HINGE_KERNELS, which is read once: by the initializer of the type that it is for.
            return terminal.Fail(MessageOf(cause));
        }
        catch (OutOfMemoryException)
        {
            return terminal.Fail("There is not enough memory for this data. Use fewer features or examples, or a larger machine.");
        }
    }

    /// <summary>Writes to standard output, and says that it was standard output where that fails.</summary>
    /// <exception cref="IOException">Nothing more can be written there: a full disk. A closed pipe is no error.</exception>
    public static void Print(Action print)
    {
        try
        {
            print();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"standard output cannot be written: {e.Message.TrimEnd('.')}. Free some space, or send it elsewhere.", e);
        }
    }

    /// <summary>One line of a report, never wrapped.</summary>
    public void Line(string text = "")
    {
        if (Reports) Print(() => Console.Out.WriteLine(text));
    }

    /// <summary>A table or chart of a report.</summary>
    public void Show(Spectre.Console.Rendering.IRenderable picture)
    {
        if (Reports) Print(() => Out.Write(picture));
    }

    /// <summary>The verb's JSON object, where it was asked for.</summary>
    public void Json(JsonObject result)
    {
        if (IsJson) Print(() => Console.Out.WriteLine(result.ToJsonString(JsonStyle)));
    }

    /// <summary>A remark that is no error, on standard error.</summary>
    public void Remark(string text)
    {
        if (!IsQuiet) Complain(text);
    }

    /// <summary>An error on standard error; with --json an object with its message as well. Returns exit code 2.</summary>
    public int Fail(string message)
    {
        Complain(message);
        try
        {
            Json(new JsonObject { ["error"] = message });
        }
        catch (IOException)
        {
            // Standard output is what failed, or fails too: the message is on standard error.
        }
        return ExitCode.BadInput;
    }

    private static void Complain(string text)
    {
        try
        {
            Console.Error.WriteLine($"hinge: {text}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // There is nowhere left to say it; the exit code still does.
        }
    }

    /// <summary>An exception's message without the parameter and value that .NET appends: they mean nothing on a command line.</summary>
    public static string MessageOf(Exception e)
    {
        if (e is not ArgumentException { ParamName: { } name }) return e.Message;
        string message = e is ArgumentOutOfRangeException { ActualValue: not null } ? e.Message[..e.Message.LastIndexOf(Environment.NewLine, StringComparison.Ordinal)] : e.Message;
        return message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal);
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
