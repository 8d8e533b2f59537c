using System.Collections.Immutable;
using System.Globalization;

namespace Hinge.Playground.Programs;

/// <summary>
/// Runs a listing as it stands: the lines on the page are the program, so that what is shown and what is computed cannot part. Statements are
/// name = e, name[i] op= e, name[:, j] op= e, for name in range(e), if e, and continue; blocks are by indentation.
/// </summary>
public sealed class Interpreter
{
    /// <summary>The variable of the loop over examples.</summary>
    private const string ExampleVariable = "i";

    private readonly IReadOnlyList<CodeLine> _lines;
    private readonly int _watched;
    private readonly List<ProgramStep> _steps = [];
    private ImmutableDictionary<string, Value> _variables;

    /// <summary>The turn of the loop over examples that is about to begin or on its way; null outside.</summary>
    private int? _example;

    private Interpreter(IReadOnlyList<CodeLine> lines, ImmutableDictionary<string, Value> variables, int watched) => (_lines, _variables, _watched) = (lines, variables, watched);

    /// <summary>Runs a listing.</summary>
    /// <param name="lines">The listing.</param>
    /// <param name="input">X, y, W, delta, reg, N, D, K.</param>
    /// <param name="watched">The example whose turn is kept.</param>
    /// <exception cref="ProgramException">The listing is no such program, or stops where Python would.</exception>
    public static ProgramRun Run(IReadOnlyList<CodeLine> lines, ImmutableDictionary<string, Value> input, int watched)
    {
        ArgumentNullException.ThrowIfNull(lines);
        Interpreter interpreter = new(lines, input, watched);
        interpreter.Block(0, lines.Count);
        interpreter._steps.Add(new ProgramStep(lines.Count, interpreter._variables, "The program has ended."));
        return new ProgramRun(interpreter._steps, interpreter._variables["loss"].Number, interpreter._variables["dW"]);
    }

    /// <summary>Runs lines; false where <c>continue</c> ended them.</summary>
    private bool Block(int from, int to)
    {
        int line = from;
        while (line < to)
        {
            int end = line + 1;
            while (end < to && _lines[end].Indent > _lines[line].Indent) end++;
            if (!Statement(line, end)) return false;
            line = end;
        }
        return true;
    }

    /// <summary>Runs a line and the block that belongs to it, up to <paramref name="end"/>.</summary>
    private bool Statement(int line, int end)
    {
        string code = _lines[line].Code;
        if (code.StartsWith("for ", StringComparison.Ordinal)) Loop(line, end, code);
        else if (code.StartsWith("if ", StringComparison.Ordinal))
        {
            Evaluator condition = new(code[3..].TrimEnd(':'), _variables);
            bool holds = condition.Evaluate().Number != 0;
            Record(line, $"{condition.InNumbers} is {(holds ? "true" : "false: the lines below are passed over")}");
            return !holds || Block(line + 1, end);
        }
        else if (code == "continue")
        {
            Record(line, "on to the next j");
            return false;
        }
        else if (code.Length > 0) Assign(line, code);
        return true;
    }

    private void Loop(int line, int end, string code)
    {
        const string Range = " in range(";
        int range = code.IndexOf(Range, StringComparison.Ordinal);
        string name = code[4..range];
        int count = new Evaluator(code[(range + Range.Length)..code.LastIndexOf(')')], _variables).Evaluate().Whole;
        for (int turn = 0; turn <= count; turn++)
        {
            bool isOver = turn == count;
            if (name == ExampleVariable) _example = isOver ? null : turn;
            Record(line, isOver ? $"{name} has been through 0 to {count - 1}: the loop ends" : $"{name} = {turn.ToString(CultureInfo.InvariantCulture)}");
            if (isOver) break;
            _variables = _variables.SetItem(name, Value.Of(turn));
            Block(line + 1, end);
        }
    }

    private void Assign(int line, string code)
    {
        int sign = code.IndexOf(" = ", StringComparison.Ordinal), length = 3;
        char operation = '=';
        foreach (char candidate in "+-*/")
        {
            int at = code.IndexOf($" {candidate}= ", StringComparison.Ordinal);
            if (at >= 0) (sign, length, operation) = (at, 4, candidate);
        }
        if (sign < 0) throw new ProgramException($"'{code}' is no statement");
        string target = code[..sign];
        Evaluator source = new(code[(sign + length)..], _variables);
        Value value = source.Evaluate();
        int bracket = target.IndexOf('[', StringComparison.Ordinal);
        string name = bracket < 0 ? target : target[..bracket], place = target;
        if (bracket < 0)
        {
            if (operation != '=') value = Apply(_variables[name], operation, value);
        }
        else
        {
            bool isColumn = target[bracket + 1] == ':';
            int index = new Evaluator(target[(bracket + (isColumn ? 3 : 1))..^1], _variables).Evaluate().Whole;
            Value whole = _variables[name];
            value = whole.With(index, Apply(isColumn ? whole.Column(index) : whole.At(index), operation, value), isColumn);
            place = string.Create(CultureInfo.InvariantCulture, $"{name}[{(isColumn ? ":, " : "")}{index}]");
        }
        string shown = operation == '=' ? "=" : $"{(operation == '-' ? '−' : operation)}=";
        string effect = $"{place} {shown} {source.InNumbers}";
        if (value.Rank == 0 && (operation != '=' || source.InNumbers != Numbers.Short(value.Number))) effect += $"{(operation == '=' ? " = " : ", which makes it ")}{Numbers.Short(value.Number)}";
        Record(line, effect);
        _variables = _variables.SetItem(name, value);
    }

    private static Value Apply(Value left, char operation, Value right) => operation switch
    {
        '=' => right,
        '+' => left.Combine(right, (a, b) => a + b),
        '-' => left.Combine(right, (a, b) => a - b),
        '*' => left.Combine(right, (a, b) => a * b),
        _ => left.Combine(right, (a, b) => a / b),
    };

    private void Record(int line, string effect)
    {
        if (_example is null || _example == _watched) _steps.Add(new ProgramStep(line, _variables, effect));
    }
}
