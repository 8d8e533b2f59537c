using System.Globalization;
using System.Numerics;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training.Descending;

namespace Hinge.Training;

/// <summary>
/// Gradient descent over a stream: takes examples batch by batch, never twice, and gives a model at any time. For data that
/// does not fit into memory, or does not end.
/// </summary>
/// <remarks>
/// <para>
/// Minimizes the mean form E[a·loss(xᵀW, y)] + λ(‖W‖² + 2μ‖W‖₁) over whatever the stream draws from, by the steps of
/// <see cref="GradientDescent"/>. Each <see cref="PartialFit(Dataset)"/> takes its examples in the order given,
/// <see cref="GradientDescentOptions.BatchSize"/> a step, and counts as an epoch of the schedule and of averages. Momentum,
/// averages and the count of steps go on from call to call. The same calls give the same bits.
/// </para>
/// <para>
/// Nobody keeps a stream, so nothing can be certified: the models' primal is not known (NaN), there is no dual, and the gap is
/// infinite. Not for several threads at once.
/// </para>
/// </remarks>
public sealed class OnlineTrainer
{
    private readonly string[] _classNames;
    private readonly Objective _objective;
    private readonly GradientDescentOptions _settings;
    private IReadOnlyList<string>? _featureNames;
    private Descender? _descender;
    private bool _isSparse;
    private int _calls;

    /// <summary>Starts at weights of zero.</summary>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="classNames">All K ≥ 2 different classes that will occur.</param>
    /// <param name="objective">
    /// The loss, λ, L1 penalty, bias and class weights. <see cref="Objective.Lambda"/> must be given, as C depends on the number of
    /// examples; sample weights and balanced classes need the whole data and must not be.
    /// </param>
    /// <param name="settings">Steps, momentum, schedule, averages; null for the defaults. Nothing can be held out.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above, or a setting is out of range.</exception>
    public OnlineTrainer(int featureCount, IReadOnlyList<string> classNames, Objective objective, GradientDescentOptions? settings = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(objective);
        _settings = settings ?? new GradientDescentOptions();
        _settings.Validate();
        if (_settings.HoldoutShare != 0)
            throw new ArgumentException("HoldoutShare must be 0 for a stream: examples are seen once. Evaluate the model on the next batch before fitting it.", nameof(settings));
        if (classNames.Count < 2 || classNames.Distinct(StringComparer.Ordinal).Count() != classNames.Count)
            throw new ArgumentException("classNames must be at least two different names.", nameof(classNames));
        if (objective.Lambda is null)
            throw new ArgumentException("objective must have Lambda, not Cost, for a stream: C = 1/(2λN) needs the number of examples.", nameof(objective));
        if (objective.SampleWeights is not null || objective.BalancesClasses)
            throw new ArgumentException("objective must be without SampleWeights and BalancesClasses for a stream, which is never seen whole. Give ClassWeights.", nameof(objective));
        objective.Validate(1, classNames.Count);
        FeatureCount = featureCount;
        _classNames = [.. classNames];
        _objective = objective;
    }

    /// <summary>D.</summary>
    public int FeatureCount { get; }

    /// <summary>How many examples were seen.</summary>
    public long ExampleCount { get; private set; }

    /// <summary>How many steps were taken.</summary>
    public long StepCount => _descender?.StepCount ?? 0;

    /// <summary>Goes on with the examples of a batch, in their order.</summary>
    /// <param name="batch">
    /// Rows of D columns (sparse ones may have fewer) and classes of those known ahead, by name. All batches must be sparse, or all
    /// dense. An empty one is ignored.
    /// </param>
    /// <exception cref="ArgumentException">The batch breaks a rule above; nothing has changed then.</exception>
    public void PartialFit(Dataset batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        int[] labels = batch.Labels.IndicesIn(_classNames);
        if (Array.FindIndex(labels, y => y < 0) is >= 0 and int unknown)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"batch must have the classes named ahead; example {unknown} (counted from 0) is of class \"{batch.Labels.ClassNames[batch.Labels[unknown]]}\". Name it when the trainer is made."), nameof(batch));
        Fit(batch.Features, new Labels(labels, _classNames));
        // Those of a sparse batch that has fewer columns name not all features.
        if (batch.ExampleCount > 0 && batch.FeatureNames?.Count == FeatureCount) _featureNames ??= batch.FeatureNames;
    }

    /// <summary>Goes on with dense rows, in their order.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="rows">n·D finite values, row-major; copied.</param>
    /// <param name="labels">n classes, in [0, K) in the order of the names.</param>
    /// <exception cref="ArgumentException">An argument breaks a rule above; nothing has changed then.</exception>
    public void PartialFit<T>(ReadOnlySpan<T> rows, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Fit(new DenseMatrix<T>(labels.Length, FeatureCount, rows.ToArray()), new Labels(labels.ToArray(), _classNames));

    /// <summary>The model so far: the weights, or their average, without proof of anything.</summary>
    /// <exception cref="InvalidOperationException">No example was seen yet, or the weights are no longer finite.</exception>
    public LinearModel ToModel()
    {
        if (_descender is null) throw new InvalidOperationException("There is no model before the first example. Call PartialFit first.");
        WeightMatrix weights = _descender.Current().ToMatrix();
        foreach (double w in weights.Values)
            if (!double.IsFinite(w)) throw new InvalidOperationException("The weights grew without bound. Give a smaller LearningRate.");
        Certificate nothing = new()
        {
            Primal = double.NaN,
            Dual = double.NegativeInfinity,
            DualDistance = double.PositiveInfinity,
            ExampleCount = (int)Math.Min(ExampleCount, int.MaxValue),
            Fingerprint = "",
            Solver = GradientDescent.TrainerName,
            Epochs = 1,
            StopReason = StopReason.EpochLimit,
        };
        return new LinearModel(weights, _classNames, _featureNames, _objective, nothing);
    }

    private void Fit(FeatureMatrix features, Labels labels)
    {
        if (features.IsSparse && features.FeatureCount < FeatureCount) features = features.Widen(FeatureCount);
        if (features.FeatureCount != FeatureCount)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"batch must have {FeatureCount} features; got {features.FeatureCount}."));
        if (_descender is not null && features.IsSparse != _isSparse)
            throw new ArgumentException($"batch must be {(_isSparse ? "sparse" : "dense")} like the first one.");
        int n = features.ExampleCount;
        if (n == 0) return;
        _isSparse = features.IsSparse;
        _descender ??= new Descender(features, _classNames.Length, _objective, _settings, 2 * _objective.Lambda!.Value, features.MeanSquaredNorm() + _objective.BiasScale * _objective.BiasScale);
        double[] exampleWeights = [.. labels.Values.ToArray().Select(y => _objective.ClassWeights?[y] ?? 1)];
        int[] order = [.. Enumerable.Range(0, n)];
        double steps = Math.Ceiling((double)n / _settings.BatchSize);
        for (int step = 0; step < steps; step++)
        {
            int first = step * _settings.BatchSize;
            _descender.Step(features, labels, order.AsSpan(first, Math.Min(_settings.BatchSize, n - first)), exampleWeights, _calls + step / steps);
        }
        _calls++;
        ExampleCount += n;
    }
}
