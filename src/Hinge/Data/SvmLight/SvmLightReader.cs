using System.Globalization;
using System.Numerics;
using System.Text;

namespace Hinge.Data.SvmLight;

/// <summary>
/// Reads svmlight/LIBSVM text: one example a line, <c>label index:value index:value …</c>, indices from 1, increasing.
/// </summary>
/// <remarks>
/// Labels are numbers; "+1" and "1.0" are the class "1". Blank lines and whatever follows a # are skipped. A line may
/// end with CR LF, the last with nothing, and a UTF-8 byte-order mark may come first. Numbers use a point whatever
/// the culture, and are correctly rounded to T. The file may be gzip. Read as sparse rows; D is the largest index.
/// </remarks>
public static class SvmLightReader
{
    /// <summary>Reads a data set.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the file holds no example or no feature.</exception>
    public static Dataset Read<T>(string path)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        using Stream stream = InputFile.Open(path);
        return Read<T>(stream, path);
    }

    /// <summary>Reads a data set from a stream.</summary>
    /// <typeparam name="T"><see cref="float"/> for training, <see cref="double"/> for checking gradients.</typeparam>
    /// <param name="stream">The text.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataFormatException">A line breaks the format, or the stream holds no example or no feature.</exception>
    public static Dataset Read<T>(Stream stream, string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(stream);
        Rows<T> rows = new(name);
        try
        {
            Utf8LineReader lines = new(stream, name);
            while (lines.TryRead(out ReadOnlySpan<byte> line))
                rows.Add(line, lines.Number);
        }
        catch (InvalidDataException e)
        {
            throw InputFile.DamagedCompression(name, e);
        }
        return rows.ToDataset();
    }

    /// <summary>The rows read so far.</summary>
    private sealed class Rows<T>(string name)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private readonly List<string> _labels = [];
        private readonly List<long> _offsets = [0];
        private readonly List<int> _columns = [];
        private readonly List<T> _values = [];
        private readonly Dictionary<double, string> _classNames = [];
        private int _featureCount;
        private long _firstLine;

        public void Add(ReadOnlySpan<byte> line, long number)
        {
            int comment = line.IndexOf((byte)'#');
            if (comment >= 0) line = line[..comment];
            ReadOnlySpan<byte> token = NextToken(ref line);
            if (token.IsEmpty) return;
            if (_labels.Count == 0) _firstLine = number;
            _labels.Add(ParseLabel(token, number));
            int previous = 0;
            while (!(token = NextToken(ref line)).IsEmpty)
            {
                int index = ParseIndex(token, previous, number, out ReadOnlySpan<byte> value);
                _columns.Add(index - 1);
                _values.Add(ParseValue(value, index, number));
                previous = index;
            }
            _offsets.Add(_columns.Count);
            _featureCount = Math.Max(_featureCount, previous);
        }

        public Dataset ToDataset()
        {
            if (_labels.Count == 0)
                throw new DataFormatException(name, null, "the file holds no example. Each line must read: label index:value index:value …");
            if (_featureCount == 0)
                throw new DataFormatException(name, _firstLine, "the line holds only a label, and no line has a feature. Each line must read: label index:value index:value …");
            return new Dataset(new SparseMatrix<T>(_featureCount, [.. _offsets], [.. _columns], [.. _values]), Labels.FromNames(_labels));
        }

        private string ParseLabel(ReadOnlySpan<byte> token, long line)
        {
            if (!double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out double label) || !double.IsFinite(label))
            {
                string remedy = token.Contains((byte)',')
                    ? "Give one label a line: Hinge does not train on several at once."
                    : "The line must read: label index:value index:value …";
                throw new DataFormatException(name, line, $"the label must be a number; got {Text(token)}. {remedy}");
            }
            if (_classNames.TryGetValue(label, out string? className)) return className;
            className = label == 0 ? "0" : label.ToString("R", CultureInfo.InvariantCulture);
            _classNames.Add(label, className);
            return className;
        }

        private int ParseIndex(ReadOnlySpan<byte> token, int previous, long line, out ReadOnlySpan<byte> value)
        {
            int colon = token.IndexOf((byte)':');
            if (colon < 0)
                throw new DataFormatException(name, line, $"a feature must read index:value; got {Text(token)}. Separate index and value by a colon.");
            ReadOnlySpan<byte> text = token[..colon];
            value = token[(colon + 1)..];
            if (text.SequenceEqual("qid"u8))
                throw new DataFormatException(name, line, "qid: groups lines for ranking, which Hinge does not do. Remove it.");
            if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long index))
            {
                throw text.Length > 0 && text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
                    ? TooLarge(text, line)
                    : new DataFormatException(name, line, $"a feature's index must be a whole number; got {Text(text)}. Number the features from 1.");
            }
            if (index == 0)
                throw new DataFormatException(name, line, "feature indices must be at least 1; got 0. Add 1 to every index of a file that counts from 0.");
            if (index < 0)
                throw new DataFormatException(name, line, $"feature indices must be at least 1; got {index.ToString(CultureInfo.InvariantCulture)}. Number the features from 1.");
            if (index > int.MaxValue) throw TooLarge(text, line);
            if (index <= previous)
            {
                throw new DataFormatException(name, line, index == previous
                    ? $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} twice. Keep one of the two values."
                    : $"feature indices must increase; got {index.ToString(CultureInfo.InvariantCulture)} after {previous.ToString(CultureInfo.InvariantCulture)}. Sort the line's index:value pairs.");
            }
            return (int)index;
        }

        private T ParseValue(ReadOnlySpan<byte> text, int index, long line)
        {
            if (!T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) && !IsInfinity(text))
                throw new DataFormatException(name, line, $"feature {index.ToString(CultureInfo.InvariantCulture)} must have a number as its value; got {Text(text)}. Use a decimal point, and no thousands separators.");
            if (!T.IsFinite(value) || IsInfinity(text))
                throw new DataFormatException(name, line, $"feature {index.ToString(CultureInfo.InvariantCulture)} must be finite{(typeof(T) == typeof(float) ? " as a 32-bit float" : "")}; got {Text(text)}. Remove the example, or replace the value.");
            return value;
        }

        /// <summary>Whether the text is an infinity as C and NumPy write it, which .NET does not read.</summary>
        private static bool IsInfinity(ReadOnlySpan<byte> text) => Ascii.EqualsIgnoreCase(text.TrimStart("+-"u8), "inf"u8);

        private DataFormatException TooLarge(ReadOnlySpan<byte> text, long line) =>
            new(name, line, $"feature indices must be at most {int.MaxValue}; got {Text(text)}. Renumber or hash the features.");
    }

    private static ReadOnlySpan<byte> NextToken(ref ReadOnlySpan<byte> line)
    {
        ReadOnlySpan<byte> blanks = " \t\r\v\f"u8;
        int start = line.IndexOfAnyExcept(blanks);
        if (start < 0) return [];
        line = line[start..];
        int end = line.IndexOfAny(blanks);
        ReadOnlySpan<byte> token = end < 0 ? line : line[..end];
        line = line[token.Length..];
        return token;
    }

    /// <summary>A token for a message: at most 40 characters, in quotes.</summary>
    private static string Text(ReadOnlySpan<byte> token)
    {
        const int Shown = 40;
        string text = Encoding.UTF8.GetString(token[..Math.Min(token.Length, Shown)]);
        return $"\"{new string([.. text.Select(c => char.IsControl(c) ? '�' : c)])}{(token.Length > Shown ? "…" : "")}\"";
    }
}
