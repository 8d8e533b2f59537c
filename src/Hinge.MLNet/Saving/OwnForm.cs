using Hinge.Losses;
using Hinge.MLNet.Scoring;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.MLNet.Saving;

/// <summary>A model as ML.NET's own linear multiclass transformer.</summary>
/// <remarks>
/// ML.NET loads and saves only transformers of its own kinds, and lets nobody make a linear one of given weights. So it is asked to train one of
/// the right shape and names on a single row, which takes no time, and the weights in the zip that it saves are replaced
/// (<see cref="StoredWeights"/>). What it then loads is asked for its weights: were they stored in another way than here thought, that would show.
/// </remarks>
internal static class OwnForm
{
    /// <exception cref="NotSupportedException">ML.NET stores its models in another way, or the weights do not fit there.</exception>
    public static ITransformer Of(LinearModel model, OutputColumns columns, string featureColumnName)
    {
        MLContext context = new(seed: 1);
        (float[] weights, float[] biases) = StoredWeights.Of(model);
        ITransformer blank = Blank(context, model, columns, featureColumnName, out LinearMulticlassModelParametersBase shape);
        using MemoryStream zip = new();
        context.Model.Save(blank, null, zip);
        StoredWeights.Replace(zip, shape, weights, biases);
        zip.Position = 0;
        ITransformer filled = context.Model.Load(zip, out _);
        if (!StoredWeights.AreThose(filled, weights, biases)) throw StoredWeights.Unknown();
        return filled;
    }

    /// <summary>Trained on one row of ones of the first class: all weights are then different from zero, and stored one by one.</summary>
    private static ITransformer Blank(MLContext context, LinearModel model, OutputColumns columns, string featureColumnName, out LinearMulticlassModelParametersBase shape)
    {
        string labelName = featureColumnName == "Label" ? "Class" : "Label";
        float[] ones = new float[model.FeatureCount];
        Array.Fill(ones, 1);
        OneRowView row = new(
            [new(featureColumnName, new VectorDataViewType(NumberDataViewType.Single, ones.Length)), columns.LabelColumn(labelName)],
            [(ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) => value = new VBuffer<float>(ones.Length, ones)), (ValueGetter<uint>)((ref uint value) => value = 1)]);
        MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers = context.MulticlassClassification.Trainers;
        if (model.Objective.Loss is Softmax)
        {
            MulticlassPredictionTransformer<MaximumEntropyModelParameters> entropy = trainers.SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { LabelColumnName = labelName, FeatureColumnName = featureColumnName, L2Regularization = 1, L1Regularization = 0, NumberOfThreads = 1, MaximumNumberOfIterations = 1 }).Fit(row);
            shape = entropy.Model;
            return entropy;
        }
        MulticlassPredictionTransformer<LinearMulticlassModelParameters> linear = trainers.SdcaNonCalibrated(new SdcaNonCalibratedMulticlassTrainer.Options { LabelColumnName = labelName, FeatureColumnName = featureColumnName, Loss = new HingeLoss(), L2Regularization = 1, L1Regularization = 0, NumberOfThreads = 1, MaximumNumberOfIterations = 1 }).Fit(row);
        shape = linear.Model;
        return linear;
    }
}
