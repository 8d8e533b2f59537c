using System.Text;
using Hinge.Data;
using Hinge.Data.Featurization;
using Hinge.Data.SvmLight;
using Hinge.Models;

namespace Hinge.Cli.Verbs.Predicting;

/// <summary>Answers examples one at a time on standard output, each flushed before the next is waited for.</summary>
/// <param name="model">The model.</param>
/// <param name="withScores">Whether the score, or probability, of every class follows.</param>
/// <param name="asProbabilities">Whether probabilities are shown in the place of scores.</param>
/// <param name="top">How many of the best classes are wanted with their scores, or null.</param>
internal sealed class LineAnswers(LinearModel model, bool withScores, bool asProbabilities, int? top)
{
    private readonly Predictor _predictor = model.CreatePredictor();
    private readonly double[] _scores = new double[model.ClassCount];
    private readonly int[] _best = new int[Math.Min(top ?? 1, model.ClassCount)];

    /// <summary>Answers until the lines end, or one breaks the format.</summary>
    public void Answer(SvmLightLineReader<float> lines)
    {
        using StreamWriter output = Open();
        while (lines.Read())
        {
            Score(lines);
            Write(output, Answer());
        }
    }

    /// <summary>The same for the lines of a table; those that came together are answered together.</summary>
    public void Answer(TableLineReader lines)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Tables");
        using StreamWriter output = Open();
        while (lines.Read() is { } features)
        {
            string[] answers = new string[features.ExampleCount];
            model.ForEachScores(features, (i, row) =>
            {
                row.CopyTo(_scores);
                answers[i] = Answer();
            });
            Write(output, string.Concat(answers));
        }
    }

    private StreamWriter Open()
    {
        StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        if (withScores) Write(output, $"{PredictionFields.ScoresHeader(model)}\n");
        if (top is not null) Write(output, $"{PredictionFields.TopHeader(_best.Length, asProbabilities)}\n");
        return output;
    }

    private static void Write(StreamWriter output, string text) => Terminal.Print(() => output.Write(text));

    private void Score(SvmLightLineReader<float> example)
    {
        if (example.Columns is [.., var last] && last >= model.FeatureCount)
            throw new DataFormatException(example.Name, example.Line, $"the data must have the {model.FeatureCount} features that the model was trained on; got {last + 1}. Give data of the same layout.");
        _predictor.Scores(example.Columns, example.Values, _scores);
    }

    private string Answer()
    {
        LinearModel.Best(_scores, _best);
        if (asProbabilities) model.Probabilities(_scores, _scores);
        return withScores ? $"{PredictionFields.Field(model.ClassNames[_best[0]])},{string.Join(',', _scores.Select(PredictionFields.Score))}\n"
            : top is null ? $"{model.ClassNames[_best[0]]}\n"
            : $"{string.Join(',', _best.Select(y => $"{PredictionFields.Field(model.ClassNames[y])},{PredictionFields.Score(_scores[y])}"))}\n";
    }
}
