using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text;
using Hinge.Data.Tables;

namespace Hinge.Data.Featurization;

/// <summary>A table of lines, read as the featurizer of a model does while the lines come: CSV after a header, or JSON lines.</summary>
/// <remarks>
/// CSV lines that are waiting are read together, JSON lines one by one, since a line's absent column is an error that others must not hide.
/// A record is a line: quoted fields must not hold line breaks. Empty lines are passed over. A thread reads ahead until the input ends.
/// </remarks>
public sealed class TableLineReader : IDisposable
{
    private const int MostLines = 4096;

    private readonly Featurizer _featurizer;
    private readonly BlockingCollection<(long Number, string Text)> _lines = new(MostLines);

    /// <summary>Lines that would not be read together.</summary>
    private readonly Queue<(long Number, string Text)> _alone = [];
    private Action<string>? _remark;
    private ExceptionDispatchInfo? _failure;
    private string? _header;
    private bool _isJson;

    /// <summary>Reads lines.</summary>
    /// <param name="stream">UTF-8 text, decompressed; left open.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="featurizer">The model's.</param>
    /// <param name="remark">Told of columns that are passed over, once; null for nobody.</param>
    public TableLineReader(Stream stream, string name, Featurizer featurizer, Action<string>? remark = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(featurizer);
        (Name, _featurizer, _remark) = (name, featurizer, remark);
        new Thread(() => ReadLines(stream)) { IsBackground = true, Name = "lines of a table" }.Start();
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Waits for a line, and reads it with those that are there already; null at the end.</summary>
    /// <exception cref="DataFormatException">A column is missing, or a value is not what it must be; lines before were returned.</exception>
    public FeatureMatrix? Read()
    {
        while (_alone.Count == 0)
        {
            if (!_lines.TryTake(out (long Number, string Text) first, Timeout.Infinite))
            {
                _failure?.Throw();
                return null;
            }
            if (_header is null)
            {
                _isJson = first.Text.TrimStart() is ['{' or '[', ..];
                _header = _isJson ? "" : first.Text + "\n";
                if (!_isJson) continue;
            }
            List<(long Number, string Text)> together = [first];
            while (!_isJson && together.Count < MostLines && _lines.TryTake(out (long Number, string Text) next)) together.Add(next);
            if (together.Count > 1 && TryRead(together) is { } features) return features;
            foreach ((long Number, string Text) line in together) _alone.Enqueue(line);
        }
        (long number, string text) = _alone.Dequeue();
        try
        {
            return Features([(number, text)]);
        }
        catch (DataFormatException e)
        {
            string place = $"{e.DataSource}:";
            if (e.Line is { } line) place += string.Create(CultureInfo.InvariantCulture, $"{line}:");
            if (e.Column is { } column) place += string.Create(CultureInfo.InvariantCulture, $"{column}:");
            throw new DataFormatException(Name, number, e.Message.StartsWith(place, StringComparison.Ordinal) ? e.Message[place.Length..].TrimStart() : e.Message);
        }
    }

    /// <summary>Ends the reading; a line that is being waited for is left to the process's end.</summary>
    public void Dispose() => _lines.CompleteAdding();

    private FeatureMatrix? TryRead(List<(long Number, string Text)> lines)
    {
        try
        {
            return Features(lines);
        }
        catch (DataFormatException)
        {
            return null;
        }
    }

    private FeatureMatrix Features(List<(long Number, string Text)> lines)
    {
        StringBuilder text = new(_header);
        foreach ((_, string line) in lines) text.Append(line).Append('\n');
        using TableSource source = TableSource.Open(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), Name);
        FeatureMatrix features = TableDataset.FeaturesForModel(source, _featurizer, _remark);
        _remark = null;
        if (features.ExampleCount == lines.Count) return features;
        throw new DataFormatException(Name, lines[0].Number, string.Create(CultureInfo.InvariantCulture, $"a line must be one row; got {features.ExampleCount}. Close its quotes, and leave line breaks out of fields."));
    }

    private void ReadLines(Stream stream)
    {
        long number = 0;
        try
        {
            // Bytes as characters, so that a line that is not UTF-8 is found when it is reached, not with the buffer that it came in.
            using StreamReader reader = new(stream, Encoding.Latin1, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
            UTF8Encoding encoding = new(false, throwOnInvalidBytes: true);
            while (reader.ReadLine() is { } bytes)
            {
                string line = encoding.GetString(Encoding.Latin1.GetBytes(bytes));
                number++;
                if (number == 1) line = line.TrimStart('\uFEFF');
                if (line.Length > 0) _lines.Add((number, line));
            }
        }
        catch (InvalidOperationException) when (_lines.IsAddingCompleted)
        {
            // Nobody reads on.
        }
        catch (DecoderFallbackException)
        {
            _failure = ExceptionDispatchInfo.Capture(new DataFormatException(Name, number + 1, "the text must be UTF-8. Convert it, as with iconv."));
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
        if (!_lines.IsAddingCompleted) _lines.CompleteAdding();
    }
}
