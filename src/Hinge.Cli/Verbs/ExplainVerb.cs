using System.CommandLine;
using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Spectre.Console;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge explain</c>: why an example's gradient is what it is.</summary>
internal sealed class ExplainVerb
{
    private readonly DataArguments _data = new();
    private readonly LossArguments _loss = new();
    private readonly Option<int> _example = new("--example") { Description = "The example, counted from 0.", HelpName = "I", Required = true };
    private readonly Option<string?> _weights = WeightsArgument.Create();
    private readonly Option<string?> _model = new("--model") { Description = "A model written by hinge train, instead of --weights; its loss and Δ are used.", HelpName = "MODEL" };

    public static Command Create()
    {
        ExplainVerb verb = new();
        Command command = new("explain", "Shows one example's scores and violations, and which multiple of x its gradient adds to which column of dW.");
        verb._data.AddTo(command);
        verb._loss.AddTo(command);
        foreach (Option option in new Option[] { verb._example, verb._weights, verb._model })
            command.Options.Add(option);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        int example = parsed.GetValue(_example);
        string? modelPath = parsed.GetValue(_model), weightsPath = parsed.GetValue(_weights);
        if ((modelPath is null) == (weightsPath is null))
            throw new ArgumentException("Exactly one of --weights and --model must be given.");

        Explanation explanation;
        IReadOnlyList<string> names;
        Loss loss;
        if (modelPath is not null)
        {
            LinearModel model = LinearModel.Load(modelPath);
            Dataset data = WithClassesOf(model, _data.LoadFor(model, parsed), _data.Path(parsed));
            RequireExample(data, example);
            names = model.ClassNames;
            loss = model.Objective.Loss;
            explanation = Explanation.Of(data, loss, model.Weights, example, model.Objective.BiasScale);
        }
        else
        {
            WeightMatrix weights = WeightsArgument.Read(weightsPath!);
            Dataset data = _data.LoadForGradient(parsed, weights);
            RequireExample(data, example);
            names = data.Labels.ClassNames;
            loss = _loss.Create(parsed);
            explanation = Explanation.Of(data, loss, weights, example);
        }
        Report(terminal, explanation, names, loss);
        terminal.Json(Json(explanation, names, loss));
        return ExitCode.Success;
    }

    /// <summary>The table that answers the student's question, and the answer in words.</summary>
    internal static void Report(Terminal terminal, Explanation explanation, IReadOnlyList<string> names, Loss loss)
    {
        string right = names[explanation.Label];
        terminal.Line($"example {explanation.Example} is of class {right}; {loss.Name} loss {Numbers.Short(explanation.Loss)}, ‖x‖² = {Numbers.Short(explanation.SquaredNorm)}");
        bool hasViolations = explanation.Terms.Any(term => term.Violation is not null);
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("class").RightAligned());
        table.AddColumn(new TableColumn("score").RightAligned());
        if (hasViolations) table.AddColumn(new TableColumn("violation").RightAligned());
        table.AddColumn("what x adds to this column of dW");
        foreach (ClassTerm term in explanation.Terms)
        {
            string name = Markup.Escape(names[term.Class]) + (term.Class == explanation.Label ? " = y" : "");
            List<string> row = [name, Numbers.Signed(term.Score)];
            if (hasViolations) row.Add(term.Violation is { } violation ? Numbers.Signed(violation) : "");
            row.Add(Addition(explanation, term));
            table.AddRow([.. row.Select((cell, column) => term.Coefficient != 0 && column == row.Count - 1 ? $"[bold]{cell}[/]" : cell)]);
        }
        terminal.Show(table);
        if (loss is not (WestonWatkins or CrammerSinger)) return;
        int count = explanation.Violated.Count();
        terminal.Line(count == 0
            ? $"No class comes within the margin of class {right}: this example adds nothing to the gradient."
            : $"Each violated term max(0, s_j − s_y + Δ) holds two scores, so it touches two columns: +x goes to column j and −x to column {right}. {count} term{(count == 1 ? " is" : "s are")} violated, so column {right} receives −x {count switch { 1 => "once", 2 => "twice", _ => $"{count} times" }}: once for every violating class j, not once for the example. Descent then pulls class {right} towards x and pushes the others away.");
    }

    internal static JsonObject Json(Explanation explanation, IReadOnlyList<string> names, Loss loss) => new()
    {
        ["example"] = explanation.Example,
        ["label"] = names[explanation.Label],
        ["lossName"] = loss.Name,
        ["loss"] = Numbers.Json(explanation.Loss),
        ["squaredNorm"] = explanation.SquaredNorm,
        ["violatedCount"] = explanation.Violated.Count(),
        ["terms"] = new JsonArray([.. explanation.Terms.Select(term => new JsonObject
        {
            ["class"] = names[term.Class],
            ["score"] = Numbers.Json(term.Score),
            ["violation"] = term.Violation is { } violation ? Numbers.Json(violation) : null,
            ["coefficient"] = Numbers.Json(term.Coefficient),
        })]),
    };

    private static string Addition(Explanation explanation, ClassTerm term)
    {
        if (term.Coefficient == 0) return "nothing";
        string sign = term.Coefficient > 0 ? "+" : "−";
        double size = Math.Abs(term.Coefficient);
        string multiple = size == 1 ? $"{sign}x" : $"{sign}{Numbers.Short(size)}·x";
        if (term.Class != explanation.Label || explanation.Terms.Any(other => other.Coefficient != Math.Round(other.Coefficient))) return multiple;
        return size == 1 ? multiple : $"{multiple}   (−x for each of {size} violating classes)";
    }

    private static void RequireExample(Dataset data, int example)
    {
        if (example < 0 || example >= data.ExampleCount)
            throw new ArgumentException($"--example must be from 0 to {data.ExampleCount - 1}; got {example}.");
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
