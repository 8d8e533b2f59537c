using System.CommandLine;
using System.Globalization;
using Hinge.Data;
using Hinge.Data.Numpy;
using Hinge.Losses;

namespace Hinge.Cli;

/// <summary>The options that choose a loss.</summary>
internal sealed class LossArguments
{
    private readonly Option<string> _loss = new("--loss")
    {
        Description = $"One of {string.Join(", ", Loss.Names)}.",
        HelpName = "NAME",
        DefaultValueFactory = _ => Loss.Names[0],
    };

    private readonly Option<string?> _delta = new("--delta")
    {
        Description = "The margin: a number, or a K×K table of costs (.npy). Default 1.",
        HelpName = "D",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_loss);
        command.Options.Add(_delta);
    }

    public Loss Create(ParseResult parsed)
    {
        string name = parsed.GetValue(_loss)!;
        if (!Loss.Names.Contains(name))
            throw new ArgumentException($"--loss must be one of {string.Join(", ", Loss.Names)}; got {name}.");
        string? delta = parsed.GetValue(_delta);
        if (delta is not null && Loss.Create(name).Delta is null)
            throw new ArgumentException($"--delta must be left out for {name}, which has no margin to choose; got {delta}.");
        return Loss.Create(name, delta is null ? null : Delta(delta));
    }

    private static Delta Delta(string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && NumberOption.IsAtLeastZero(value))
            return new Delta(value);
        if (!text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"--delta must be a number, at least 0, or a K×K table (.npy); got {text}.");
        NpyArray table = NpyFile.Read(text);
        table.RequireDimensions(2, "K×K costs");
        if (table.Shape[0] != table.Shape[1])
            throw new DataFormatException(text, null, $"the table must be K×K; got {table.ShapeText}.");
        return new Delta(table.Shape[0], table.ToDoubles());
    }
}
