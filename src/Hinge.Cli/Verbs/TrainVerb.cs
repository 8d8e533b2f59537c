using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Cli.Pictures;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;
using Hinge.Tuning;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge train</c>: data in, a certified model out.</summary>
internal sealed class TrainVerb
{
    private readonly DataArguments _data = new();
    private readonly ObjectiveArguments _objective = new();
    private readonly Option<double?> _cost = NumberOption.CreateOptional<double>("--cost", "C", "C of ½‖W‖² + C·Σ loss. Default 1.", "a number above 0", NumberOption.IsPositive);
    private readonly Option<double?> _lambda = NumberOption.CreateOptional<double>("--lambda", "L", "λ of (1/N)·Σ loss + λ‖W‖², instead of --cost: C = 1/(2λN).", "a number above 0", NumberOption.IsPositive);
    private readonly Option<double> _gap = NumberOption.Create("--gap", "G", "Stop at this relative duality gap.", new TrainingOptions().RelativeGap, "a number above 0", NumberOption.IsPositive);
    private readonly Option<int> _epochs = NumberOption.Create("--epochs", "N", "Stop after this many passes.", new TrainingOptions().EpochLimit, "a whole number, at least 1", epochs => epochs >= 1);
    private readonly Option<double?> _timeLimit = NumberOption.CreateOptional<double>("--time-limit", "S", "Stop after this many seconds.", "a number of seconds above 0", seconds => seconds > 0 && seconds < TimeSpan.MaxValue.TotalSeconds);
    private readonly CheckpointArguments _checkpoint = new();
    private readonly Option<string?> _solver = new("--solver") { Description = $"One of {string.Join(", ", Trainers.Names)}. Default: the first where the loss allows it.", HelpName = "NAME" };
    private readonly DescentArguments _descent = new();
    private readonly Option<int> _seed = NumberOption.Seed("The seed of random orders and splits.", new TrainingOptions().Seed);
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly Option<int> _shards = NumberOption.Create("--shards", "S", "Cut the examples into so many shards, whose steps threads take side by side: for many cores. More shards need more passes.", new TrainingOptions().Shards, "a whole number, at least 1", shards => shards >= 1);
    private readonly Option<double?> _block = NumberOption.CreateOptional<double>("--block", "MIB", "Visit rows in blocks of so many MiB of features, for data larger than memory, which must hold two; 0 for no blocks. Default: 256 for data above 4 GiB, else 0.", "a number of MiB, at least 0", mebibytes => mebibytes >= 0 && mebibytes < 1 << 30);
    private readonly TestArguments _test = new("Labelled data to evaluate the model on.", "The share of DATA to set aside, by a hash of each row and the seed, for testing.");
    private readonly Option<string?> _start = new("--start") { Description = "Begin with these dual variables, written with --duals for the same data and options at a C no higher.", HelpName = "FILE" };
    private readonly Option<string?> _duals = new("--duals") { Description = "Also write the dual variables, for hinge verify.", HelpName = "FILE" };
    private readonly Option<int?> _calibrate = NumberOption.CreateOptional<int>("--calibrate", "K", "Also find how scores become probabilities, by cross-validation over K folds, such as 5: K more trainings.", "a whole number, at least 2", folds => folds >= 2);
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw primal, dual and gap against time.", HelpName = "FILE.png|.svg" };
    private readonly Option<string> _output = new("--output", "-o") { Description = "The model file to write.", HelpName = "MODEL", Required = true };

