using System.Text;
using Hinge.Data;
using Hinge.Data.SvmLight;
using Hinge.Models;

namespace Hinge.Cli.Verbs.Predicting;

/// <summary>Answers examples one at a time on standard output, each flushed before the next is waited for.</summary>
/// <param name="model">The model.</param>
/// <param name="withScores">Whether the score of every class follows.</param>
/// <param name="top">How many of the best classes are wanted with their scores, or null.</param>
internal sealed class LineAnswers(LinearModel model, bool withScores, int? top)
{
    private readonly Predictor _predictor = model.CreatePredictor();
    private readonly double[] _scores = new double[model.ClassCount];
    private readonly int[] _best = new int[Math.Min(top ?? 1, model.ClassCount)];

    /// <summary>Answers until the lines end, or one breaks the format.</summary>
    public void Answer(SvmLightLineReader<float> lines)
    {
        using StreamWriter output = new(Console.OpenStandardOutput(), new UTF8Encoding(false)) { AutoFlush = true };
        if (withScores) Terminal.Print(() => output.Write($"{PredictionFields.ScoresHeader(model)}\n"));
        if (top is not null) Terminal.Print(() => output.Write($"{PredictionFields.TopHeader(_best.Length)}\n"));
        while (lines.Read())
        {
            string answer = Of(lines);
            Terminal.Print(() => output.Write(answer));
        }
    }

    private string Of(SvmLightLineReader<float> example)
    {
        if (example.Columns is [.., var last] && last >= model.FeatureCount)
            throw new DataFormatException(example.Name, example.Line, $"the data must have the {model.FeatureCount} features that the model was trained on; got {last + 1}. Give data of the same layout.");
        _predictor.Scores(example.Columns, example.Values, _scores);
        LinearModel.Best(_scores, _best);
        return withScores ? $"{PredictionFields.Field(model.ClassNames[_best[0]])},{string.Join(',', _scores.Select(PredictionFields.Score))}\n"
            : top is null ? $"{model.ClassNames[_best[0]]}\n"
            : $"{string.Join(',', _best.Select(y => $"{PredictionFields.Field(model.ClassNames[y])},{PredictionFields.Score(_scores[y])}"))}\n";
    }
}
