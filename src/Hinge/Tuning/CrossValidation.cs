using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>
/// Compares costs C by k-fold cross-validation: for each fold a <see cref="RegularizationPath"/> over the other examples, every model of it
/// certified and tested on the fold.
/// </summary>
/// <remarks>
/// <para>
/// The same data, options and seed give the same folds and the same scores at any number of threads. C means the same in every training:
/// ½‖W‖² + C·Σ loss over the examples there are; sample weights go with their examples, and accuracy counts each example once.
/// </para>
/// <para>
/// What features were learnt from examples is learnt anew from each fold's training part (<see cref="Dataset.Part"/>): no mean or vocabulary of
/// a model has seen the examples that it is tested on. Only the default costs come from all of the data.
/// </para>
/// <para>
/// Memory: beside the data a copy of the rows of one fold, training and test part, at a time.
/// </para>
/// <para>
/// A fold is the unit of resumption: within one, each cost begins with the duals of the last, which are not kept in files. So a resumed run
/// has the bits of an uninterrupted one, and loses at most the fold that was at work.
/// </para>
/// </remarks>
public sealed class CrossValidation
{
    private readonly Dataset _data;
    private readonly Objective _objective;
    private readonly TrainingOptions _training;
    private readonly IReadOnlyList<double> _costs;
    private readonly FoldRecord? _record;

    /// <summary>Draws the folds, and reads the record where there is one: what cannot be done is refused here.</summary>
    /// <param name="data">N ≥ k examples of at least two classes.</param>
    /// <param name="objective">What to minimize; its cost or λ is not looked at.</param>
    /// <param name="options">Folds, costs, and when each training stops; null for the defaults.</param>
    /// <exception cref="ArgumentException">The objective or an option is out of range, or does not fit the data.</exception>
    /// <exception cref="DataFormatException">The record's file is damaged, or of other data or options.</exception>
    public CrossValidation(Dataset data, Objective objective, CrossValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new CrossValidationOptions();
        options.Validate();
        RegularizationPath.RequireNoCheckpoint(options.Training);
        _data = data;
        _objective = objective with { Cost = null, Lambda = null };
        _objective.Validate(data);
        _training = options.Training;
        _costs = [.. options.Costs ?? CostGrid.Default(data, objective.BiasScale)];
        Partition = new StratifiedFolds(data.Labels, options.FoldCount, options.Training.Seed);
        if (options.RecordPath is { } path) _record = FoldRecord.Open(path, TuningSettings.Of(data, _objective, _costs, options));
    }

    /// <summary>Which example is tested in which fold.</summary>
    public StratifiedFolds Partition { get; }

    /// <summary>The costs that are compared.</summary>
    public IReadOnlyList<double> Costs => _costs;

    /// <summary>Runs all folds that are not in the record, or until cancelled: then the result has those that were finished.</summary>
    /// <param name="progress">Told of each training as it goes.</param>
    /// <param name="cancellation">Ends it after what is at work.</param>
    /// <exception cref="IOException">The record's file cannot be written.</exception>
    public CrossValidationResult Run(IProgress<TuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        List<FoldResult> finished = [.. _record?.Folds ?? []];
        for (int fold = 0; fold < Partition.Count && !cancellation.IsCancellationRequested; fold++)
        {
            if (finished.Exists(result => result.Fold == fold)) continue;
            if (RunFold(fold, progress, cancellation) is not { } done) break;
            finished.Add(done);
            _record?.Add(done);
        }
        return new CrossValidationResult(Partition, _costs, finished);
    }

    /// <summary>Null where cancelled.</summary>
    private FoldResult? RunFold(int fold, IProgress<TuningProgress>? progress, CancellationToken cancellation)
    {
        int[] examples = Partition.TrainingExamples(fold);
        (Dataset training, Dataset test) = _data.Part(examples, Partition.TestExamples(fold));
        Objective objective = _objective;
        if (objective.SampleWeights is { } weights) objective = objective with { SampleWeights = [.. examples.Select(i => weights[i])] };
        Reporter? reporter = progress is null ? null : new Reporter(progress, fold, Partition.Count, _costs);
        List<FoldScore> scores = [];
        foreach (TrainingResult result in RegularizationPath.Train(training, objective, _costs, _training, reporter, cancellation))
        {
            if (result.StopReason == StopReason.Cancelled) return null;
            Evaluation evaluation = Evaluation.Of(result.Model, test, _training.Threads);
            Certificate certificate = result.Certificate;
            scores.Add(new FoldScore(_costs[scores.Count], evaluation.CorrectCount, evaluation.CertifiedCount, certificate.RelativeGap, certificate.Epochs, result.StopReason, result.Elapsed));
            if (reporter is not null) reporter.CostIndex++;
        }
        return new FoldResult(fold, test.ExampleCount, scores);
    }

    /// <summary>Tells of one fold's trainings as of a part of the whole.</summary>
    private sealed class Reporter(IProgress<TuningProgress> progress, int fold, int foldCount, IReadOnlyList<double> costs) : IProgress<TrainingProgress>
    {
        public int CostIndex { get; set; }

        public void Report(TrainingProgress value) => progress.Report(new TuningProgress(fold, foldCount, CostIndex, costs.Count, costs[CostIndex], value));
    }
}
