using System.Globalization;
using System.Text;

namespace Hinge.Tests.Data.SvmLight;

/// <summary>The format read the slow and obvious way, line by line with strings: what the reader must agree with.</summary>
internal sealed class PlainSvmLight
{
    private static readonly char[] Blanks = [' ', '\t', '\r', '\v', '\f'];

    public List<double> Labels { get; } = [];

    public List<long> RowOffsets { get; } = [0];

    public List<int> Columns { get; } = [];

    public List<float> Values { get; } = [];

    /// <summary>The first line that breaks the format, from 1; null where none does.</summary>
    public long? BadLine { get; private set; }

    public PlainSvmLight(byte[] text)
    {
        string[] lines = Encoding.Latin1.GetString(text).Split('\n');
        for (int l = 0; l < lines.Length && BadLine is null; l++)
            if (!TryAdd(lines[l].Split('#')[0].Split(Blanks, StringSplitOptions.RemoveEmptyEntries))) BadLine = l + 1;
        // Without an index 0 the file counts from 1.
        for (int e = 0; e < Columns.Count && !IsZeroBased; e++) Columns[e]--;
    }

    /// <summary>Whether a feature has the index 0.</summary>
    public bool IsZeroBased { get; private set; }

    private bool TryAdd(string[] tokens)
    {
        if (tokens.Length == 0) return true;
        if (!IsNumber(tokens[0]) || !double.IsFinite(double.Parse(tokens[0], CultureInfo.InvariantCulture))) return false;
        int previous = -1;
        foreach (string token in tokens[1..])
        {
            int colon = token.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0 || !IsNumber(token[..colon]) || !IsNumber(token[(colon + 1)..])) return false;
            if (!int.TryParse(token[..colon], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index) || index <= previous) return false;
            float value = float.Parse(token[(colon + 1)..], CultureInfo.InvariantCulture);
            if (!float.IsFinite(value)) return false;
            IsZeroBased |= index == 0;
            Columns.Add(index);
            Values.Add(value);
            previous = index;
        }
        Labels.Add(double.Parse(tokens[0], CultureInfo.InvariantCulture));
        RowOffsets.Add(Columns.Count);
        return true;
    }

    /// <summary>A decimal point and exponent, but none of the other things that .NET reads.</summary>
    private static bool IsNumber(string text) =>
        text.All(c => char.IsAsciiDigit(c) || "+-.eE".Contains(c, StringComparison.Ordinal)) && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
