using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Tuning;

/// <summary>
/// Finished folds in a small text file: a line of JSON that says what they depend on, then a line a fold. It is written anew, atomically, after
/// each fold, so a killed run leaves whole folds.
/// </summary>
internal sealed class FoldRecord
{
    /// <summary>Longer files are no records; reading is bounded by it.</summary>
    private const long LongestFile = 1 << 28;

    /// <summary>Of a setting that differs, no more is shown.</summary>
    private const int LongestValue = 80;

    private readonly string _path;
    private readonly string _settings;
    private readonly List<FoldResult> _folds = [];

    private FoldRecord(string path, TuningSettings settings)
    {
        _path = path;
        _settings = JsonSerializer.Serialize(settings, TuningJson.Default.TuningSettings);
    }

    /// <summary>The folds finished so far.</summary>
    public IReadOnlyList<FoldResult> Folds => _folds;

    /// <summary>A record in a file; with its folds where there is one already.</summary>
    /// <exception cref="DataFormatException">The file is no record, damaged, or of other settings.</exception>
    public static FoldRecord Open(string path, TuningSettings settings)
    {
        FoldRecord record = new(path, settings);
        if (File.Exists(path) || Directory.Exists(path)) record.Read(settings);
        return record;
    }

    /// <summary>Adds a fold and writes the file.</summary>
    public void Add(FoldResult fold)
    {
        _folds.Add(fold);
        AtomicFile.Write(_path, stream =>
        {
            using StreamWriter writer = new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\n" };
            writer.WriteLine(_settings);
            foreach (FoldResult each in _folds) writer.WriteLine(JsonSerializer.Serialize(each, TuningJson.Default.FoldResult));
        });
    }

    private void Read(TuningSettings settings)
    {
        using FileStream file = InputFile.OpenPlain(_path);
        if (file.Length > LongestFile) throw NoRecord(null, "it is too long");
        using StreamReader reader = new(file, Encoding.UTF8);
        RequireSameSettings(reader.ReadLine());
        for (int line = 2; reader.ReadLine() is { } text; line++) _folds.Add(Fold(text, line, settings));
    }

    private void RequireSameSettings(string? line)
    {
        JsonObject expected = JsonNode.Parse(_settings)!.AsObject(), found = Parse(line ?? "", 1, Settings);
        if (!JsonNode.DeepEquals(found["format"], expected["format"])) throw NoRecord(1, "its first line does not say so");
        foreach (string name in expected.Select(pair => pair.Key).Concat(found.Select(pair => pair.Key)).Distinct())
        {
            if (!JsonNode.DeepEquals(found[name], expected[name]))
                throw new DataFormatException(_path, 1, $"the folds in this file are of {name} {Text(found[name])}; got {Text(expected[name])}. Give the data and options that it was begun with, or name another file.");
        }
    }

    private static JsonObject? Settings(string text)
    {
        JsonObject? settings = JsonNode.Parse(text) as JsonObject;
        // Names given twice are found when the object is first looked into.
        return settings?.Count > 0 ? settings : null;
    }

    private FoldResult Fold(string text, int line, TuningSettings settings)
    {
        FoldResult fold = Parse(text, line, t => JsonSerializer.Deserialize(t, TuningJson.Default.FoldResult));
        bool isWhole = fold.Fold >= 0 && fold.Fold < settings.FoldCount && !_folds.Exists(other => other.Fold == fold.Fold)
            && fold.ExampleCount > 0
            && fold.Scores.All(score => score is not null)
            && fold.Scores.Select(score => score.Cost).SequenceEqual(settings.Costs)
            && fold.Scores.All(score => score.CorrectCount >= 0 && score.CorrectCount <= fold.ExampleCount && score.CertifiedCount >= 0 && score.CertifiedCount <= fold.ExampleCount);
        return isWhole ? fold : throw NoRecord(line, "the fold there does not fit the first line");
    }

    private T Parse<T>(string text, int line, Func<string, T?> parse)
        where T : class
    {
        try
        {
            if (parse(text) is { } parsed) return parsed;
        }
        catch (Exception e) when (e is JsonException or ArgumentException or NotSupportedException)
        {
            // Said below, with the place and the remedy.
        }
        throw NoRecord(line, line == 1 ? "its first line does not say so" : "this line is no JSON of a fold");
    }

    private DataFormatException NoRecord(int? line, string why) =>
        new(_path, line, $"this must be a record of hinge tune; {why}. Name another file, or remove this one to begin anew.");

    private static string Text(JsonNode? node)
    {
        string text = node?.ToJsonString() ?? "nothing";
        return text.Length <= LongestValue ? text : $"{text[..LongestValue]}…";
    }
}
