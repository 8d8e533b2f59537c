using System.CommandLine;
using System.Globalization;
using Hinge.Tuning;

namespace Hinge.Cli;

/// <summary>The options that say which costs to try.</summary>
internal sealed class CostArguments
{
    private const int DefaultSteps = 15;

    private readonly Option<string?> _costs = new("--costs") { Description = "The costs C to try, increasing. Default: 15, each twice the last, from 2⁻¹⁰ to 2⁴ in units of 1/mean ‖x‖².", HelpName = "a,b,c" };
    private readonly Option<double?> _from = NumberOption.CreateOptional<double>("--from", "C", "The first of costs that grow by the same factor, with --to.", "a number above 0", NumberOption.IsPositive);
    private readonly Option<double?> _to = NumberOption.CreateOptional<double>("--to", "C", "The last of them.", "a number above 0", NumberOption.IsPositive);
    private readonly Option<int?> _steps = NumberOption.CreateOptional<int>("--steps", "N", $"How many of them. Default {DefaultSteps}.", "a whole number, at least 2", steps => steps >= 2);

    public void AddTo(Command command)
    {
        command.Options.Add(_costs);
        command.Options.Add(_from);
        command.Options.Add(_to);
        command.Options.Add(_steps);
    }

    /// <summary>The costs asked for; null where the data is to decide.</summary>
    public double[]? Create(ParseResult parsed)
    {
        string? list = parsed.GetValue(_costs);
        double? from = parsed.GetValue(_from), to = parsed.GetValue(_to);
        int? steps = parsed.GetValue(_steps);
        if (list is not null)
            return from is null && to is null && steps is null ? Parse(list) : throw new ArgumentException("--costs must not be given with --from, --to or --steps: it lists all costs. Leave one or the other out.");
        if (from is null && to is null && steps is null) return null;
        if (from is null || to is null) throw new ArgumentException("--from and --to must be given together. Add the missing one.");
        return to > from
            ? CostGrid.Geometric(from.Value, to.Value, steps ?? DefaultSteps)
            : throw new ArgumentException($"--to must be above --from, {Numbers.Short(from.Value)}; got {Numbers.Short(to.Value)}.");
    }

    private static double[] Parse(string list)
    {
        string[] parts = list.Split(',', StringSplitOptions.TrimEntries);
        double[] costs = new double[parts.Length];
        for (int c = 0; c < parts.Length; c++)
        {
            if (!double.TryParse(parts[c], NumberStyles.Float, CultureInfo.InvariantCulture, out costs[c]) || !NumberOption.IsPositive(costs[c]))
                throw new ArgumentException($"--costs must be numbers above 0 with commas between them; got {(parts[c].Length == 0 ? "nothing" : parts[c])} in {list}.");
            if (c > 0 && !(costs[c] > costs[c - 1]))
                throw new ArgumentException($"--costs must increase; got {parts[c]} after {parts[c - 1]}. Sort them, each once.");
        }
        return costs;
    }
}
