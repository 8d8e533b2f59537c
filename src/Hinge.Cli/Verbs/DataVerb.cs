using System.CommandLine;
using System.Diagnostics;
using Hinge.Cli.Verbs.Describing;
using Hinge.Data;
using Hinge.Data.Describing;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge data</c>: what a data set holds, as training would read it.</summary>
internal sealed class DataVerb
{
    private readonly DataArguments _data = new();
    private readonly Option<bool> _columns = new("--columns") { Description = "Also list every column that is not zero throughout." };

    public static Command Create()
    {
        DataVerb verb = new();
        Command command = new("data", "Describes a data set: rows, columns, classes, ranges, norms, and what in it is suspicious, with a remedy for each.");
        verb._data.AddTo(command);
        command.Options.Add(verb._columns);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        long started = Stopwatch.GetTimestamp();
        Dataset data = _data.LoadForTraining(parsed);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);
        DataReport report = new(DataDescription.Of(data), parsed.GetValue(_columns));
        report.Show(terminal, Path.GetFileName(_data.Path(parsed)), reading);
        terminal.Json(report.Json(reading));
        return ExitCode.Success;
    }
}
