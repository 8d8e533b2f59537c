using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Hinge.Training.Checkpoints;

namespace Hinge.Cli;

/// <summary>The options for runs that may be killed and go on later.</summary>
internal sealed class CheckpointArguments
{
    private const string EveryName = "--every";

    private readonly Option<string?> _path = new("--checkpoint") { Description = "Keep in this file what a run needs to go on after it was killed.", HelpName = "FILE" };

    private readonly Option<TimeSpan> _every = new(EveryName)
    {
        Description = "The least time between two checkpoints, such as 30s, 5m or 1h.",
        HelpName = "T",
        DefaultValueFactory = _ => TimeSpan.FromSeconds(30),
        CustomParser = Duration,
    };

    private readonly Option<bool> _resume = new("--resume") { Description = "Go on from the checkpoint, if there is one: the result has the bits of a run that was never stopped." };

    public void AddTo(Command command)
    {
        command.Options.Add(_path);
        command.Options.Add(_every);
        command.Options.Add(_resume);
    }

    /// <summary>The file; null for none.</summary>
    public string? Path(ParseResult parsed) => parsed.GetValue(_path);

    /// <summary>Null where no checkpoints are asked for.</summary>
    public CheckpointOptions? Create(ParseResult parsed)
    {
        if (Path(parsed) is { } path) return new CheckpointOptions { Path = path, Every = parsed.GetValue(_every), Resume = parsed.GetValue(_resume) };
        foreach (Option option in new Option[] { _every, _resume })
            if (parsed.GetResult(option) is { Implicit: false })
                throw new ArgumentException($"{option.Name} goes with --checkpoint FILE; got none. Name the file.");
        return null;
    }

    private static TimeSpan Duration(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        (double unit, string number) = text.Length == 0 ? (0, text) : text[^1] switch
        {
            's' => (1, text[..^1]),
            'm' => (60, text[..^1]),
            'h' => (3600, text[..^1]),
            _ => (1.0, text),
        };
        if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && NumberOption.IsAtLeastZero(value) && value * unit < TimeSpan.MaxValue.TotalSeconds)
            return TimeSpan.FromSeconds(value * unit);
        result.AddError($"{EveryName} must be a time such as 30s, 5m or 1h; got {text}.");
        return default;
    }
}
