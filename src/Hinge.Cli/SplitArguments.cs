using System.CommandLine;
using Hinge.Data;

namespace Hinge.Cli;

/// <summary>The options that cut a part of the data off for testing: by a hash of each row, so equal rows go together.</summary>
/// <param name="description">What the help says of the share.</param>
internal sealed class SplitArguments(string description)
{
    private readonly Option<double?> _share = NumberOption.CreateOptional<double>("--test-split", "F", description, "a number between 0 and 1", share => share > 0 && share < 1);
    private readonly Option<bool> _stratify = new("--stratify") { Description = "With --test-split: keep the share within each class." };

    public void AddTo(Command command)
    {
        command.Options.Add(_share);
        command.Options.Add(_stratify);
    }

    /// <summary>Whether a part of the data is set aside.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_share) is not null;

    /// <summary>Both parts of the data, or all and null where nothing is set aside.</summary>
    public (Dataset Train, Dataset? Test) Split(ParseResult parsed, Dataset data, int seed)
    {
        bool stratify = parsed.GetValue(_stratify);
        if (parsed.GetValue(_share) is { } share) return data.Split(share, seed, stratify);
        if (stratify) throw new ArgumentException("--stratify must come with --test-split, whose share it keeps within each class. Give both, or leave it out.");
        return (data, null);
    }
}