    public static Command Create()
    {
        TrainVerb verb = new();
        Command command = new("train", "Trains a model to a stated duality gap and writes it with its certificate. Ctrl-C ends training and keeps the best model so far.");
        verb._data.AddLearningTo(command);
        verb._objective.AddTo(command);
        verb._test.AddTo(command);
        foreach (Option option in new Option[]
        {
            verb._cost, verb._lambda, verb._gap, verb._epochs, verb._timeLimit, verb._solver, verb._threads, verb._shards, verb._block,
            verb._seed, verb._start, verb._duals, verb._calibrate, verb._plot, verb._output,
        })
        {
            command.Options.Add(option);
        }
        verb._checkpoint.AddTo(command);
        verb._descent.AddTo(command);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string output = parsed.GetValue(_output)!;
        string? plot = parsed.GetValue(_plot);
        OutputFile.RequireWritable(_data.Path(parsed), ("-o", output), ("--duals", parsed.GetValue(_duals)), ("--checkpoint", _checkpoint.Path(parsed)), ("--plot", plot));
        PictureFile.RequireDrawable("--plot", plot);
        Objective objective = Objective(parsed);
        TrainingOptions options = Options(parsed);
        ITrainer trainer = Trainer(parsed, objective.Loss);
        if (parsed.GetValue(_duals) is not null && objective.LeavesBiasFree)
            throw new ArgumentException("--duals must be left out with --free-bias: there are none.");

        (Dataset data, Dataset? test, TimeSpan reading) = _test.Load(parsed, _data, options.Seed);
        _objective.RequireFit(parsed, data, objective, _data.Path(parsed), isSplit: _test.Splits(parsed));
        if (parsed.GetValue(_start) is { } start) options = options with { Start = Start(start, data) };
        options.Validate(data, objective);
        string dataName = _data.Name(parsed);
        int? folds = parsed.GetValue(_calibrate);
        if (folds is not null) Calibrator.RequireFolds(data, options, folds.Value);
        Featurizer? featurizer = FeaturizationReport.Of(data.Featurization, data.Features.FeatureCount);
        FeaturizationReport.Show(terminal, featurizer);
        terminal.Line($"{dataName}: {Describe(data)}, read in {Numbers.Seconds(reading)}");
        if (!_descent.HoldsOut(parsed)) terminal.Line(objective.Formula(data.ExampleCount));
        string? resumedFrom = options.Checkpoint is { Resume: true } checkpoint && File.Exists(checkpoint.Path) ? checkpoint.Path : null;
        if (resumedFrom is not null) terminal.Line($"goes on from {resumedFrom}");

        TrainingHistory? history = null;
        TrainingResult result = Train(terminal, trainer, data, objective, options, listener => plot is null ? listener : history = new TrainingHistory(listener));
        int heldOut = data.ExampleCount - result.Certificate.ExampleCount;
        if (heldOut > 0) terminal.Line($"held out   {Numbers.Count(heldOut)} examples; what follows is of the others");
        if (heldOut > 0) terminal.Line(objective.Formula(result.Certificate.ExampleCount));
        result.Model.Save(output);
        if (parsed.GetValue(_duals) is { } path) DualFile.Write(path, result.Duals, result.Certificate.Fingerprint);
        Report(terminal, result, options, output);
        if (PortablePart.IsIncluded && plot is not null)
        {
            new TrainingPlot(history?.Reports ?? [], result, options.RelativeGap, $"{dataName}: {Numbers.Count(result.Certificate.ExampleCount)} examples, {data.Labels.ClassCount} classes, by {result.Certificate.Solver}", objective.Formula(result.Certificate.ExampleCount)).Draw().Save(plot);
            terminal.Line($"plot       {plot}");
        }
        if (folds is { } count && result.StopReason != StopReason.Cancelled) result = Calibrated(terminal, result, trainer, data, objective, options, count);
        if (result.Model.Calibration is { } calibration)
        {
            // A second time: what was trained is safe meanwhile.
            result.Model.Save(output);
            terminal.Line($"calibrated by {calibration.FoldCount}-fold cross-validation: log loss {Numbers.Short(calibration.LogLoss)}");
        }
        else if (folds is not null) terminal.Remark("cancelled before the scores were calibrated: the model gives no probabilities by it.");

        Evaluation? evaluation = test is null ? null : Evaluation.Of(result.Model, test, options.Threads);
        if (evaluation is not null) ReportTest(terminal, evaluation);
        JsonObject json = Json(result, data, options, evaluation, reading, output);
        json["plot"] = plot;
        json["resumedFrom"] = resumedFrom;
        json["calibration"] = Json(result.Model.Calibration);
        json["featurization"] = FeaturizationReport.Json(featurizer);
        terminal.Json(json);
        return ExitCode.Success;
    }

    /// <summary>The result with its model calibrated, or as it is where an interrupt came.</summary>
    private static TrainingResult Calibrated(Terminal terminal, TrainingResult result, ITrainer trainer, Dataset data, Objective objective, TrainingOptions options, int foldCount)
    {
        using Interruption interruption = new();
        Calibration? calibration = TuningBar.Run(terminal, progress => Calibrator.Fit(data, objective, options, foldCount, trainer, progress, interruption.Token));
        return calibration is null ? result : result with { Model = result.Model.With(calibration) };
    }

