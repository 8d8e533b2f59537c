using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Checking.StudentPrograms;
using Hinge.Cli.Pictures;
using Hinge.Cli.Verbs.Explaining;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge explain</c>: why an example's gradient, a column of dW, or an entry of it is what it is.</summary>
internal sealed class ExplainVerb
{
    /// <summary>How many images are shown at most: x and what it adds to some columns.</summary>
    private const int PanelLimit = 11;

    private readonly DataArguments _data = new();
    private readonly MeanFormArguments _form = new();
    private readonly Option<int?> _example = NumberOption.CreateOptional<int>("--example", "I", "The example, counted from 0.", "a whole number, at least 0", example => example >= 0);
    private readonly Option<string?> _column = new("--column") { Description = "Instead of an example, a class: the terms that make its column of dW.", HelpName = "C" };
    private readonly Option<string?> _entry = new("--entry") { Description = "Instead of an example, a feature (counted from 0, or its name) and a class: the terms that make this entry of dW.", HelpName = "F,C" };
    private readonly Option<int> _top = NumberOption.Create<int>("--top", "N", "How many terms of a column or entry to list; the others are summed.", 10, "a whole number, at least 0", top => top >= 0);
    private readonly Option<double?> _step = NumberOption.CreateOptional<double>("--step", "ETA", "Also show the scores after a step of gradient descent on the example with this rate.", "a number greater than 0", NumberOption.IsPositive);
    private readonly Option<bool> _programs = new("--programs") { Description = "Run the student's three programs on the example, side by side." };
    private readonly Option<string?> _shape = new("--shape") { Description = "The features are images of this shape: show x, and on one scale what it adds to each column, as pictures.", HelpName = "8x8" };
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw the example's terms, or with --shape its or the column's images.", HelpName = "FILE.png|.svg" };
    private readonly Option<string?> _weights = WeightsArgument.Create();
    private readonly Option<string?> _model = new("--model") { Description = "A model written by hinge train, instead of --weights; its loss and Δ are used.", HelpName = "MODEL" };

    public static Command Create()
    {
        ExplainVerb verb = new();
        Command command = new("explain", "Shows one example's scores and violations, and which multiple of x its gradient adds to which column of dW; or the terms that make a column or an entry.");
        verb._data.AddTo(command);
        verb._form.AddTo(command);
        foreach (Option option in new Option[] { verb._example, verb._column, verb._entry, verb._top, verb._step, verb._programs, verb._shape, verb._plot, verb._weights, verb._model })
            command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        RequireOptionsFit(parsed);
        (MeanForm form, WeightMatrix weights, double biasScale) = Load(parsed);
        string? shapeText = parsed.GetValue(_shape);
        ImageShape? shape = shapeText is null ? null : ImageShape.Parse(shapeText, form.Data.Features.FeatureCount);
        (JsonObject json, Panel[] panels, Explanation? explanation) = parsed.GetValue(_example) is { } example
            ? ExplainExample(parsed, terminal, form, weights, biasScale, example)
            : ExplainLedger(parsed, terminal, form, weights, biasScale);
        PanelRow? images = shape is null ? null : new PanelRow(shape.Value, panels);
        if (images is not null && terminal.Reports) TerminalPicture.Show(terminal, images);
        string? plot = parsed.GetValue(_plot);
        if (PortablePart.IsIncluded && plot is not null)
        {
            Draw(form, explanation, panels, images).Save(plot);
            terminal.Line($"plot       {plot}");
        }
        if (plot is not null) json["plot"] = plot;
        terminal.Json(json);
        return ExitCode.Success;
    }

