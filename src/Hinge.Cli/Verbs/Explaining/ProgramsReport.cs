using System.Text.Json.Nodes;
using Hinge.Checking.StudentPrograms;
using Spectre.Console;

namespace Hinge.Cli.Verbs.Explaining;

/// <summary>The student's three programs on one example, side by side.</summary>
internal static class ProgramsReport
{
    private static readonly string[] Titles = ["the one meant", "the first program", "the second program"];

    public static void Show(Terminal terminal, int example, IReadOnlyList<ProgramTrace> traces, IReadOnlyList<string> names)
    {
        ProgramTrace meant = traces[0];
        string right = names[meant.Label];
        terminal.Line($"example {example} is of class {right}; {LeftOver(example, traces)}");
        Table table = new() { Border = TableBorder.Rounded, ShowRowSeparators = true };
        table.AddColumn(new TableColumn("j").RightAligned());
        foreach (string title in Titles)
            table.AddColumn(title);
        table.AddRow(["", .. StudentProgram.All.Select(program => Markup.Escape(string.Join('\n', program.Code)))]);
        for (int j = 0; j < meant.Turns.Count; j++)
            table.AddRow([Markup.Escape(names[j]) + (j == meant.Label ? " = y" : ""), .. traces.Select(trace => Cell(trace.Turns[j], meant.Turns[j], trace.Label, names))]);
        table.AddRow(["sum", .. traces.Select(trace => Markup.Escape(Sum(trace, names)))]);
        terminal.Show(table);
        for (int p = 1; p < traces.Count; p++)
            terminal.Line(Parting(Titles[p], traces[p], meant, names));
    }

    public static JsonArray Json(IReadOnlyList<ProgramTrace> traces, IReadOnlyList<string> names) => new([.. traces.Select((trace, p) => new JsonObject
    {
        ["program"] = StudentProgram.All[p].Id,
        ["code"] = string.Join('\n', StudentProgram.All[p].Code),
        ["loss"] = Numbers.Json(trace.Loss),
        ["coefficients"] = new JsonArray([.. trace.Coefficients().Select(c => JsonValue.Create(c))]),
        ["partsAt"] = trace.PartsFrom(traces[0]) is { } j ? names[j] : null,
        ["turns"] = new JsonArray([.. trace.Turns.Select(turn => new JsonObject
        {
            ["class"] = names[turn.Class],
            ["leftOver"] = turn.LeftOver is { } leftOver ? Numbers.Json(leftOver) : null,
            ["testsLeftOver"] = turn.TestsLeftOver,
            ["margin"] = turn.Margin is { } margin ? Numbers.Json(margin) : null,
            ["lossAdded"] = Numbers.Json(turn.LossAdded),
            ["added"] = turn.Added,
            ["subtracted"] = turn.Subtracted,
        })]),
    })]);

    private static string LeftOver(int example, IReadOnlyList<ProgramTrace> traces)
    {
        if (example == 0) return "it is the first, so margin has no value yet";
        double? meant = traces[0].LeftOver;
        string before = $"example {example - 1} has left margin = {Multiples.Plain(meant!.Value)} behind";
        return traces[1].LeftOver == meant ? before : $"{before}, in the first program {Multiples.Plain(traces[1].LeftOver!.Value)}";
    }

    /// <summary>What a turn does, line by line; bold where the program does something else than the one meant.</summary>
    private static string Cell(ProgramTurn turn, ProgramTurn meant, int label, IReadOnlyList<string> names)
    {
        List<string> lines = [];
        bool isSkipped = turn.Margin is null;
        if (turn.TestsLeftOver)
        {
            string value = turn.LeftOver is { } leftOver ? $"margin is {Multiples.Plain(leftOver)}, left over" : "margin is undefined: Python stops\nhere; taken as not positive";
            lines.Add(value + (!isSkipped ? ": go on" : turn.Subtracted > 0 ? "" : turn.LeftOver > 0 ? ": skip" : ": nothing"));
        }
        else if (isSkipped)
        {
            lines.Add("skip");
        }
        if (turn.Margin is { } margin) lines.Add($"margin = {Multiples.Plain(margin)}{(margin > 0 ? "" : ": nothing")}");
        if (turn.LossAdded > 0) lines.Add($"loss += {Numbers.Short(turn.LossAdded)}");
        if (turn.Added > 0) lines.Add($"dW[:, {names[turn.Class]}] += x");
        if (turn.Subtracted > 0) lines.Add($"dW[:, {names[label]}] −= x");
        string text = Markup.Escape(string.Join('\n', lines));
        return turn.AddsTheSameAs(meant) ? text : $"[bold]{text}[/]";
    }

    private static string Sum(ProgramTrace trace, IReadOnlyList<string> names)
    {
        IEnumerable<string> columns = trace.Coefficients().Select((c, j) => (c, j)).Where(pair => pair.c != 0).Select(pair => $"dW[:, {names[pair.j]}]  {Multiples.OfX(pair.c)}");
        return string.Join('\n', columns.Prepend($"loss {Multiples.Plain(trace.Loss)}"));
    }

    private static string Parting(string title, ProgramTrace trace, ProgramTrace meant, IReadOnlyList<string> names)
    {
        string subject = "T" + title[1..];
        if (trace.PartsFrom(meant) is not { } at) return $"{subject} does here what was meant.";
        bool sameGradient = trace.Coefficients().AsSpan().SequenceEqual(meant.Coefficients());
        double loss = trace.Loss - meant.Loss;
        string right = names[trace.Label];
        string result = (sameGradient, loss) switch
        {
            (true, 0) => "in the end loss and dW are right",
            (true, _) => $"its loss is {Numbers.Short(loss)} too large, its dW right, since x − x = 0",
            _ => $"its column {right} receives {Multiples.OfX(trace.Coefficients()[trace.Label])} instead of {Multiples.OfX(meant.Coefficients()[trace.Label])}",
        };
        return $"{subject} parts from the one meant at j = {names[at]}: {result}.";
    }
}