    private static JsonObject? Json(Calibration? calibration) => calibration is null ? null : new JsonObject
    {
        ["inverseTemperature"] = calibration.InverseTemperature,
        ["folds"] = calibration.FoldCount,
        ["logLoss"] = calibration.LogLoss,
    };

    /// <summary>Trains with a bar; an interrupt or a request to end leads to the best model so far.</summary>
    /// <param name="terminal">Where the bar is.</param>
    /// <param name="trainer">Who trains.</param>
    /// <param name="data">On what.</param>
    /// <param name="objective">What is minimized.</param>
    /// <param name="options">When it stops.</param>
    /// <param name="listen">Given who listens to the progress, null for nobody, returns who shall; null to leave it so.</param>
    internal static TrainingResult Train(Terminal terminal, ITrainer trainer, Dataset data, Objective objective, TrainingOptions options, Func<IProgress<TrainingProgress>?, IProgress<TrainingProgress>?>? listen = null)
    {
        using Interruption interruption = new();
        return TrainingBar.Run(terminal, options.RelativeGap, progress => trainer.Train(data, objective, options, listen is null ? progress : listen(progress), interruption.Token));
    }

    internal static void ReportTest(Terminal terminal, Evaluation evaluation) =>
        terminal.Line($"test       accuracy {Numbers.Percent(evaluation.Accuracy)} of {Numbers.Count(evaluation.ExampleCount)} examples; {Numbers.Percent(evaluation.CertifiedShare)} of the predictions certified to be the exact optimum's");

    internal static string Describe(Dataset data) =>
        $"{Numbers.Count(data.ExampleCount)} examples, {Numbers.Count(data.Features.FeatureCount)} features, {data.Labels.ClassCount} classes, {Numbers.Count(data.Features.NonzeroCount)} nonzeros";

    internal static void Report(Terminal terminal, TrainingResult result, TrainingOptions options, string? output)
    {
        Certificate certificate = result.Certificate;
        string outcome = result.StopReason switch
        {
            StopReason.GapReached => $"reached {Numbers.Scientific(options.RelativeGap)}",
            StopReason.EpochLimit or StopReason.TimeLimit when !certificate.HasDual || certificate.HoldoutShare > 0 => "the epochs or the time allowed were used up",
            StopReason.Cancelled when !certificate.HasDual || certificate.HoldoutShare > 0 => "cancelled: the best model so far is kept",
            StopReason.EpochLimit => $"{Numbers.Scientific(options.RelativeGap)} not reached within the epochs allowed: raise --epochs, or choose a smaller C",
            StopReason.PrecisionLimit => $"{Numbers.Scientific(options.RelativeGap)} not reached: rounding in double hides it; scale the features down, or choose a smaller C",
            StopReason.NoImprovement => "the loss on the examples held out no longer fell: the weights that did best on them are kept",
            StopReason.Diverged => $"the weights grew without bound: the best model so far is kept, with this gap; give a smaller --learning-rate",
            StopReason.TimeLimit => $"{Numbers.Scientific(options.RelativeGap)} not reached within the time allowed: raise --time-limit, or choose a smaller C",
            _ => $"cancelled before {Numbers.Scientific(options.RelativeGap)}: the best model so far is kept, with this gap",
        };
        terminal.Line($"primal     {Numbers.Short(certificate.Primal)}");
        if (certificate.HasDual)
        {
            terminal.Line($"dual       {Numbers.Short(certificate.Dual)}");
            terminal.Line($"gap        {Numbers.Short(certificate.Gap)}, relative {Numbers.Scientific(certificate.RelativeGap)} ({outcome})");
        }
        else
        {
            terminal.Line($"gap        not known: a bias free of the penalty has no dual here, so nothing is certified ({outcome})");
        }
        terminal.Line($"epochs     {certificate.Epochs} of {certificate.Solver} in {Numbers.Seconds(result.Elapsed)}");
        if (output is not null) terminal.Line($"model      {output}");
        if (result.StopReason == StopReason.Cancelled && !terminal.Reports)
            terminal.Remark($"cancelled: the best model so far is kept{(output is null ? "" : $" in {output}")}, at relative gap {Numbers.Scientific(certificate.RelativeGap)}.");
    }

