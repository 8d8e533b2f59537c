using System.Text.Json.Nodes;
using Hinge.Checking;
using Hinge.Losses;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Explaining;

/// <summary>One example's explanation, and what a step of descent does to it, for people and as JSON.</summary>
internal static class ExampleReport
{
    /// <summary>The table that answers the student's question, and the answer in words.</summary>
    public static void Show(Terminal terminal, Explanation explanation, IReadOnlyList<string> names, Loss loss, DescentStep? step = null, double shrinkage = 0)
    {
        string right = names[explanation.Label];
        terminal.Line($"example {explanation.Example} is of class {right}; {loss.Name} loss {Numbers.Short(explanation.Loss)}, ‖x‖² = {Numbers.Short(explanation.SquaredNorm)}");
        bool hasViolations = explanation.Terms.Any(term => term.Violation is not null);
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn(new TableColumn("class").RightAligned());
        table.AddColumn(new TableColumn("score").RightAligned());
        if (hasViolations) table.AddColumn(new TableColumn("violation").RightAligned());
        table.AddColumn("what x adds to this column of dW");
        if (step is not null) table.AddColumn(new TableColumn("score after").RightAligned());
        if (step is not null && hasViolations) table.AddColumn(new TableColumn("violation after").RightAligned());
        foreach (ClassTerm term in explanation.Terms)
        {
            string name = Markup.Escape(names[term.Class]) + (term.Class == explanation.Label ? " = y" : "");
            List<string> row = [name, Numbers.Signed(term.Score)];
            if (hasViolations) row.Add(Violation(term.Violation));
            string addition = Addition(explanation, term, loss);
            row.Add(term.Coefficient != 0 ? $"[bold]{addition}[/]" : addition);
            if (step is not null) row.Add(Numbers.Signed(step.Terms[term.Class].Score));
            if (step is not null && hasViolations) row.Add(Violation(step.Terms[term.Class].Violation));
            table.AddRow([.. row]);
        }
        terminal.Show(table);
        if (step is not null)
            terminal.Line($"A step of η = {Numbers.Short(step.Rate)} against this example's gradient moves each score by −η‖x‖² = {Multiples.Plain(-step.Rate * explanation.SquaredNorm)} times its coefficient{(shrinkage > 0 ? $" and the regularization shrinks it by {Numbers.Percent(shrinkage)}" : "")}: the loss goes from {Numbers.Short(explanation.Loss)} to {Numbers.Short(step.Loss)}.");
        if (loss is WestonWatkins or CrammerSinger) terminal.Line(Answer(explanation, right));
    }

    public static JsonObject Json(Explanation explanation, IReadOnlyList<string> names, Loss loss, DescentStep? step = null)
    {
        JsonObject json = new()
        {
            ["example"] = explanation.Example,
            ["label"] = names[explanation.Label],
            ["lossName"] = loss.Name,
            ["loss"] = Numbers.Json(explanation.Loss),
            ["squaredNorm"] = explanation.SquaredNorm,
            ["violatedCount"] = explanation.Violated.Count(),
        };
        if (step is not null)
        {
            json["step"] = step.Rate;
            json["lossAfter"] = Numbers.Json(step.Loss);
        }
        json["terms"] = new JsonArray([.. explanation.Terms.Select(term => Json(term, names, step))]);
        return json;
    }

    private static JsonObject Json(ClassTerm term, IReadOnlyList<string> names, DescentStep? step)
    {
        JsonObject json = new()
        {
            ["class"] = names[term.Class],
            ["score"] = Numbers.Json(term.Score),
            ["violation"] = Json(term.Violation),
            ["coefficient"] = Numbers.Json(term.Coefficient),
        };
        if (step is null) return json;
        json["scoreAfter"] = Numbers.Json(step.Terms[term.Class].Score);
        json["violationAfter"] = Json(step.Terms[term.Class].Violation);
        return json;
    }

    private static JsonNode? Json(double? value) => value is { } number ? Numbers.Json(number) : null;

    private static string Violation(double? violation) => violation is { } value ? Numbers.Signed(value) : "";

    private static string Addition(Explanation explanation, ClassTerm term, Loss loss)
    {
        string multiple = Multiples.OfX(term.Coefficient);
        double size = Math.Abs(term.Coefficient);
        return loss is WestonWatkins && term.Class == explanation.Label && size > 1 ? $"{multiple}   (−x for each of {size} violating classes)" : multiple;
    }

    private static string Answer(Explanation explanation, string right)
    {
        int count = explanation.Violated.Count();
        return count == 0
            ? $"No class comes within the margin of class {right}: this example adds nothing to the gradient."
            : $"Each violated term max(0, s_j − s_y + Δ) holds two scores, so it touches two columns: +x goes to column j and −x to column {right}. {count} term{(count == 1 ? " is" : "s are")} violated, so column {right} receives −x {count switch { 1 => "once", 2 => "twice", _ => $"{count} times" }}: once for every violating class j, not once for the example. Descent then pulls class {right} towards x and pushes the others away.";
    }
}
