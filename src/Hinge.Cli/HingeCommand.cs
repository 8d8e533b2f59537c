using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using System.Text;
using Hinge.Cli.Verbs;

namespace Hinge.Cli;

/// <summary>The whole command: its verbs, what becomes of a bad command line, and the exit code.</summary>
internal static class HingeCommand
{
    public static int Run(string[] args)
    {
        // Everything is in English, the messages of the libraries as well: half of them in the user's language helps nobody.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

        RootCommand root = new("Multiclass linear classifiers whose gradient is checked, whose optimum is certified, and whose every step can be explained.")
        {
            DemoVerb.Create(),
            DataVerb.Create(),
            TrainVerb.Create(),
            TuneVerb.Create(),
            PredictVerb.Create(),
            EvaluateVerb.Create(),
            VerifyVerb.Create(),
            ConvertVerb.Create(),
            GradientVerb.Create(),
            CheckVerb.Create(),
            DiagnoseVerb.Create(),
            ExplainVerb.Create(),
            PlayVerb.Create(),
            WeightsVerb.Create(),
            CompletionVerb.Create(),
        };
        HelpExamples.AddTo(root);

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            Terminal terminal = Terminal.For(parsed);
            string verb = parsed.CommandResult.Command == root ? "hinge" : $"hinge {parsed.CommandResult.Command.Name}";
            return terminal.Fail($"{string.Join(" ", parsed.Errors.Select(error => error.Message))} See {verb} --help.");
        }
        return Terminal.Run(parsed, _ => parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null }));
    }
}
