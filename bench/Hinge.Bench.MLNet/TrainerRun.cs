using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;

namespace Hinge.Bench.MLNet;

/// <summary>
/// ML.NET's linear multiclass trainers, with the constants that bring their objectives to Hinge's,
/// P(W) = ½‖W‖² + C·Σ loss with a constant feature of 1 for the bias.
/// </summary>
/// <remarks>
/// The Sdca trainers minimize ½λ‖W‖² + (1/N)·Σ_i Σ_{j≠y} f(s_y − s_j), so λ = 1/(C·N); with a bias learning rate of 0, the
/// default, the bias is the weight of a constant feature of 1. With f the hinge loss this is Weston–Watkins. With f the
/// logistic loss, SdcaMaximumEntropy, it is not softmax (SdcaMulticlass.cs, TrainWithoutLock, of ML.NET 5.0.1): its weights
/// stay away from the optimum of softmax. LbfgsMaximumEntropy minimizes ½λ‖W‖² + Σ softmax, so λ = 1/C, and leaves the
/// bias out of ‖W‖. All run for a number of iterations: their tolerances are too small to stop them.
/// </remarks>
internal sealed record TrainerRun(string DataPath, int FeatureCount, string TrainerName, double Cost, int Iterations, int Threads)
{
    private const float NoTolerance = 1e-12f;
    private const int Seed = 1;

    public TrainerResult Train()
    {
        long started = Stopwatch.GetTimestamp();
        MLContext context = new(Seed);
        IDataView read = context.Data.Cache(context.Data.CreateTextLoader(TextOptions()).Load(DataPath), "Label", "Features");
        IDataView data = context.Transforms.Conversion.MapValueToKey("Label").Fit(read).Transform(read);
        long exampleCount = CountExamples(data);
        TimeSpan reading = Stopwatch.GetElapsedTime(started);

        started = Stopwatch.GetTimestamp();
        LinearMulticlassModelParametersBase model = TrainerName switch
        {
            "sdca-hinge" => context.MulticlassClassification.Trainers.SdcaNonCalibrated(HingeOptions(exampleCount)).Fit(data).Model,
            "sdca-maximum-entropy" => context.MulticlassClassification.Trainers.SdcaMaximumEntropy(EntropyOptions(exampleCount)).Fit(data).Model,
            "lbfgs-maximum-entropy" => context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(LbfgsOptions()).Fit(data).Model,
            _ => throw new ArgumentException($"TRAINER must be sdca-hinge, sdca-maximum-entropy or lbfgs-maximum-entropy; got {TrainerName}."),
        };
        TimeSpan training = Stopwatch.GetElapsedTime(started);

        VBuffer<float> names = default;
        data.Schema["Label"].Annotations.GetValue("KeyValues", ref names);
        return TrainerResult.Of(model, [.. names.DenseValues()], reading, training);
    }

    /// <summary>
    /// svmlight text is the sparse form that the text loader knows. Its indices count from the column after the label, and
    /// svmlight's from 1: column 1 stays empty. LoadFromSvmLightFile shares a buffer between threads, and throws.
    /// </summary>
    private TextLoader.Options TextOptions() => new()
    {
        AllowSparse = true,
        Separators = [' '],
        InputSize = FeatureCount + 2,
        Columns = [new TextLoader.Column("Label", DataKind.Single, 0), new TextLoader.Column("Features", DataKind.Single, 2, FeatureCount + 1)],
    };

    /// <summary>Goes over the features once, so that they are read and cached.</summary>
    private static long CountExamples(IDataView data)
    {
        long count = 0;
        using DataViewRowCursor cursor = data.GetRowCursor([data.Schema["Label"], data.Schema["Features"]]);
        ValueGetter<VBuffer<float>> features = cursor.GetGetter<VBuffer<float>>(data.Schema["Features"]);
        VBuffer<float> row = default;
        for (; cursor.MoveNext(); count++) features(ref row);
        return count;
    }

    private SdcaNonCalibratedMulticlassTrainer.Options HingeOptions(long exampleCount) => new()
    {
        Loss = new HingeLoss(),
        L2Regularization = (float)(1 / (Cost * exampleCount)),
        L1Regularization = 0,
        MaximumNumberOfIterations = Iterations,
        ConvergenceTolerance = NoTolerance,
        ConvergenceCheckFrequency = Iterations,
        NumberOfThreads = Threads,
    };

    private SdcaMaximumEntropyMulticlassTrainer.Options EntropyOptions(long exampleCount) => new()
    {
        L2Regularization = (float)(1 / (Cost * exampleCount)),
        L1Regularization = 0,
        MaximumNumberOfIterations = Iterations,
        ConvergenceTolerance = NoTolerance,
        ConvergenceCheckFrequency = Iterations,
        NumberOfThreads = Threads,
    };

    private LbfgsMaximumEntropyMulticlassTrainer.Options LbfgsOptions() => new()
    {
        L2Regularization = (float)(1 / Cost),
        L1Regularization = 0,
        MaximumNumberOfIterations = Iterations,
        OptimizationTolerance = NoTolerance,
        NumberOfThreads = Threads,
    };
}
