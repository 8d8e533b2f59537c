using System.CommandLine;
using System.CommandLine.Parsing;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Cli;

/// <summary>The options of gradient descent, which go with no other solver.</summary>
internal sealed class DescentArguments
{
    private static readonly GradientDescentOptions Defaults = new();

    private readonly Option<double?> _learningRate = Number("--learning-rate", "R", "the first step's length. Default: from the data.", "a number above 0", NumberOption.IsPositive);
    private readonly Option<string?> _schedule = new("--schedule") { Description = $"{Mark} one of {string.Join(", ", Schedules.Keys)}. Default inverse-time.", HelpName = "NAME" };
    private readonly Option<int?> _period = Number<int>("--period", "E", $"the epochs over which halving and cosine fall. Default {Defaults.PeriodEpochs}.", "a whole number, at least 1", IsAtLeastOne);
    private readonly Option<int?> _batch = Number<int>("--batch", "B", $"examples a step. Default {Defaults.BatchSize}.", "a whole number, at least 1", IsAtLeastOne);
    private readonly Option<double?> _momentum = Number("--momentum", "M", "the share of the last step that is repeated. Default 0.9; 0 with --l1, but for --nesterov.", "a number, at least 0 and below 1", IsShare);
    private readonly Option<bool> _nesterov = new("--nesterov") { Description = $"{Mark} take the gradient where the repeated step leads." };
    private readonly Option<int?> _average = Number<int>("--average", "E", "average the weights of all steps from epoch E on, counted from 1.", "a whole number, at least 1", IsAtLeastOne);
    private readonly Option<double?> _l1 = Number("--l1", "M", "μ of ½‖W‖² + μ‖W‖₁ + C·Σ loss, the elastic net.", "a number above 0", NumberOption.IsPositive);
    private readonly Option<bool> _pureL1 = new("--pure-l1") { Description = $"{Mark} leave ½‖W‖² out: μ‖W‖₁ + C·Σ loss. There is a gap, but no prediction is certified." };
    private readonly Option<bool> _freeBias = new("--free-bias") { Description = $"{Mark} leave the bias out of the penalty. There is no duality gap then: give --holdout, --epochs or --time-limit." };
    private readonly Option<double?> _holdout = Number("--holdout", "F", "the share of examples held out; stop when their loss no longer falls, and keep the weights that did best on them.", "a number between 0 and 1", share => share > 0 && share < 1);
    private readonly Option<int?> _patience = Number<int>("--patience", "E", $"epochs that --holdout waits for an improvement. Default {Defaults.Patience}.", "a whole number, at least 1", IsAtLeastOne);
    private readonly Option<double?> _tolerance = Number("--tolerance", "T", $"the relative fall of the loss that --holdout counts as one. Default {Defaults.HoldoutTolerance:0.###}.", "a number, at least 0 and below 1", IsShare);

    private const string Mark = "gradient-descent:";

    private static Dictionary<string, StepSchedule> Schedules { get; } = new(StringComparer.Ordinal)
    {
        ["constant"] = StepSchedule.Constant,
        ["inverse-time"] = StepSchedule.InverseTime,
        ["inverse-square-root"] = StepSchedule.InverseSquareRoot,
        ["halving"] = StepSchedule.Halving,
        ["cosine"] = StepSchedule.Cosine,
    };

    private Option[] All => [_learningRate, _schedule, _period, _batch, _momentum, _nesterov, _average, _l1, _pureL1, _freeBias, _holdout, _patience, _tolerance];

    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Options.Add(option);
    }

    /// <summary>Refuses these options beside another solver, and those that need one that is not there.</summary>
    public void RequireFit(ParseResult parsed, ITrainer trainer)
    {
        if (trainer is not GradientDescent && All.FirstOrDefault(option => IsGiven(parsed, option)) is { } stray)
            throw new ArgumentException($"{stray.Name} goes with --solver gradient-descent, not with {trainer.Name}. Give that solver, or leave the option out.");
        foreach ((Option option, Option needed) in new (Option, Option)[] { (_patience, _holdout), (_tolerance, _holdout), (_period, _schedule), (_pureL1, _l1) })
            if (IsGiven(parsed, option) && !IsGiven(parsed, needed))
                throw new ArgumentException($"{option.Name} goes with {needed.Name}. Give that too, or leave the option out.");
        if (parsed.GetValue(_nesterov) && parsed.GetValue(_momentum) == 0)
            throw new ArgumentException("--nesterov needs a momentum above 0. Leave one out.");
    }

    /// <summary>Refuses a free bias where nothing but the gap would end training.</summary>
    public void RequireEnd(ParseResult parsed, params Option[] limits)
    {
        if (parsed.GetValue(_freeBias) && !limits.Append(_holdout).Any(option => IsGiven(parsed, option)))
            throw new ArgumentException("--free-bias must come with --holdout, --epochs or --time-limit: without a duality gap training would not end.");
    }

    /// <summary>Whether only a part will be trained on.</summary>
    public bool HoldsOut(ParseResult parsed) => parsed.GetValue(_holdout) is not null;

    public GradientDescentOptions Settings(ParseResult parsed)
    {
        string schedule = parsed.GetValue(_schedule) ?? "inverse-time";
        return new GradientDescentOptions
        {
            LearningRate = parsed.GetValue(_learningRate),
            Schedule = Schedules.TryGetValue(schedule, out StepSchedule known) ? known : throw new ArgumentException($"--schedule must be one of {string.Join(", ", Schedules.Keys)}; got {schedule}."),
            PeriodEpochs = parsed.GetValue(_period) ?? Defaults.PeriodEpochs,
            BatchSize = parsed.GetValue(_batch) ?? Defaults.BatchSize,
            Momentum = parsed.GetValue(_momentum),
            Nesterov = parsed.GetValue(_nesterov),
            AverageFromEpoch = parsed.GetValue(_average),
            HoldoutShare = parsed.GetValue(_holdout) ?? 0,
            Patience = parsed.GetValue(_patience) ?? Defaults.Patience,
            HoldoutTolerance = parsed.GetValue(_tolerance) ?? Defaults.HoldoutTolerance,
        };
    }

    /// <summary>The objective with what only gradient descent minimizes.</summary>
    public Objective AddTo(Objective objective, ParseResult parsed)
    {
        if (parsed.GetValue(_freeBias) && objective.BiasScale == 0)
            throw new ArgumentException("--free-bias goes with --bias. Give that too, or leave the option out.");
        return objective with { L1Penalty = parsed.GetValue(_l1) ?? 0, IsPureL1 = parsed.GetValue(_pureL1), LeavesBiasFree = parsed.GetValue(_freeBias) };
    }

    private static bool IsGiven(ParseResult parsed, Option option) => parsed.GetResult(option) is OptionResult { Implicit: false };

    private static bool IsShare(double value) => value >= 0 && value < 1;

    private static bool IsAtLeastOne(int value) => value >= 1;

    private static Option<double?> Number(string name, string helpName, string description, string rule, Predicate<double> holds) =>
        Number<double>(name, helpName, description, rule, holds);

    private static Option<T?> Number<T>(string name, string helpName, string description, string rule, Predicate<T> holds)
        where T : struct, System.Numerics.INumberBase<T> => NumberOption.CreateOptional(name, helpName, $"{Mark} {description}", rule, holds);
}
