using Hinge.Data;
using Hinge.MLNet;
using Hinge.Models;
using Hinge.Objectives;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.Samples.MLNet;

/// <summary>A trainer, the objective that its weights are scored by, and what training gives.</summary>
internal sealed record Entrant(string Name, Objective Objective, Func<MLContext, IDataView, (ITransformer Transformer, LinearModel Model)> Fit)
{
    public static Entrant Hinge(string name, Objective objective) => new(name, objective, (context, data) =>
    {
        HingeTransformer transformer = context.MulticlassClassification.Trainers.Hinge(new HingeOptions { Objective = objective }).Fit(data);
        return (transformer, transformer.Model);
    });

    /// <summary>ML.NET's Weston–Watkins: ½λ‖W‖² + the mean loss, so λ = 1/(C·N).</summary>
    public static Entrant SdcaHinge(Objective objective, Dataset train) => new("SdcaNonCalibrated(HingeLoss)", objective, (context, data) =>
    {
        MulticlassPredictionTransformer<LinearMulticlassModelParameters> transformer = context.MulticlassClassification.Trainers
            .SdcaNonCalibrated(new SdcaNonCalibratedMulticlassTrainer.Options { Loss = new HingeLoss(), L2Regularization = Lambda(objective, train), L1Regularization = 0, NumberOfThreads = Environment.ProcessorCount }).Fit(data);
        return (transformer, ModelOf(transformer.Model, objective, train));
    });

    /// <summary>ML.NET's maximum entropy with the same λ; its loss is Σ_{j≠y} log(1 + exp(s_j − s_y)), which is not quite softmax.</summary>
    public static Entrant SdcaMaximumEntropy(Objective objective, Dataset train) => new("SdcaMaximumEntropy", objective, (context, data) =>
    {
        MulticlassPredictionTransformer<MaximumEntropyModelParameters> transformer = context.MulticlassClassification.Trainers
            .SdcaMaximumEntropy(new SdcaMaximumEntropyMulticlassTrainer.Options { L2Regularization = Lambda(objective, train), L1Regularization = 0, NumberOfThreads = Environment.ProcessorCount }).Fit(data);
        return (transformer, ModelOf(transformer.Model, objective, train));
    });

    private static float Lambda(Objective objective, Dataset train) => (float)(1 / (objective.CostFor(train.ExampleCount) * train.ExampleCount));

    /// <summary>ML.NET's weights as a model without proof, so that Hinge scores them by the objective.</summary>
    private static LinearModel ModelOf(LinearMulticlassModelParametersBase parameters, Objective objective, Dataset train)
    {
        VBuffer<float>[] columns = [];
        parameters.GetWeights(ref columns, out int classCount);
        float[] biases = [.. parameters.GetBiases()];
        int featureCount = columns[0].Length;
        WeightMatrix weights = new(featureCount + 1, classCount);
        for (int j = 0; j < classCount; j++)
        {
            foreach ((int feature, float weight) in columns[j].Items()) weights[feature, j] = weight;
            weights[featureCount, j] = biases[j];
        }
        Certificate none = new() { Primal = double.NaN, Dual = double.NegativeInfinity, DualDistance = double.PositiveInfinity, ExampleCount = train.ExampleCount, Fingerprint = "" };
        return new LinearModel(weights, train.Labels.ClassNames, null, objective, none);
    }
}