    /// <param name="form">What is explained.</param>
    /// <param name="explanation">The example's; null for a column.</param>
    /// <param name="panels">The images' pixels, x first where there is an example.</param>
    /// <param name="images">The images, where the features are some.</param>
    private static Picture Draw(MeanForm form, Explanation? explanation, Panel[] panels, PanelRow? images)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Plots");
        if (explanation is not null)
        {
            ExplanationPicture picture = new(explanation, panels[0].Pixels, form.Data.Labels.ClassNames, form.Data.FeatureNames, form.Loss);
            return images is null ? picture.Draw() : picture.Draw(images);
        }
        Picture column = new(panels[0].Title, "the mean of what all examples add to it, and the regularization");
        PanelSheet.Add(column, images!, "an entry of dW");
        return column;
    }

    private (JsonObject Json, Panel[] Panels, Explanation? Explanation) ExplainExample(ParseResult parsed, Terminal terminal, MeanForm form, WeightMatrix weights, double biasScale, int example)
    {
        Dataset data = form.Data;
        Loss loss = form.Loss;
        IReadOnlyList<string> names = data.Labels.ClassNames;
        if (example >= data.ExampleCount)
            throw new ArgumentException($"--example must be from 0 to {data.ExampleCount - 1}; got {example}.");
        Explanation explanation = Explanation.Of(data, loss, weights, example, biasScale);
        DescentStep? step = parsed.GetValue(_step) is { } rate ? DescentStep.Of(explanation, loss, rate, form.Lambda, _form.IsHalf(parsed)) : null;
        JsonObject json = ExampleReport.Json(explanation, names, loss, step);
        if (parsed.GetValue(_programs))
        {
            if (loss is not WestonWatkins || names.Count < 2)
                throw new ArgumentException($"--programs goes with the loss {Loss.Names[0]} and two classes or more, which the student's programs are about; got {loss.Name} and {names.Count}.");
            ProgramTrace[] traces = [.. StudentProgram.All.Select(program => program.Trace(data, weights, example, loss.Delta!, biasScale))];
            ProgramsReport.Show(terminal, example, traces, names);
            json["programs"] = ProgramsReport.Json(traces, names);
        }
        else
        {
            ExampleReport.Show(terminal, explanation, names, loss, step, shrinkage: (parsed.GetValue(_step) ?? 0) * (_form.IsHalf(parsed) ? form.Lambda : 2 * form.Lambda));
        }

        double[] x = new double[data.Features.FeatureCount];
        data.Features.CopyRow(example, x);
        IEnumerable<Panel> columns = explanation.Terms
            .Where(term => term.Coefficient != 0)
            .OrderByDescending(term => Math.Abs(term.Coefficient))
            .Take(PanelLimit - 1)
            .OrderBy(term => term.Class)
            .Select(term => new Panel($"{names[term.Class]}: {Multiples.OfX(term.Coefficient)}", [.. x.Select(pixel => term.Coefficient * pixel)]));
        return (json, [new Panel("x", x, HasOwnScale: true), .. columns], explanation);
    }

    private (JsonObject Json, Panel[] Panels, Explanation? Explanation) ExplainLedger(ParseResult parsed, Terminal terminal, MeanForm form, WeightMatrix weights, double biasScale)
    {
        Dataset data = form.Data;
        int top = parsed.GetValue(_top);
        GradientLedger ledger;
        if (parsed.GetValue(_column) is { } column)
        {
            ledger = GradientLedger.OfColumn(form, weights, ClassOf(data, column, "--column"), top, biasScale);
        }
        else
        {
            string entry = parsed.GetValue(_entry)!;
            int comma = entry.IndexOf(',', StringComparison.Ordinal);
            if (comma < 0) throw new ArgumentException($"--entry must be a feature and a class with a comma between; got {entry}.");
            ledger = GradientLedger.OfEntry(form, weights, FeatureOf(data, weights, entry[..comma]), ClassOf(data, entry[(comma + 1)..], "--entry"), top, biasScale);
        }
        LedgerReport.Show(terminal, ledger, form, biasScale);
        return (LedgerReport.Json(ledger, form), [new Panel(LedgerReport.Name(ledger, data), [.. ledger.Column.Take(data.Features.FeatureCount)])], null);
    }

    private (MeanForm Form, WeightMatrix Weights, double BiasScale) Load(ParseResult parsed)
    {
        if (parsed.GetValue(_model) is { } path)
        {
            LinearModel model = LinearModel.Load(path);
            if (model.Certificate.ImportedFrom is { } program)
                Terminal.For(parsed).Remark($"the model was imported from {program}: explained is the loss {model.Objective.Loss.Name}, which may not be what was minimized there; --loss chooses another.");
            Dataset known = WithClassesOf(model, _data.LoadFor(model, parsed), _data.Path(parsed));
            return (_form.Create(parsed, known, model.Objective.Loss), model.Weights, model.Objective.BiasScale);
        }
        WeightMatrix weights = WeightsArgument.Read(parsed.GetValue(_weights)!);
        Dataset data = _data.LoadForGradient(parsed, weights);
        return (_form.Create(parsed, data), weights, 0);
    }

    private void RequireOptionsFit(ParseResult parsed)
    {
        if ((parsed.GetValue(_model) is null) == (parsed.GetValue(_weights) is null))
            throw new ArgumentException("Exactly one of --weights and --model must be given. Give W as an array, or a model that hinge train wrote.");
        bool hasExample = parsed.GetValue(_example) is not null;
        int count = (hasExample ? 1 : 0) + (parsed.GetValue(_column) is null ? 0 : 1) + (parsed.GetValue(_entry) is null ? 0 : 1);
        if (count != 1)
            throw new ArgumentException("Exactly one of --example, --column and --entry must be given. Say what to explain.");
        if (!hasExample && parsed.GetValue(_step) is not null)
            throw new ArgumentException("--step goes with --example. Leave it out, or name an example.");
        if (!hasExample && parsed.GetValue(_programs))
            throw new ArgumentException("--programs goes with --example. Leave it out, or name an example.");
        if (parsed.GetValue(_programs) && parsed.GetValue(_step) is not null)
            throw new ArgumentException("--programs and --step are two reports. Give one of them.");
        if (parsed.GetValue(_entry) is not null && parsed.GetValue(_shape) is not null)
            throw new ArgumentException("--shape goes with --example and --column: an entry is no image. Leave it out.");
        if (parsed.GetValue(_plot) is not { } plot) return;
        if (!hasExample && parsed.GetValue(_shape) is null)
            throw new ArgumentException("--plot goes with --example, or with --column and --shape ROWSxCOLUMNS. Name an example, or give the shape of the images.");
        OutputFile.RequireWritable(_data.Path(parsed), ("--plot", plot));
        PictureFile.RequireDrawable("--plot", plot);
    }

    private static int ClassOf(Dataset data, string name, string option)
    {
        IReadOnlyList<string> names = data.Labels.ClassNames;
        for (int j = 0; j < names.Count; j++)
            if (names[j] == name) return j;
        throw new ArgumentException($"{option} must name a class: {string.Join(", ", names.Take(10))}{(names.Count > 10 ? ", …" : "")}; got {name}.");
    }

    private static int FeatureOf(Dataset data, WeightMatrix weights, string name)
    {
        for (int f = 0; f < (data.FeatureNames?.Count ?? 0); f++)
            if (data.FeatureNames![f] == name) return f;
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int feature) && feature < weights.FeatureCount) return feature;
        throw new ArgumentException($"--entry must name a feature, 0 to {weights.FeatureCount - 1}; got {name}.");
    }

    private static Dataset WithClassesOf(LinearModel model, Dataset data, string path)
    {
        int[] labels = data.Labels.IndicesIn(model.ClassNames);
        int unknown = Array.IndexOf(labels, -1);
        if (unknown >= 0)
            throw new DataFormatException(path, null, $"example {unknown} (counted from 0) is of class \"{data.Labels.ClassNames[data.Labels[unknown]]}\", which the model does not know. Remove it.");
        return new Dataset(data.Features, new Labels(labels, model.ClassNames), data.FeatureNames);
    }
}
