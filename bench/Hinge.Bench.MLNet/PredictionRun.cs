using System.Diagnostics;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.Bench.MLNet;

/// <summary>One-row predictions by PredictionEngine, on a model that was saved and loaded.</summary>
internal static class PredictionRun
{
    private const int Repeats = 20000, Rounds = 7;

    /// <summary>Trains SdcaMaximumEntropy on dense rows of svmlight text that counts from 1, and saves the model.</summary>
    public static void Save(string data, int featureCount, string model)
    {
        MLContext context = new(seed: 1);
        PredictionRow[] rows = [.. File.ReadLines(data).Select(line => Parse(line, featureCount))];
        IDataView view = context.Data.LoadFromEnumerable(rows, Schema(featureCount));
        EstimatorChain<Microsoft.ML.Transforms.KeyToValueMappingTransformer> pipeline = context.Transforms.Conversion.MapValueToKey("Label")
            .Append(context.MulticlassClassification.Trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { MaximumNumberOfIterations = 20 }))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        context.Model.Save(pipeline.Fit(view), view.Schema, model);
    }

    /// <summary>Loads a model and answers the first row of a file.</summary>
    /// <param name="model">The model's file.</param>
    /// <param name="data">The file of the row.</param>
    /// <param name="featureCount">D.</param>
    /// <param name="repeated">Whether to time it too: the median of some rounds, after the first.</param>
    /// <returns>The class, and the nanoseconds of a prediction or null.</returns>
    public static (float Class, double? Nanoseconds) Predict(string model, string data, int featureCount, bool repeated)
    {
        MLContext context = new(seed: 1);
        ITransformer loaded = context.Model.Load(model, out _);
        PredictionEngine<PredictionRow, PredictionAnswer> engine = context.Model.CreatePredictionEngine<PredictionRow, PredictionAnswer>(loaded, inputSchemaDefinition: Schema(featureCount));
        PredictionRow row = Parse(File.ReadLines(data).First(), featureCount);
        PredictionAnswer answer = new();
        engine.Predict(row, ref answer);
        if (!repeated) return (answer.Class, null);
        return (answer.Class, Time(() => engine.Predict(row, ref answer)));
    }

    /// <summary>The same by Hinge's predictor: the same row, dense.</summary>
    public static (string Class, double Nanoseconds) PredictByHinge(string model, string data)
    {
        LinearModel loaded = LinearModel.Load(model);
        Predictor predictor = loaded.CreatePredictor();
        float[] row = Parse(File.ReadLines(data).First(), loaded.FeatureCount).Features;
        int found = 0;
        double nanoseconds = Time(() => found = predictor.Predict<float>(row));
        return (loaded.ClassNames[found], nanoseconds);
    }

    /// <summary>Nanoseconds of one call: the median of rounds of many, after one that is not counted.</summary>
    private static double Time(Action predict)
    {
        double[] rounds = new double[Rounds];
        for (int round = -1; round < Rounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < Repeats; i++) predict();
            if (round >= 0) rounds[round] = Stopwatch.GetElapsedTime(started).TotalNanoseconds / Repeats;
        }
        Array.Sort(rounds);
        return rounds[Rounds / 2];
    }

    private static SchemaDefinition Schema(int featureCount)
    {
        SchemaDefinition schema = SchemaDefinition.Create(typeof(PredictionRow));
        schema[nameof(PredictionRow.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, featureCount);
        return schema;
    }

    private static PredictionRow Parse(string line, int featureCount)
    {
        string[] fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        PredictionRow row = new() { Label = Number(fields[0]), Features = new float[featureCount] };
        foreach (string field in fields.Skip(1))
        {
            int colon = field.IndexOf(':', StringComparison.Ordinal);
            row.Features[int.Parse(field.AsSpan(0, colon), System.Globalization.CultureInfo.InvariantCulture) - 1] = Number(field[(colon + 1)..]);
        }
        return row;

        static float Number(string text) => float.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
