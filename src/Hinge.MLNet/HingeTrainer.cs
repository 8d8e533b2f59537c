using Hinge.Data;
using Hinge.MLNet.Reading;
using Hinge.MLNet.Scoring;
using Hinge.Objectives;
using Hinge.Training;
using Microsoft.ML;
using Microsoft.ML.Trainers;

namespace Hinge.MLNet;

/// <summary>
/// Trains a multiclass linear classifier in an ML.NET pipeline: minimizes P(W) = ½‖W‖² + C·Σ_i a_i·loss(x_iᵀW, y_i) to a stated duality gap.
/// </summary>
/// <remarks>
/// The features are read once, in order, by one cursor, and kept in memory as float: all rows dense where all come dense, else their
/// nonzeros. So the same data, options and seed give the same weights bit for bit at any number of threads, and those that Hinge's own readers
/// lead to from the same storage. Rows without a label are left out, as ML.NET's trainers do; features that are not finite are refused.
/// </remarks>
public sealed class HingeTrainer : IEstimator<HingeTransformer>
{
    private readonly HingeOptions _options;

    internal HingeTrainer(HingeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
    }

    /// <summary>What the trainer reads and minimizes.</summary>
    public HingeOptions Options => _options;

    /// <summary>Trains on all rows that have a label.</summary>
    /// <param name="input">The data; cache it before featurization that costs (AppendCacheCheckpoint), though it is read only once.</param>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type, or an option does not fit the data.</exception>
    /// <exception cref="DataFormatException">There is no row or only one class, or a row has a feature that is not finite or a weight that is not a number ≥ 0.</exception>
    public HingeTransformer Fit(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        TrainingColumns columns = TrainingColumns.In(input.Schema, _options);
        TrainingRows rows = TrainingRows.Read(input, columns);
        Objective objective = _options.Objective with { SampleWeights = rows.Weights };
        using TrainingLog log = new(_options);
        if (rows.SkippedCount > 0) log.Warn($"rows left out for want of a label: {rows.SkippedCount}");
        ITrainer solver = _options.Solver ?? Trainers.DefaultFor(objective.Loss);
        TrainingResult result = solver.Train(rows.Data, objective, _options.Training, log, _options.Cancellation);
        log.Finish(result);
        return new HingeTransformer(result.Model, OutputColumns.Of(columns), _options.FeatureColumnName, rows.SkippedCount);
    }

    /// <summary>Checks the columns and adds Score and PredictedLabel, as ML.NET's own multiclass trainers do.</summary>
    /// <exception cref="ArgumentException">A column is missing or of the wrong type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        ArgumentNullException.ThrowIfNull(inputSchema);
        ColumnRules.Check(inputSchema, _options);
        // The columns of a SchemaShape can only be made by ML.NET: those of its own trainer are the ones wanted.
        MLContext context = new();
        SdcaNonCalibratedMulticlassTrainer own = context.MulticlassClassification.Trainers.SdcaNonCalibrated(_options.LabelColumnName, _options.FeatureColumnName, _options.ExampleWeightColumnName);
        return own.GetOutputSchema(inputSchema);
    }
}
