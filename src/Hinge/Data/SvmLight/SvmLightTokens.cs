using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hinge.Data.SvmLight;

/// <summary>Reads the tokens of a line, however they are written, and says what is wrong with them and where.</summary>
/// <remarks>The plain way, for what <see cref="SvmLightBlock{T}"/> does not read fast.</remarks>
/// <param name="name">What messages call the file.</param>
/// <param name="number">The line's number, from 1.</param>
/// <param name="line">The line from its start; a comment may be cut off.</param>
/// <param name="lowest">The lowest index that a feature may have: 0 or 1.</param>
internal readonly ref struct SvmLightTokens<T>(string name, long number, ReadOnlySpan<byte> line, int lowest)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<byte> _line = line;

    /// <summary>The column, from 1, in characters, of a byte of the line.</summary>
    public static int ColumnOf(ReadOnlySpan<byte> line, int at) => Encoding.UTF8.GetCharCount(line[..at]) + 1;

    /// <summary>The label as a number.</summary>
    public double ParseLabel(Range place)
    {
        ReadOnlySpan<byte> token = _line[place];
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double label) && double.IsFinite(label) && !EndsWithNul(token))
            return label;
        string rule = token.Contains((byte)',')
            ? $"a line must have one label, a number; got {Text(token)}. Give one label a line, or train a model for each label: Hinge does not train on several at once."
            : $"the label must be a number; got {Text(token)}. The line must read: label index:value index:value …";
        throw Error(place.Start.Value, rule);
    }

    /// <summary>The index, larger than the previous one, and the value.</summary>
    public void ParsePair(Range place, int previous, out int index, out T value)
    {
        ReadOnlySpan<byte> token = _line[place];
        int at = place.Start.Value, colon = token.IndexOf((byte)':');
        if (colon < 0)
            throw Error(at, $"a feature must read index:value; got {Text(token)}. Separate index and value by a colon.");
        index = ParseIndex(token[..colon], at, previous);
        value = ParseValue(token[(colon + 1)..], at + colon + 1, index);
    }

    private int ParseIndex(ReadOnlySpan<byte> text, int at, int previous)
    {
        if (text.SequenceEqual("qid"u8))
            throw Error(at, "qid: must come once, right behind the label. Remove it: it groups lines for ranking, which Hinge does not do.");
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long index) || EndsWithNul(text))
        {
            throw text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                ? TooLarge(text, at)
                : Error(at, $"a feature's index must be a whole number; got {Text(text)}. Number the features from 1.");
        }
        if (index < lowest)
        {
            throw Error(at, index == 0
                ? "feature indices must be at least 1; got 0. If the file counts from 0, say --zero-based yes, in training as well; otherwise number the features from 1."
                : string.Create(CultureInfo.InvariantCulture, $"feature indices must be at least {lowest}; got {index}. Number the features from 1."));
        }
        if (index > int.MaxValue) throw TooLarge(text, at);
        if (index <= previous)
        {
            throw Error(at, index == previous
                ? $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} twice. Keep one of the two values."
                : $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} after {previous.ToString(CultureInfo.InvariantCulture)}. Sort the line's index:value pairs.");
        }
        return (int)index;
    }

    private T ParseValue(ReadOnlySpan<byte> text, int at, int index)
    {
        if ((!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && !IsInfinity(text)) || EndsWithNul(text))
            throw Error(at, $"feature {index.ToString(CultureInfo.InvariantCulture)} must have a number as its value; got {Text(text)}. Use a decimal point, and no thousands separators.");
        if (!T.IsFinite(value) || IsInfinity(text))
            throw Error(at, $"feature {index.ToString(CultureInfo.InvariantCulture)} must be finite{(typeof(T) == typeof(float) ? " as a 32-bit float" : "")}; got {Text(text)}. Remove the example, or replace the value.");
        return value;
    }

    /// <summary>Whether the text is an infinity as C and NumPy write it, which .NET does not read.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text.TrimStart("+-"u8), "inf"u8);

    /// <summary>Whether NUL follows, which .NET skips behind a number.</summary>
    private static bool EndsWithNul(ReadOnlySpan<byte> text) => text is [.., 0];

    private DataFormatException TooLarge(ReadOnlySpan<byte> text, int at) =>
        Error(at, $"feature indices must be at most {int.MaxValue}; got {Text(text)}. Renumber or hash the features.");

    private DataFormatException Error(int at, string problem) => new(name, number, ColumnOf(_line, at), problem);

    /// <summary>A token for a message: at most 40 characters, in quotes.</summary>
    private static string Text(ReadOnlySpan<byte> token)
    {
        const int Shown = 40;
        string text = Encoding.UTF8.GetString(token[..Math.Min(token.Length, Shown)]);
        return $"\"{new string([.. text.Select(c => char.IsControl(c) ? '�' : c)])}{(token.Length > Shown ? "…" : "")}\"";
    }
}
