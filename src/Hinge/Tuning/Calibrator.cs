using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;
using Hinge.Training;

namespace Hinge.Tuning;

/// <summary>
/// Finds how a model's scores become probabilities, by k-fold cross-validation: each example is scored by a model trained on the other folds, and
/// β of <see cref="Calibration"/> is fitted to these scores (<see cref="TemperatureFit"/>).
/// </summary>
/// <remarks>
/// The same data, options and seed give the same β at any number of threads. What features were learnt from examples is learnt anew from each
/// fold's training part. Sample weights count in the fit; class weights do not, since they are there to change what is predicted. Memory: the rows of
/// one fold's parts at a time, and N·K floats of scores.
/// </remarks>
public static class Calibrator
{
    /// <summary>How many folds there are by default.</summary>
    public const int DefaultFoldCount = 5;

    /// <summary>Trains on the folds and fits.</summary>
    /// <param name="data">N ≥ k examples of at least two classes.</param>
    /// <param name="objective">What the model minimizes. C stays as it is given, with fewer examples; or λ does.</param>
    /// <param name="options">How each fold is trained, threads and seed included; its checkpoint and its start are not for the folds.</param>
    /// <param name="foldCount">k, in [2, N]; default 5.</param>
    /// <param name="trainer">The trainer; null for the loss's default.</param>
    /// <param name="progress">Told of each training as it goes; the cost is the only one.</param>
    /// <param name="cancellation">Ends it after what is at work.</param>
    /// <returns>What <see cref="LinearModel.With"/> adds to the model of all data; null where it was cancelled.</returns>
    /// <exception cref="ArgumentException">foldCount is out of range, the scores do not fit into memory, or the objective does not fit the data.</exception>
    public static Calibration? Fit(
        Dataset data, Objective objective, TrainingOptions options, int foldCount = DefaultFoldCount, ITrainer? trainer = null, IProgress<TuningProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(options);
        StratifiedFolds folds = FoldsOf(data, options, foldCount);
        int n = data.ExampleCount, k = data.Labels.ClassCount;
        float[] scores = new float[(long)n * k];
        trainer ??= Trainers.DefaultFor(objective.Loss);
        double cost = objective.CostFor(n);
        for (int fold = 0; fold < folds.Count; fold++)
        {
            int[] examples = folds.TrainingExamples(fold), tested = folds.TestExamples(fold);
            (Dataset training, Dataset test) = data.Part(examples, tested);
            Objective own = objective.SampleWeights is { } weights ? objective with { SampleWeights = [.. examples.Select(i => weights[i])] } : objective;
            Reporter? reporter = progress is null ? null : new Reporter(progress, fold, folds.Count, cost);
            TrainingResult result = trainer.Train(training, own, options with { Checkpoint = null, Start = null }, reporter, cancellation);
            if (result.StopReason == StopReason.Cancelled) return null;
            result.Model.ForEachScores(
                test.Features,
                (i, row) =>
                {
                    for (int j = 0; j < k; j++) scores[(long)tested[i] * k + j] = (float)row[j];
                },
                options.Threads);
        }
        (double factor, double logLoss) = TemperatureFit.Of(scores, data.Labels, objective.SampleWeights);
        return new Calibration { InverseTemperature = factor, FoldCount = foldCount, Seed = options.Seed, LogLoss = logLoss };
    }

    /// <summary>Refuses before any training what cannot be calibrated.</summary>
    /// <exception cref="ArgumentException">As <see cref="Fit"/>.</exception>
    public static void RequireFolds(Dataset data, TrainingOptions options, int foldCount)
    {
        ArgumentNullException.ThrowIfNull(options);
        FoldsOf(data, options, foldCount);
    }

    private static StratifiedFolds FoldsOf(Dataset data, TrainingOptions options, int foldCount)
    {
        ArgumentNullException.ThrowIfNull(data);
        if ((long)data.ExampleCount * data.Labels.ClassCount > Array.MaxLength)
            throw new ArgumentException($"data must have at most {Array.MaxLength} scores, one an example and class, to be calibrated; {data.ExampleCount} examples × {data.Labels.ClassCount} classes are more. Train without calibration, or on fewer examples.", nameof(data));
        return new StratifiedFolds(data.Labels, foldCount, options.Seed);
    }

    private sealed class Reporter(IProgress<TuningProgress> progress, int fold, int foldCount, double cost) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new TuningProgress(fold, foldCount, 0, 1, cost, value));
    }
}