    internal static JsonObject Json(TrainingResult result, Dataset data, TrainingOptions options, Evaluation? test, TimeSpan reading, string? output)
    {
        Certificate certificate = result.Certificate;
        Objective objective = result.Model.Objective;
        return new JsonObject
        {
            ["loss"] = objective.Loss.Name,
            ["cost"] = objective.CostFor(certificate.ExampleCount),
            ["lambda"] = objective.LambdaFor(certificate.ExampleCount),
            ["l1"] = objective.L1Penalty,
            ["pureL1"] = objective.IsPureL1,
            ["biasIsFree"] = objective.LeavesBiasFree,
            ["examples"] = certificate.ExampleCount,
            ["heldOut"] = data.ExampleCount - certificate.ExampleCount,
            ["features"] = data.Features.FeatureCount,
            ["classes"] = data.Labels.ClassCount,
            ["nonzeros"] = data.Features.NonzeroCount,
            ["solver"] = certificate.Solver,
            ["seed"] = options.Seed,
            ["epochs"] = certificate.Epochs,
            ["primal"] = Numbers.Json(certificate.Primal),
            ["dual"] = Numbers.Json(certificate.Dual),
            ["relativeGap"] = Numbers.Json(certificate.RelativeGap),
            ["stopReason"] = StopReasonWord(result.StopReason),
            ["readSeconds"] = reading.TotalSeconds,
            ["trainSeconds"] = result.Elapsed.TotalSeconds,
            ["model"] = output,
            ["testAccuracy"] = test?.Accuracy,
            ["testCertifiedShare"] = test?.CertifiedShare,
        };
    }

    /// <summary>The word for it in <c>--json</c>.</summary>
    internal static string StopReasonWord(StopReason reason) => reason switch
    {
        StopReason.GapReached => "gap",
        StopReason.EpochLimit => "epochs",
        StopReason.TimeLimit => "time",
        StopReason.Diverged => "diverged",
        StopReason.NoImprovement => "holdout",
        StopReason.PrecisionLimit => "precision",
        _ => "cancelled",
    };

    private Objective Objective(ParseResult parsed)
    {
        if (parsed.GetValue(_cost) is not null && parsed.GetValue(_lambda) is not null)
            throw new ArgumentException("--cost and --lambda must not both be given: each fixes the other (C = 1/(2λN)). Leave one out.");
        return _descent.AddTo(_objective.Create(parsed) with { Cost = parsed.GetValue(_cost), Lambda = parsed.GetValue(_lambda) }, parsed);
    }

    /// <summary>The duals of a file, if they are of this data.</summary>
    private static DualVariables Start(string path, Dataset data)
    {
        (DualVariables duals, string fingerprint) = DualFile.Read(path, data.ExampleCount, data.Labels.ClassCount);
        return fingerprint == data.Fingerprint()
            ? duals
            : throw new DataFormatException(path, null, "the duals must be of the data to train on; their fingerprint is another's. Give those that hinge train --duals wrote for it.");
    }

    private TrainingOptions Options(ParseResult parsed)
    {
        TrainingOptions options = new()
        {
            RelativeGap = parsed.GetValue(_gap),
            EpochLimit = parsed.GetValue(_epochs),
            TimeLimit = parsed.GetValue(_timeLimit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            Seed = parsed.GetValue(_seed),
            Threads = parsed.GetValue(_threads),
            Shards = parsed.GetValue(_shards),
            BlockBytes = (long?)(parsed.GetValue(_block) * (1 << 20)),
            Checkpoint = _checkpoint.Create(parsed),
        };
        options.Validate();
        return options;
    }

    private ITrainer Trainer(ParseResult parsed, Loss loss)
    {
        string? name = parsed.GetValue(_solver);
        if (name is not null && !Trainers.Names.Contains(name))
            throw new ArgumentException($"--solver must be one of {string.Join(", ", Trainers.Names)}; got {name}.");
        ITrainer trainer = name is null ? Trainers.DefaultFor(loss) : Trainers.Create(name);
        if (trainer is GradientDescent && parsed.GetValue(_start) is not null)
            throw new ArgumentException($"--start must be left out for {trainer.Name}, which keeps no duals. Use another --solver.");
        _descent.RequireFit(parsed, trainer);
        _descent.RequireEnd(parsed, _epochs, _timeLimit);
        return trainer is GradientDescent ? new GradientDescent(_descent.Settings(parsed)) : trainer;
    }
}
