using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge verify</c>: recomputes a model's certificate from the data.</summary>
internal sealed class VerifyVerb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model written by hinge train." };
    private readonly DataArguments _data = new();
    private readonly Option<string?> _duals = new("--duals") { Description = "The dual variables that hinge train wrote: the dual is then recomputed too.", HelpName = "FILE" };
    private readonly Option<string?> _sampleWeights = new("--sample-weights") { Description = "The sample weights that the model was trained with.", HelpName = "a.npy" };
    private readonly SplitArguments _split = new("The share that training set aside, as it was given there.");
    private readonly Option<int?> _seed = NumberOption.CreateOptional<int>("--seed", "N", "The seed of that split. Default: the model's.", $"a whole number up to {int.MaxValue}", _ => true);
    private readonly Option<int> _threads = NumberOption.Threads();

    public static Command Create()
    {
        VerifyVerb verb = new();
        Command command = new("verify", "Recomputes a model's primal, and with --duals its dual, from the training data and the weights as stored. Exit code 1 where they do not agree with its certificate.");
        command.Arguments.Add(verb._model);
        verb._data.AddTo(command);
        command.Options.Add(verb._duals);
        command.Options.Add(verb._sampleWeights);
        verb._split.AddTo(command);
        command.Options.Add(verb._seed);
        command.Options.Add(verb._threads);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private static DualVariables ReadDuals(string path, Dataset data, LinearModel model)
    {
        (DualVariables duals, string fingerprint) = DualFile.Read(path, data.ExampleCount, model.ClassCount);
        return fingerprint == model.Certificate.Fingerprint
            ? duals
            : throw new DataFormatException(path, null, "these duals belong to other data than the model. Give those that hinge train wrote with it.");
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        LinearModel model = LinearModel.Load(parsed.GetValue(_model)!);
        if (model.Certificate.ImportedFrom is { } program)
        {
            terminal.Line($"There is no certificate to verify: the model was imported from {program}. Train on the data with hinge train to have one.");
            terminal.Line("NOT verified");
            terminal.Json(new JsonObject { ["importedFrom"] = program, ["verified"] = false });
            return ExitCode.NegativeAnswer;
        }
        Dataset data = _split.Split(parsed, _data.LoadFor(model, parsed), parsed.GetValue(_seed) ?? model.Certificate.Seed).Train;
        DualVariables? duals = parsed.GetValue(_duals) is { } path ? ReadDuals(path, model.Certificate.TrainingPart(data), model) : null;
        double[]? sampleWeights = parsed.GetValue(_sampleWeights) is { } weightsPath ? ObjectiveArguments.ReadSampleWeights(weightsPath) : null;
        Verification found = Verification.Of(model, data, duals, sampleWeights, parsed.GetValue(_threads));

        bool hasDual = model.Certificate.HasDual;
        terminal.Line(model.Objective.Formula(model.Certificate.ExampleCount));
        terminal.Line($"data       {(found.FingerprintMatches ? "the fingerprint matches: this is the training data" : "the fingerprint differs: this is not the data that the model was trained on")}");
        terminal.Line($"primal     {Numbers.Short(found.Primal)} recomputed; {Numbers.Short(model.Certificate.Primal)} stated");
        if (hasDual)
        {
            terminal.Line(found.DualIsRecomputed
                ? $"dual       {Numbers.Short(found.Dual)} recomputed; {Numbers.Short(model.Certificate.Dual)} stated"
                : $"dual       {Numbers.Short(found.Dual)} as stated; give --duals to recompute it");
        }
        terminal.Line(hasDual ? $"gap        relative {Numbers.Scientific(found.RelativeGap)}" : "gap        not known: this model has no dual");
        terminal.Line(!found.Verified ? "NOT verified" : !hasDual ? "verified: the data and the primal; how far it is from the lowest is not known" : found.DualIsRecomputed ? "verified" : "verified: the data and the primal; the dual is as stated");
        if (!found.FingerprintMatches && !_split.IsGiven(parsed))
            terminal.Line("If the model was trained with --test-split (and --stratify), give it here as well.");
        terminal.Json(new JsonObject
        {
            ["primal"] = Numbers.Json(found.Primal),
            ["dual"] = Numbers.Json(found.Dual),
            ["relativeGap"] = Numbers.Json(found.RelativeGap),
            ["dualRecomputed"] = found.DualIsRecomputed,
            ["fingerprintMatches"] = found.FingerprintMatches,
            ["verified"] = found.Verified,
        });
        return found.Verified ? ExitCode.Success : ExitCode.NegativeAnswer;
    }
}
