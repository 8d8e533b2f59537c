using System.CommandLine;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Cli;

/// <summary>The options that choose the objective of the gradient verbs: the mean of a loss, and λ‖W‖².</summary>
internal sealed class MeanFormArguments
{
    private readonly LossArguments _loss = new();

    private readonly Option<double> _lambda = NumberOption.Create<double>("--lambda", "L", "λ of (1/N)·Σ loss + λ‖W‖².", 0, "a number, at least 0", NumberOption.IsAtLeastZero);

    private readonly Option<bool> _half = new("--half") { Description = "Use ½λ‖W‖² instead of λ‖W‖²." };

    public void AddTo(Command command)
    {
        _loss.AddTo(command);
        command.Options.Add(_lambda);
        command.Options.Add(_half);
    }

    public Loss Loss(ParseResult parsed) => _loss.Create(parsed);

    public bool IsHalf(ParseResult parsed) => parsed.GetValue(_half);

    public MeanForm Create(ParseResult parsed, Dataset data, bool inSinglePrecision = false) => Create(parsed, data, Loss(parsed), inSinglePrecision);

    /// <summary>The objective with a loss that comes from elsewhere, such as a model.</summary>
    public MeanForm Create(ParseResult parsed, Dataset data, Loss loss, bool inSinglePrecision = false) =>
        new(data, loss, parsed.GetValue(_lambda), parsed.GetValue(_half)) { InSinglePrecision = inSinglePrecision };
}
