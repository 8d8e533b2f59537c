using System.CommandLine;
using System.Diagnostics;
using Hinge.Data;

namespace Hinge.Cli;

/// <summary>The options for data to test a model on, which training never sees.</summary>
/// <param name="test">What the help says of a file of such data.</param>
/// <param name="split">What it says of a share of the data.</param>
internal sealed class TestArguments(string test, string split)
{
    private readonly Option<string?> _test = new("--test") { Description = test, HelpName = "DATA" };
    private readonly SplitArguments _split = new(split);

    public void AddTo(Command command)
    {
        command.Options.Add(_test);
        _split.AddTo(command);
    }

    /// <summary>Whether a part of the data is set aside.</summary>
    public bool Splits(ParseResult parsed) => _split.IsGiven(parsed);

    /// <summary>Reads the data to train on, and those to test on where there are any; the time is that of the first.</summary>
    public (Dataset Training, Dataset? Test, TimeSpan Reading) Load(ParseResult parsed, DataArguments arguments, int seed)
    {
        string? path = parsed.GetValue(_test);
        if (path is not null && Splits(parsed)) throw new ArgumentException("--test and --test-split must not both be given. Leave one out.");
        long started = Stopwatch.GetTimestamp();
        Dataset data = arguments.LoadForTraining(parsed);
        (data, Dataset? tested) = _split.Split(parsed, data, seed);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);
        if (path is not null) tested = arguments.LoadLike(data, parsed, path);
        return (data, tested, reading);
    }
}
