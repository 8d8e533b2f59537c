using System.Globalization;
using System.Text;

namespace Hinge.Playground.Programs;

/// <summary>
/// Evaluates an expression of the part of Python and NumPy that the listings are written in, as it reads it: numbers, names, a[i], a[:, j], a.T,
/// + − * / % ** @, comparisons (1 or 0), and np.zeros, np.sum, np.max, np.exp, np.log.
/// </summary>
internal sealed class Evaluator(string text, IReadOnlyDictionary<string, Value> variables)
{
    private readonly StringBuilder _inNumbers = new();
    private int _at;
    private int _depth;

    /// <summary>The expression with numbers in place of names, as far as they are numbers: what a step shows.</summary>
    public string InNumbers => _inNumbers.ToString();

    /// <summary>The value of the whole text.</summary>
    public Value Evaluate()
    {
        Value value = Comparison();
        SkipBlanks();
        return _at == text.Length ? value : throw new ProgramException($"'{text}' cannot be read at {_at}");
    }

    private Value Comparison()
    {
        Value left = Sum();
        foreach (string sign in (string[])["==", "!=", ">=", "<=", ">", "<"])
        {
            if (!Take(sign)) continue;
            Write($" {sign switch { ">=" => "≥", "<=" => "≤", "!=" => "≠", _ => sign }} ");
            double a = left.Number, b = Sum().Number;
            return Value.Of(sign switch { "==" => a == b, "!=" => a != b, ">=" => a >= b, "<=" => a <= b, ">" => a > b, _ => a < b } ? 1 : 0);
        }
        return left;
    }

    private Value Sum()
    {
        Value left = Product();
        while (true)
        {
            if (Take("+")) { Write(" + "); left = left.Combine(Product(), (a, b) => a + b); }
            else if (Take("-")) { Write(" − "); left = left.Combine(Product(), (a, b) => a - b); }
            else return left;
        }
    }

    private Value Product()
    {
        Value left = Signed();
        while (true)
        {
            if (Peek("**")) return left;
            if (Take("*")) { Write(" · "); left = left.Combine(Signed(), (a, b) => a * b); }
            else if (Take("/")) { Write(" / "); left = left.Combine(Signed(), (a, b) => a / b); }
            // Python's remainder has the sign of what it divides by.
            else if (Take("%")) { Write(" % "); left = left.Combine(Signed(), (a, b) => a - b * Math.Floor(a / b)); }
            else if (Take("@")) { Write(" @ "); left = left.Times(Signed()); }
            else return left;
        }
    }

    private Value Signed()
    {
        if (Take("-")) { Write("−"); return Signed().Map(a => -a); }
        Value value = Primary();
        if (!Take("**")) return value;
        Write(" ** ");
        double power = Signed().Number;
        return value.Map(a => power == 2 ? a * a : Math.Pow(a, power));
    }

    private Value Primary()
    {
        SkipBlanks();
        int start = _at;
        if (_at < text.Length && char.IsAsciiDigit(text[_at]))
        {
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.')) _at++;
            Value number = Value.Of(double.Parse(text.AsSpan(start, _at - start), CultureInfo.InvariantCulture));
            Write(text[start.._at]);
            return number;
        }
        if (Peek("("))
        {
            Take("(");
            Write("(");
            Value inner = Comparison();
            Expect(")");
            Write(")");
            return inner;
        }
        // What stands within brackets is not shown by itself, only what comes out of it.
        _depth++;
        Value value = Postfix(Name());
        _depth--;
        Write(value.Rank == 0 ? Shown(value.Number) : text[start.._at].Trim());
        return value;
    }

    private Value Name()
    {
        int start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_')) _at++;
        string name = text[start.._at];
        if (name != "np") return variables.TryGetValue(name, out Value? value) ? value : throw new ProgramException($"name '{name}' is not defined");
        Expect(".");
        start = _at;
        while (_at < text.Length && char.IsAsciiLetter(text[_at])) _at++;
        return Call(text[start.._at]);
    }

    private Value Call(string function)
    {
        Expect("(");
        if (function == "zeros")
        {
            Expect("(");
            int rows = Sum().Whole;
            Expect(",");
            int columns = Sum().Whole;
            Expect(")");
            Expect(")");
            return Value.Matrix(rows, columns, new double[rows * columns]);
        }
        Value argument = Sum();
        Expect(")");
        switch (function)
        {
            case "exp": return argument.Map(Math.Exp);
            case "log": return argument.Map(Math.Log);
            case "max": return Value.Of(argument.Elements.ToArray().Max());
            case "sum":
                double sum = 0;
                foreach (double element in argument.Elements) sum += element;
                return Value.Of(sum);
            default: throw new ProgramException($"np.{function} is not known");
        }
    }

    private Value Postfix(Value value)
    {
        while (true)
        {
            if (Take(".T")) value = value.Transpose();
            else if (Take("["))
            {
                bool isColumn = Take(":");
                if (isColumn) Expect(",");
                int index = Sum().Whole;
                Expect("]");
                value = isColumn ? value.Column(index) : value.At(index);
            }
            else return value;
        }
    }

    private void Write(string shown)
    {
        if (_depth == 0) _inNumbers.Append(shown);
    }

    private static string Shown(double number) => number < 0 ? $"({Numbers.Short(number)})" : Numbers.Short(number);

    private bool Peek(string sign)
    {
        SkipBlanks();
        return string.CompareOrdinal(text, _at, sign, 0, sign.Length) == 0;
    }

    private bool Take(string sign)
    {
        if (!Peek(sign)) return false;
        _at += sign.Length;
        return true;
    }

    private void Expect(string sign)
    {
        if (!Take(sign)) throw new ProgramException($"'{sign}' must stand at {_at} of '{text}'");
    }

    private void SkipBlanks()
    {
        while (_at < text.Length && text[_at] == ' ') _at++;
    }
}
