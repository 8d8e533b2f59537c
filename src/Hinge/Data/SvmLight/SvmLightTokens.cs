using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hinge.Data.SvmLight;

/// <summary>Reads the tokens of a line, however they are written, and says what is wrong with them.</summary>
/// <remarks>The plain way, for what <see cref="SvmLightBlock{T}"/> does not read fast.</remarks>
internal readonly ref struct SvmLightTokens<T>(string name, long line)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The label as a number.</summary>
    public double ParseLabel(ReadOnlySpan<byte> token)
    {
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double label) && double.IsFinite(label) && !EndsWithNul(token))
            return label;
        string remedy = token.Contains((byte)',')
            ? "Give one label a line: Hinge does not train on several at once."
            : "The line must read: label index:value index:value …";
        throw Error($"the label must be a number; got {Text(token)}. {remedy}");
    }

    /// <summary>The index, larger than the previous one, and the value.</summary>
    public void ParsePair(ReadOnlySpan<byte> token, int previous, out int index, out T value)
    {
        int colon = token.IndexOf((byte)':');
        if (colon < 0)
            throw Error($"a feature must read index:value; got {Text(token)}. Separate index and value by a colon.");
        index = ParseIndex(token[..colon], previous);
        value = ParseValue(token[(colon + 1)..], index);
    }

    private int ParseIndex(ReadOnlySpan<byte> text, int previous)
    {
        if (text.SequenceEqual("qid"u8))
            throw Error("qid: groups lines for ranking, which Hinge does not do. Remove it.");
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long index) || EndsWithNul(text))
        {
            throw text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                ? TooLarge(text)
                : Error($"a feature's index must be a whole number; got {Text(text)}. Number the features from 1.");
        }
        if (index == 0)
            throw Error("feature indices must be at least 1; got 0. Add 1 to every index of a file that counts from 0.");
        if (index < 0)
            throw Error($"feature indices must be at least 1; got {index.ToString(CultureInfo.InvariantCulture)}. Number the features from 1.");
        if (index > int.MaxValue) throw TooLarge(text);
        if (index <= previous)
        {
            throw Error(index == previous
                ? $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} twice. Keep one of the two values."
                : $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} after {previous.ToString(CultureInfo.InvariantCulture)}. Sort the line's index:value pairs.");
        }
        return (int)index;
    }

    private T ParseValue(ReadOnlySpan<byte> text, int index)
    {
        if ((!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && !IsInfinity(text)) || EndsWithNul(text))
            throw Error($"feature {index.ToString(CultureInfo.InvariantCulture)} must have a number as its value; got {Text(text)}. Use a decimal point, and no thousands separators.");
        if (!T.IsFinite(value) || IsInfinity(text))
            throw Error($"feature {index.ToString(CultureInfo.InvariantCulture)} must be finite{(typeof(T) == typeof(float) ? " as a 32-bit float" : "")}; got {Text(text)}. Remove the example, or replace the value.");
        return value;
    }

    /// <summary>Whether the text is an infinity as C and NumPy write it, which .NET does not read.</summary>
    private static bool IsInfinity(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text.TrimStart("+-"u8), "inf"u8);

    /// <summary>Whether NUL follows, which .NET skips behind a number.</summary>
    private static bool EndsWithNul(ReadOnlySpan<byte> text) => text is [.., 0];

    private DataFormatException TooLarge(ReadOnlySpan<byte> text) =>
        Error($"feature indices must be at most {int.MaxValue}; got {Text(text)}. Renumber or hash the features.");

    private DataFormatException Error(string problem) => new(name, line, problem);

    /// <summary>A token for a message: at most 40 characters, in quotes.</summary>
    private static string Text(ReadOnlySpan<byte> token)
    {
        const int Shown = 40;
        string text = Encoding.UTF8.GetString(token[..Math.Min(token.Length, Shown)]);
        return $"\"{new string([.. text.Select(c => char.IsControl(c) ? '�' : c)])}{(token.Length > Shown ? "…" : "")}\"";
    }
}
