using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Hinge.Data;
using Hinge.Models;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge predict</c>: the class of every row.</summary>
internal sealed class PredictVerb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model written by hinge train." };
    private readonly DataArguments _data = new();
    private readonly Option<bool> _scores = new("--scores") { Description = "Print CSV with the score of every class beside the prediction." };
    private readonly Option<int?> _top = NumberOption.CreateOptional<int>("--top", "N", "Print CSV with the N best classes, best first, and their scores.", "a whole number, at least 1", top => top >= 1);
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write. Default: standard output.", HelpName = "FILE" };

    public static Command Create()
    {
        PredictVerb verb = new();
        Command command = new("predict", "Predicts the class of every row, one a line. Labels in DATA, if any, are passed over.");
        command.Arguments.Add(verb._model);
        verb._data.AddTo(command);
        command.Options.Add(verb._scores);
        command.Options.Add(verb._top);
        command.Options.Add(verb._threads);
        command.Options.Add(verb._output);
        command.SetAction(parsed => Terminal.Run(parsed, terminal => verb.Run(parsed, terminal)));
        return command;
    }

    private int Run(ParseResult parsed, Terminal terminal)
    {
        string? output = parsed.GetValue(_output);
        if (output is not null) OutputFile.RequireWritable(output);
        LinearModel model = LinearModel.Load(parsed.GetValue(_model)!);
        FeatureMatrix features = _data.LoadFeaturesFor(model, parsed);
        bool withScores = parsed.GetValue(_scores);
        int? top = parsed.GetValue(_top);
        if (withScores && top is not null) throw new ArgumentException("--scores and --top must not both be given. Leave one out.");
        int n = features.ExampleCount, k = model.ClassCount, ranks = Math.Min(top ?? 1, k), shown = withScores ? k : top is null ? 0 : ranks;
        // The best classes of each row, and the scores that are shown.
        int[] best = new int[checked(n * ranks)];
        double[] scores = new double[(long)n * shown];
        model.ForEachScores(
            features,
            (i, row) =>
            {
                Span<int> classes = best.AsSpan(i * ranks, ranks);
                LinearModel.Best(row, classes);
                for (int c = 0; c < shown; c++) scores[i * shown + c] = row[withScores ? c : classes[c]];
            },
            parsed.GetValue(_threads));

        Action<StreamWriter> write = withScores ? WriteScores : top is null ? WritePredictions : WriteTop;
        if (output is not null) AtomicFile.Write(output, stream => WriteTo(stream, write));
        else if (!terminal.IsJson) Terminal.Print(() => WriteTo(Console.OpenStandardOutput(), write));
        JsonObject json = new() { ["examples"] = n, ["output"] = output };
        if (output is null)
        {
            json["predictions"] = new JsonArray([.. Enumerable.Range(0, n).Select(i => JsonValue.Create(Name(i, 0)))]);
            if (top is not null) json["top"] = Rows(i => [.. Enumerable.Range(0, ranks).Select(rank => JsonValue.Create(Name(i, rank)))]);
            if (shown > 0) json["scores"] = Rows(i => [.. scores.Skip(i * shown).Take(shown).Select(Numbers.Json)]);
        }
        terminal.Json(json);
        return ExitCode.Success;

        string Name(int example, int rank) => model.ClassNames[best[example * ranks + rank]];

        JsonArray Rows(Func<int, JsonNode?[]> row) => new([.. Enumerable.Range(0, n).Select(i => new JsonArray(row(i)))]);

        void WritePredictions(StreamWriter writer)
        {
            for (int i = 0; i < n; i++) writer.Write($"{Name(i, 0)}\n");
        }

        void WriteScores(StreamWriter writer)
        {
            writer.Write($"prediction,{string.Join(',', model.ClassNames.Select(Field))}\n");
            for (int i = 0; i < n; i++) writer.Write($"{Field(Name(i, 0))},{string.Join(',', Enumerable.Range(i * k, k).Select(Score))}\n");
        }

        void WriteTop(StreamWriter writer)
        {
            writer.Write($"{string.Join(',', Enumerable.Range(1, ranks).Select(rank => $"class {rank},score {rank}"))}\n");
            for (int i = 0; i < n; i++) writer.Write($"{string.Join(',', Enumerable.Range(0, ranks).Select(rank => $"{Field(Name(i, rank))},{Score(i * ranks + rank)}"))}\n");
        }

        string Score(int e) => scores[e].ToString("R", CultureInfo.InvariantCulture);
    }

    private static void WriteTo(Stream stream, Action<StreamWriter> write)
    {
        StreamWriter writer = new(stream, new UTF8Encoding(false));
        write(writer);
        writer.Flush();
    }

    /// <summary>A CSV field, quoted where it must be.</summary>
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
