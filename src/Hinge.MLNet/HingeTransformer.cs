using Hinge.Data;
using Hinge.MLNet.Saving;
using Hinge.MLNet.Scoring;
using Hinge.Models;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hinge.MLNet;

/// <summary>A trained model in an ML.NET pipeline: adds Score and PredictedLabel to data that has the column of features.</summary>
/// <remarks>
/// Score is a vector of K floats: x·W + intercept, or probabilities where the loss is softmax, as of ML.NET's maximum entropy trainers.
/// Scores are computed in double and rounded. PredictedLabel is the key of the highest, the lower of equals. Immutable; all members may be
/// called from several threads at once.
/// </remarks>
public sealed class HingeTransformer : ISingleFeaturePredictionTransformer<LinearModel>
{
    private readonly OutputColumns _columns;
    private readonly Predictor _predictor;
    private readonly Lazy<ITransformer> _own;

    internal HingeTransformer(LinearModel model, OutputColumns columns, string featureColumnName, long skippedRowCount)
    {
        (Model, _columns, FeatureColumnName, SkippedRowCount) = (model, columns, featureColumnName, skippedRowCount);
        _predictor = model.CreatePredictor();
        _own = new(() => OwnForm.Of(model, columns, featureColumnName));
    }

    /// <summary>The model, with all that can be done with it outside ML.NET.</summary>
    public LinearModel Model { get; }

    /// <summary>The proof of how good the model is.</summary>
    public Certificate Certificate => Model.Certificate;

    /// <summary>The column of features that it reads.</summary>
    public string FeatureColumnName { get; }

    /// <summary>A vector of D floats.</summary>
    public DataViewType FeatureColumnType => new VectorDataViewType(NumberDataViewType.Single, Model.FeatureCount);

    /// <summary>How many rows of the training data had no label and were left out; 0 where the model was loaded.</summary>
    public long SkippedRowCount { get; }

    bool ITransformer.IsRowToRowMapper => true;

    /// <summary>The schema with PredictedLabel and Score.</summary>
    /// <exception cref="ArgumentException">The column of features is missing, or not as in training.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema) => MapperFor(inputSchema).OutputSchema;

    /// <summary>The data with PredictedLabel and Score, computed as rows are read.</summary>
    /// <exception cref="ArgumentException">The column of features is missing, or not as in training.</exception>
    /// <remarks>Reading a row whose features are not finite throws a <see cref="DataFormatException"/>.</remarks>
    public IDataView Transform(IDataView input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return new ScoredView(input, MapperFor(input.Schema));
    }

    /// <summary>What adds PredictedLabel and Score to single rows of a schema.</summary>
    /// <exception cref="ArgumentException">The column of features is missing, or not as in training.</exception>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema) => MapperFor(inputSchema);

    /// <summary>
    /// The same classifier as ML.NET's own linear model, its weights rounded to float: for what only ML.NET's own transformers can take part in. It
    /// is made once.
    /// </summary>
    /// <exception cref="NotSupportedException">This version of ML.NET stores its models in another way, or the weights are too many for it.</exception>
    public ITransformer ToMLNet() => _own.Value;

    /// <summary>A model loaded by ML.NET, with every Hinge model in it as it was when it was saved: weights in double and certificate.</summary>
    /// <param name="context">Any context.</param>
    /// <param name="loaded">What <see cref="ModelOperationsCatalog.Load(string, out DataViewSchema)"/> gave.</param>
    /// <exception cref="DataFormatException">What was saved is damaged.</exception>
    public static ITransformer Restore(MLContext context, ITransformer loaded)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(loaded);
        return SavedForm.Restore(context, loaded);
    }

    void ICanSaveModel.Save(ModelSaveContext ctx) => ((ICanSaveModel)SavedForm.Of(this, _columns)).Save(ctx);

    private ScoreMapper MapperFor(DataViewSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return new ScoreMapper(this, _predictor, _columns, schema);
    }
}
