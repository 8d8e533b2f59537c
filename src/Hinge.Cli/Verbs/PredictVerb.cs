using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Hinge.Cli.Verbs.Predicting;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Models;

namespace Hinge.Cli.Verbs;

/// <summary><c>hinge predict</c>: the class of every row.</summary>
internal sealed class PredictVerb
{
    private readonly Argument<string> _model = new("MODEL") { Description = "A model written by hinge train." };
    private readonly DataArguments _data = new();
    private readonly Option<bool> _scores = new("--scores") { Description = "Print CSV with the score of every class beside the prediction." };
    private readonly Option<int?> _top = NumberOption.CreateOptional<int>("--top", "N", "Print CSV with the N best classes, best first, and their scores.", "a whole number, at least 1", top => top >= 1);
    private readonly Option<bool> _lineByLine = new("--line-by-line") { Description = "Answer each line of svmlight text, or for a model of a table of CSV or JSON lines, as soon as it is there: for a pipe that waits for the answer." };
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
        command.Options.Add(verb._lineByLine);
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
        bool withScores = parsed.GetValue(_scores);
        int? top = parsed.GetValue(_top);
        if (withScores && top is not null) throw new ArgumentException("--scores and --top must not both be given. Leave one out.");
        if (parsed.GetValue(_lineByLine))
        {
            if (output is not null || terminal.IsJson) throw new ArgumentException("--line-by-line must come without --output and --json: each answer goes to standard output at once. Leave one out.");
            LineAnswers answers = new(model, withScores, top);
            using TableLineReader? table = _data.OpenTableLines(model, parsed);
            if (table is not null) answers.Answer(table);
            else answers.Answer(_data.OpenLines(model, parsed));
            return ExitCode.Success;
        }
        FeatureMatrix features = _data.LoadFeaturesFor(model, parsed);
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
            writer.Write($"{PredictionFields.ScoresHeader(model)}\n");
            for (int i = 0; i < n; i++) writer.Write($"{PredictionFields.Field(Name(i, 0))},{string.Join(',', Enumerable.Range(i * k, k).Select(Score))}\n");
        }

        void WriteTop(StreamWriter writer)
        {
            writer.Write($"{PredictionFields.TopHeader(ranks)}\n");
            for (int i = 0; i < n; i++) writer.Write($"{string.Join(',', Enumerable.Range(0, ranks).Select(rank => $"{PredictionFields.Field(Name(i, rank))},{Score(i * ranks + rank)}"))}\n");
        }

        string Score(int e) => PredictionFields.Score(scores[e]);
    }

    private static void WriteTo(Stream stream, Action<StreamWriter> write)
    {
        StreamWriter writer = new(stream, new UTF8Encoding(false));
        write(writer);
        writer.Flush();
    }
}
