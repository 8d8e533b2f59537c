using Hinge.Data;
using Hinge.Kernels;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>Receives the scores of one example.</summary>
/// <param name="example">Its row.</param>
/// <param name="scores">Length K; valid during the call only.</param>
public delegate void ScoreVisitor(int example, ReadOnlySpan<double> scores);

/// <summary>A trained classifier: predicts the class with the highest score x·W + intercept; ties go to the lower class.</summary>
/// <remarks>Immutable; all members may be called from several threads at once.</remarks>
public sealed class LinearModel
{
    /// <summary>Joins what a model consists of.</summary>
    /// <param name="weights">W, D×K, or (D + 1)×K with the bias's weights last where the objective has a bias.</param>
    /// <param name="classNames">K different names.</param>
    /// <param name="featureNames">D names, or null.</param>
    /// <param name="objective">What was minimized.</param>
    /// <param name="certificate">How well.</param>
    /// <param name="featurization">How a reader made the features, as JSON, or null; see <see cref="Dataset.Featurization"/>.</param>
    /// <exception cref="ArgumentException">The counts do not fit together, a name is null, or a class's name is repeated.</exception>
    public LinearModel(WeightMatrix weights, IReadOnlyList<string> classNames, IReadOnlyList<string>? featureNames, Objective objective, Certificate certificate, string? featurization = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(certificate);
        if (classNames.Count != weights.ClassCount)
            throw new ArgumentException($"classNames must be one a column of weights: {weights.ClassCount}; got {classNames.Count}.", nameof(classNames));
        if (classNames.Contains(null))
            throw new ArgumentException("classNames must not hold null.", nameof(classNames));
        if (classNames.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
            throw new ArgumentException($"classNames must differ from each other; got \"{repeated.Key}\" twice.", nameof(classNames));
        FeatureCount = weights.FeatureCount - (objective.BiasScale == 0 ? 0 : 1);
        if (FeatureCount < 1)
            throw new ArgumentException("weights must have a row a feature besides the bias.", nameof(weights));
        if (featureNames is not null && featureNames.Count != FeatureCount)
            throw new ArgumentException($"featureNames must be one a feature: {FeatureCount}; got {featureNames.Count}.", nameof(featureNames));
        if (featureNames is not null && featureNames.Contains(null))
            throw new ArgumentException("featureNames must not hold null.", nameof(featureNames));
        Weights = weights;
        ClassNames = classNames;
        FeatureNames = featureNames;
        Objective = objective;
        Certificate = certificate;
        Featurization = featurization;
    }

    /// <summary>W as stored: D×K, or (D + 1)×K with the bias's weights last.</summary>
    public WeightMatrix Weights { get; }

    /// <summary>D.</summary>
    public int FeatureCount { get; }

    /// <summary>K.</summary>
    public int ClassCount => Weights.ClassCount;

    /// <summary>The classes' names, in the order of W's columns.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The features' names, or null where the training data had none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>How the features were made of a table's columns, as JSON, or null; see <see cref="Dataset.Featurization"/>.</summary>
    public string? Featurization { get; }

    /// <summary>What was minimized.</summary>
    public Objective Objective { get; }

    /// <summary>How well, with proof.</summary>
    public Certificate Certificate { get; }

    /// <summary>How scores become probabilities, or null where that was not found out; see <see cref="Tuning.Calibrator"/>.</summary>
    public Calibration? Calibration { get; private init; }

    /// <summary>Whether the model gives probabilities: it was calibrated, or trained with softmax, whose scores are made for them.</summary>
    public bool HasProbabilities => Calibration is not null || Objective.Loss is Softmax;

    /// <summary>β of p_j ∝ exp(β·s_j): 1 for softmax that was not calibrated.</summary>
    internal double InverseTemperature => Calibration?.InverseTemperature ?? 1;

    /// <summary>The same model with probabilities; its predictions, weights and certificate stay.</summary>
    /// <param name="calibration">What <see cref="Tuning.Calibrator.Fit"/> found for the same data and objective.</param>
    /// <exception cref="ArgumentException">β or the log loss is below 0 or not finite, or there are fewer than 2 folds.</exception>
    public LinearModel With(Calibration calibration)
    {
        ArgumentNullException.ThrowIfNull(calibration);
        if (!calibration.IsValid)
            throw new ArgumentException($"calibration must have an inverse temperature and a log loss of at least 0, and 2 folds or more; got {calibration}.", nameof(calibration));
        return new LinearModel(Weights, ClassNames, FeatureNames, Objective, Certificate, Featurization) { Calibration = calibration };
    }

    /// <summary>The probabilities of an example's classes.</summary>
    /// <param name="scores">Its scores, length K, as <see cref="ForEachScores"/> and <see cref="Predictor"/> give them.</param>
    /// <param name="probabilities">Length K, overwritten; may be the scores themselves.</param>
    /// <exception cref="InvalidOperationException">The model has none (<see cref="HasProbabilities"/>).</exception>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Probabilities(ReadOnlySpan<double> scores, Span<double> probabilities)
    {
        RequireProbabilities();
        Models.Calibration.SoftmaxOf(scores, InverseTemperature, probabilities);
    }

    internal void RequireProbabilities()
    {
        if (!HasProbabilities)
            throw new InvalidOperationException($"The model has scores and no probabilities: {Objective.Loss.Name} does not give any by itself. Train it with calibration, or with softmax.");
    }

    /// <summary>Shows the scores of every row to <paramref name="visitor"/>, from several threads where threads > 1.</summary>
    /// <param name="features">N rows of D columns; sparse rows may have fewer, the rest being zero.</param>
    /// <param name="visitor">Called once for each row, in no fixed order.</param>
    /// <param name="threads">How many threads may work.</param>
    /// <exception cref="ArgumentException">features has not D columns.</exception>
    public void ForEachScores(FeatureMatrix features, ScoreVisitor visitor, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(visitor);
        FeatureMatrix rows = Fit(features);
        WorkingWeights working = new(rows, Weights, Objective.BiasScale);
        rows.Pass(working, new EachRow(visitor, ClassCount), null, threads);
    }

    /// <summary>The predicted class of every row.</summary>
    /// <param name="features">N rows of D columns; sparse rows may have fewer, the rest being zero.</param>
    /// <param name="threads">How many threads may work, at least 1; default 1. The result does not depend on it.</param>
    /// <returns>N indices into <see cref="ClassNames"/>; of equal scores the lower.</returns>
    /// <exception cref="ArgumentException">features has not D columns.</exception>
    public int[] Predict(FeatureMatrix features, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(features);
        int[] predictions = new int[features.ExampleCount];
        ForEachScores(features, (i, scores) => predictions[i] = Best(scores), threads);
        return predictions;
    }

    /// <summary>The model laid out for one row at a time, without allocation. Make one and keep it: it copies the weights when it is first used.</summary>
    public Predictor CreatePredictor() => new(this);

    /// <summary>Writes the model to a file: to a temporary file beside it first, then renamed.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path) => ModelFile.Write(path, this);

    /// <summary>Reads a model written by <see cref="Save"/>, all of it checked: it runs no code of the file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="DataFormatException">The file is not there, is no model, damaged, or of a later version.</exception>
    public static LinearModel Load(string path) => ModelFile.Read(path);

    /// <summary>Whether a file begins as models of <see cref="Save"/> do; false where it cannot be read.</summary>
    public static bool IsModel(string path) => InputFile.BeginsWith(path, ModelFile.Magic);

    /// <summary>The class with the highest score; the lower of equals.</summary>
    /// <param name="scores">Length K ≥ 1.</param>
    public static int Best(ReadOnlySpan<double> scores)
    {
        int best = 0;
        for (int j = 1; j < scores.Length; j++)
            if (scores[j] > scores[best]) best = j;
        return best;
    }

    /// <summary>The classes with the highest scores, best first; of equals the lower first.</summary>
    /// <param name="scores">Length K ≥ 1.</param>
    /// <param name="classes">As many as are wanted, at most K; overwritten.</param>
    /// <exception cref="ArgumentException">classes is longer than scores.</exception>
    public static void Best(ReadOnlySpan<double> scores, Span<int> classes)
    {
        if (classes.Length > scores.Length)
            throw new ArgumentException($"classes must have length {scores.Length} at most; got {classes.Length}.", nameof(classes));
        int found = 0;
        for (int j = 0; j < scores.Length; j++)
        {
            int rank = found;
            while (rank > 0 && scores[j] > scores[classes[rank - 1]]) rank--;
            if (rank == classes.Length) continue;
            if (found < classes.Length) found++;
            classes[rank..(found - 1)].CopyTo(classes[(rank + 1)..]);
            classes[rank] = j;
        }
    }

    private FeatureMatrix Fit(FeatureMatrix features)
    {
        if (features.FeatureCount == FeatureCount) return features;
        if (features.IsSparse && features.FeatureCount < FeatureCount) return features.Widen(FeatureCount);
        throw new ArgumentException($"features must have {FeatureCount} columns as in training; got {features.FeatureCount}.", nameof(features));
    }

    private sealed class EachRow(ScoreVisitor visitor, int classCount) : IScoreVisitor<double>
    {
        public double Visit(int firstRow, Span<double> scores, int stride)
        {
            for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
                visitor(i, scores.Slice(start, classCount));
            return 0;
        }
    }
}
