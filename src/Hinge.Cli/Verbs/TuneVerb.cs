using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Cli.Pictures;
using Hinge.Cli.Verbs.Tuning;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge tune</c>: picks C by cross-validation, and trains on all data with it.</summary>
internal sealed class TuneVerb
{
    private readonly DataArguments _data = new();
    private readonly ObjectiveArguments _objective = new();
    private readonly CostArguments _costs = new();
    private readonly Option<int> _folds = NumberOption.Create("--folds", "K", "How many folds.", new CrossValidationOptions().FoldCount, "a whole number, at least 2", folds => folds >= 2);
    private readonly Option<bool> _oneStandardError = new("--one-standard-error") { Description = "Choose the smallest C within one standard error of the best, not the best." };
    private readonly Option<double> _gap = NumberOption.Create("--gap", "G", "Stop each training at this relative duality gap.", new TrainingOptions().RelativeGap, "a number above 0", NumberOption.IsPositive);
    private readonly Option<int> _epochs = NumberOption.Create("--epochs", "N", "Stop each training after this many passes.", new TrainingOptions().EpochLimit, "a whole number, at least 1", epochs => epochs >= 1);
    private readonly Option<int> _seed = NumberOption.Seed("The seed of folds, random orders and splits.", new TrainingOptions().Seed);
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly TestArguments _test = new("Labelled data to evaluate the final model on; the folds never see it.", "The share of DATA to set aside, by a hash of each row and the seed, for testing the final model.");
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The model file to write: trained on all of DATA at the C chosen.", HelpName = "MODEL" };
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw accuracy and gap along C.", HelpName = "FILE.png|.svg" };
    private readonly Option<string?> _resume = new("--resume") { Description = "Keep finished folds in FILE, and go on from those that it has.", HelpName = "FILE" };

    public static Command Create()
    {
        TuneVerb verb = new();
        Command command = new("tune", "Picks C by stratified cross-validation, every model certified, and trains on all data with it. Ctrl-C ends it with the folds finished so far.");
        verb._data.AddLearningTo(command);
        verb._objective.AddTo(command);
        verb._costs.AddTo(command);
        verb._test.AddTo(command);
        foreach (Option option in new Option[]
        {
            verb._folds, verb._oneStandardError, verb._gap, verb._epochs, verb._threads, verb._seed, verb._resume, verb._plot, verb._output,
        })
        {
            command.Options.Add(option);
        }
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string? output = parsed.GetValue(_output), plot = parsed.GetValue(_plot);
        OutputFile.RequireWritable(_data.Path(parsed), ("-o", output), ("--plot", plot), ("--resume", parsed.GetValue(_resume)));
        PictureFile.RequireDrawable("--plot", plot);
        Objective objective = _objective.Create(parsed);
        CrossValidationOptions options = Options(parsed);
        TrainingOptions training = options.Training;

        (Dataset data, Dataset? test, TimeSpan reading) = _test.Load(parsed, _data, training.Seed);
        _objective.RequireFit(parsed, data, objective, _data.Path(parsed), isSplit: _test.Splits(parsed));
        CrossValidation validation = new(data, objective, options);

        string name = _data.Name(parsed);
        Featurizer? featurizer = FeaturizationReport.Of(data.Featurization, data.Features.FeatureCount);
        FeaturizationReport.Show(terminal, featurizer);
        terminal.Line($"{name}: {TrainVerb.Describe(data)}, read in {Numbers.Seconds(reading)}");
        TuningReport.Announce(terminal, objective, validation, options.Training);
        CrossValidationResult found = CrossValidate(terminal, validation);
        TuningReport report = new(found, data, objective, training, parsed.GetValue(_oneStandardError));
        report.Show(terminal);
        if (PortablePart.IsIncluded && plot is not null && found.Folds.Count > 0)
        {
            new TuningPlot(found, report.Chosen!, training.RelativeGap, $"{name}: {objective.Loss}, {found.Folds.Count} folds", $"{Numbers.Count(data.ExampleCount)} examples, {data.Labels.ClassCount} classes; chosen {(objective with { Cost = report.Chosen!.Cost }).Formula(data.ExampleCount)}").Draw().Save(plot);
            terminal.Line($"plot       {plot}");
        }
        JsonObject json = report.Json();
        json["featurization"] = FeaturizationReport.Json(featurizer);
        json["plot"] = found.Folds.Count > 0 ? plot : null;
        if (!found.IsComplete)
        {
            report.RemarkUnfinished(terminal, parsed.GetValue(_resume));
            terminal.Json(json);
            return ExitCode.NegativeAnswer;
        }

        if (output is not null || test is not null) TrainFinal(terminal, data, objective with { Cost = report.Chosen!.Cost }, training, test, output, json, reading);
        terminal.Json(json);
        return ExitCode.Success;
    }

    private static CrossValidationResult CrossValidate(Terminal terminal, CrossValidation validation)
    {
        using Interruption interruption = new();
        return TuningBar.Run(terminal, progress => validation.Run(progress, interruption.Token));
    }

    /// <summary>Trains as hinge train does at this cost, to the same bits.</summary>
    private static void TrainFinal(Terminal terminal, Dataset data, Objective objective, TrainingOptions options, Dataset? test, string? output, JsonObject json, TimeSpan reading)
    {
        terminal.Line();
        terminal.Line(objective.Formula(data.ExampleCount));
        TrainingResult result = TrainVerb.Train(terminal, Trainers.DefaultFor(objective.Loss), data, objective, options);
        if (output is not null) result.Model.Save(output);
        TrainVerb.Report(terminal, result, options, output);
        Evaluation? evaluation = test is null ? null : Evaluation.Of(result.Model, test, options.Threads);
        if (evaluation is not null) TrainVerb.ReportTest(terminal, evaluation);
        foreach ((string name, JsonNode? value) in TrainVerb.Json(result, data, options, evaluation, reading, output))
            json[name] = value?.DeepClone();
    }

    private CrossValidationOptions Options(ParseResult parsed) => new()
    {
        FoldCount = parsed.GetValue(_folds),
        Costs = _costs.Create(parsed),
        RecordPath = parsed.GetValue(_resume),
        Training = new TrainingOptions
        {
            RelativeGap = parsed.GetValue(_gap),
            EpochLimit = parsed.GetValue(_epochs),
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads),
        },
    };
}
