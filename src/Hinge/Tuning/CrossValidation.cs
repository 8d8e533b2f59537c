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
/// Memory: beside the data a copy of the rows of one fold, training and test part, at a time.
/// </para>
/// <para>
/// A fold is the unit of resumption: within one, each cost begins with the duals of the last, which are not kept in files. So a resumed run
/// has the bits of an uninterrupted one, and loses at most the fold that was at work.
/// </para>
/// </remarks>
public static class CrossValidation
{
    /// <summary>Runs all folds, or until cancelled: then the result has those that were finished.</summary>
    /// <param name="data">N ≥ k examples of at least two classes.</param>
    /// <param name="objective">What to minimize; its cost or λ is not looked at.</param>
    /// <param name="options">Folds, costs, and when each training stops; null for the defaults.</param>
    /// <param name="progress">Told of each training as it goes.</param>
    /// <param name="cancellation">Ends it after what is at work.</param>
    /// <exception cref="ArgumentException">The objective or an option is out of range, or does not fit the data.</exception>
    /// <exception cref="DataFormatException">The record's file is damaged, or of other data or options.</exception>
    /// <exception cref="IOException">The record's file cannot be written.</exception>
    public static CrossValidationResult Run(Dataset data, Objective objective, CrossValidationOptions? options = null, IProgress<TuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new CrossValidationOptions();
        options.Validate();
        objective = objective with { Cost = null, Lambda = null };
        objective.Validate(data);
        StratifiedFolds partition = new(data.Labels, options.FoldCount, options.Training.Seed);
        IReadOnlyList<double> costs = options.Costs ?? CostGrid.Default(data, objective.BiasScale);
        FoldRecord? record = options.RecordPath is { } path ? FoldRecord.Open(path, TuningSettings.Of(data, objective, costs, options)) : null;
        List<FoldResult> finished = [.. record?.Folds ?? []];
        for (int fold = 0; fold < partition.Count && !cancellation.IsCancellationRequested; fold++)
        {
            if (finished.Exists(result => result.Fold == fold)) continue;
            if (RunFold(data, objective, partition, fold, costs, options.Training, progress, cancellation) is not { } done) break;
            finished.Add(done);
            record?.Add(done);
        }
        return new CrossValidationResult(partition, costs, finished);
    }

    /// <summary>Null where cancelled.</summary>
    private static FoldResult? RunFold(Dataset data, Objective objective, StratifiedFolds partition, int fold, IReadOnlyList<double> costs, TrainingOptions options, IProgress<TuningProgress>? progress, CancellationToken cancellation)
    {
        int[] examples = partition.TrainingExamples(fold);
        Dataset training = data.Select(examples), test = data.Select(partition.TestExamples(fold));
        if (objective.SampleWeights is { } weights) objective = objective with { SampleWeights = [.. examples.Select(i => weights[i])] };
        Reporter? reporter = progress is null ? null : new Reporter(progress, fold, partition.Count, costs);
        List<FoldScore> scores = [];
        foreach (TrainingResult result in RegularizationPath.Train(training, objective, costs, options, reporter, cancellation))
        {
            if (result.StopReason == StopReason.Cancelled) return null;
            Evaluation evaluation = Evaluation.Of(result.Model, test, options.Threads);
            Certificate certificate = result.Certificate;
            scores.Add(new FoldScore(costs[scores.Count], evaluation.CorrectCount, evaluation.CertifiedCount, certificate.RelativeGap, certificate.Epochs, result.StopReason, result.Elapsed));
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
