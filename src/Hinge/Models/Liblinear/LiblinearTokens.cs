using System.Globalization;
using System.Text;
using Hinge.Data;

namespace Hinge.Models.Liblinear;

/// <summary>The words of a model file of LIBLINEAR, one after the other: what stands between blanks and line ends.</summary>
internal sealed class LiblinearTokens(Stream stream, string path)
{
    /// <summary>Longer words are neither names nor numbers.</summary>
    private const int Longest = 80;

    private readonly byte[] _buffer = new byte[1 << 16];
    private readonly byte[] _token = new byte[Longest];
    private int _at, _end, _length;
    private bool _lineHasEnded;

    /// <summary>The line of the last word, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>Goes on to the next word.</summary>
    /// <returns>Whether there is one.</returns>
    public bool MoveNext()
    {
        _length = 0;
        for (int b; (b = Next()) >= 0;)
        {
            if (b is ' ' or '\t' or '\r' or '\n')
            {
                // The line counts on only with the next word, so that messages name the word's own.
                if (_length > 0)
                {
                    _lineHasEnded = b == '\n';
                    return true;
                }
                if (b == '\n') Line++;
                continue;
            }
            if (_length == 0 && _lineHasEnded) Line++;
            if (_length == 0) _lineHasEnded = false;
            if (_length == Longest) throw Refused("a name or number must not be so long. Is this a model of liblinear-train?");
            _token[_length++] = (byte)b;
        }
        return _length > 0;
    }

    /// <summary>The next word as text.</summary>
    public string Word(string meaning) => MoveNext() ? Text : throw Ends(meaning);

    /// <summary>The next word as a whole number.</summary>
    public int Integer(string meaning) =>
        int.TryParse(Next(meaning), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw Refused($"{meaning} must be a whole number within 32 bits; got {Text}.");

    /// <summary>The next word as a finite number.</summary>
    public double Number(string meaning) =>
        double.TryParse(Next(meaning), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number
            : throw Refused($"{meaning} must be a finite number with a decimal point; got {Text}. Train again, with scaled features if the numbers overflowed.");

    /// <summary>The last word.</summary>
    public string Text => Encoding.Latin1.GetString(_token, 0, _length);

    /// <summary>What is wrong at the last word.</summary>
    public DataFormatException Refused(string message) => new(path, Line, message);

    /// <summary>What is wrong where the file ends.</summary>
    public DataFormatException Ends(string meaning) => new(path, null, $"the file ends where {meaning} must come. It is cut short: copy it again from its source.");

    private ReadOnlySpan<byte> Next(string meaning) => MoveNext() ? _token.AsSpan(0, _length) : throw Ends(meaning);

    private int Next()
    {
        if (_at == _end)
        {
            _end = stream.Read(_buffer);
            _at = 0;
            if (_end == 0) return -1;
        }
        return _buffer[_at++];
    }
}
