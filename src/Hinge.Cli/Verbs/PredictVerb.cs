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
    private readonly Option<int> _threads = NumberOption.Threads();
    private readonly Option<string?> _output = new("--output", "-o") { Description = "The file to write. Default: standard output.", HelpName = "FILE" };

    public static Command Create()
    {
        PredictVerb verb = new();
        Command command = new("predict", "Predicts the class of every row, one a line. Labels in DATA, if any, are passed over.");
        command.Arguments.Add(verb._model);
        verb._data.AddTo(command);
        command.Options.Add(verb._scores);
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
        int n = features.ExampleCount, k = model.ClassCount;
        double[] scores = new double[withScores ? (long)n * k : 0];
        int[] predictions = withScores ? new int[n] : model.Predict(features, parsed.GetValue(_threads));
        if (withScores)
        {
            model.ForEachScores(
                features,
                (i, row) =>
                {
                    row.CopyTo(scores.AsSpan(i * k));
                    predictions[i] = LinearModel.Best(row);
                },
                parsed.GetValue(_threads));
        }

        if (output is not null) AtomicFile.Write(output, stream => Write(new StreamWriter(stream, new UTF8Encoding(false)), model, predictions, scores));
        else if (!terminal.IsJson) Terminal.Print(() => Write(new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)), model, predictions, scores));
        JsonObject json = new() { ["examples"] = n, ["output"] = output };
        if (output is null)
        {
            json["predictions"] = new JsonArray([.. predictions.Select(j => JsonValue.Create(model.ClassNames[j]))]);
            if (withScores) json["scores"] = new JsonArray([.. Enumerable.Range(0, n).Select(i => new JsonArray([.. scores.Skip(i * k).Take(k).Select(Numbers.Json)]))]);
        }
        terminal.Json(json);
        return ExitCode.Success;
    }

    private static void Write(StreamWriter writer, LinearModel model, int[] predictions, double[] scores)
    {
        int k = model.ClassCount;
        if (scores.Length > 0) writer.WriteLine($"prediction,{string.Join(',', model.ClassNames.Select(Field))}");
        for (int i = 0; i < predictions.Length; i++)
        {
            string name = model.ClassNames[predictions[i]];
            writer.Write(scores.Length > 0 ? Field(name) : name);
            for (int j = 0; scores.Length > 0 && j < k; j++)
            {
                writer.Write(',');
                writer.Write(scores[i * k + j].ToString("R", CultureInfo.InvariantCulture));
            }
            writer.Write('\n');
        }
        writer.Flush();
    }

    /// <summary>A CSV field, quoted where it must be.</summary>
    private static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
