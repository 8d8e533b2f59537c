using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Cli.Pictures;
using Hinge.Cli.Verbs.Weighing;
using Hinge.Models;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge weights</c>: what a model looks for in each class.</summary>
internal sealed class WeightsVerb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model written by hinge train." };
    private readonly Option<string[]> _classes = new("--class") { Description = "Only these classes, in this order. The option several times.", HelpName = "NAME", AllowMultipleArgumentsPerToken = false };
    private readonly Option<int> _top = NumberOption.Create("--top", "N", "How many features of either sign to show for each class.", 10, "a whole number, at least 1", top => top >= 1);
    private readonly Option<string?> _shape = new("--shape") { Description = "The features are images of this shape: show each class's weights as one.", HelpName = "8x8" };
    private readonly Option<string?> _plot = new("--plot") { Description = "Draw them: images with --shape, else bars.", HelpName = "FILE.png|.svg" };

    public static Command Create()
    {
        WeightsVerb verb = new();
        Command command = new("weights", "Shows what a model looks for: the features that raise and lower each class's score the most, or its weights as images.");
        command.Arguments.Add(verb._model);
        foreach (Option option in new Option[] { verb._top, verb._classes, verb._shape, verb._plot })
            command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string path = parsed.GetValue(_model)!;
        string? plot = parsed.GetValue(_plot);
        OutputFile.RequireWritable(path, ("--plot", plot));
        PictureFile.RequireDrawable("--plot", plot);
        LinearModel model = LinearModel.Load(path);
        int[] classes = Classes(model, parsed.GetValue(_classes) ?? []);
        int top = parsed.GetValue(_top);
        ImageShape? shape = parsed.GetValue(_shape) is { } text ? ImageShape.Parse(text, model.FeatureCount) : null;
        ClassFeatures[] features = [.. classes.Select(j => ClassFeatures.Of(model, j, top))];

        terminal.Line($"{Path.GetFileName(path)}: {Numbers.Count(model.ClassCount)} classes, {Numbers.Count(model.FeatureCount)} features");
        terminal.Line(model.Objective.Formula(model.Certificate.ExampleCount));
        if (shape is { } ofImages && terminal.Reports) TerminalPicture.Show(terminal, WeightsPicture.Templates(model, ofImages, classes));
        else if (shape is null) WeightsReport.Show(terminal, model, features);
        if (PortablePart.IsIncluded && plot is not null)
        {
            WeightsPicture picture = new(model, classes, Path.GetFileName(path));
            (shape is { } images ? picture.Draw(images) : picture.Draw(top)).Save(plot);
            terminal.Line($"plot       {plot}");
        }
        JsonObject json = WeightsReport.Json(model, features);
        json["plot"] = plot;
        terminal.Json(json);
        return ExitCode.Success;
    }

    private static int[] Classes(LinearModel model, string[] names)
    {
        if (names.Length == 0) return [.. Enumerable.Range(0, model.ClassCount)];
        return Array.ConvertAll(names, name =>
        {
            for (int j = 0; j < model.ClassCount; j++)
                if (model.ClassNames[j] == name) return j;
            throw new ArgumentException($"--class must name a class: {string.Join(", ", model.ClassNames.Take(10))}{(model.ClassCount > 10 ? ", …" : "")}; got {name}.");
        });
    }
}
