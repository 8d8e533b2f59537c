using Hinge.Data;
using Hinge.Objectives;

namespace Hinge.Models;

/// <summary>What recomputing a model's certificate over the data found.</summary>
/// <param name="Primal">P(W), recomputed at the stored weights.</param>
/// <param name="Dual">D(b): recomputed where duals were given, else as the certificate states it.</param>
/// <param name="DualIsRecomputed">Which of the two.</param>
/// <param name="FingerprintMatches">Whether this is the data that the model was trained on.</param>
/// <param name="Verified">Whether the data is the same and every recomputed value agrees with the certificate.</param>
public sealed record Verification(double Primal, double Dual, bool DualIsRecomputed, bool FingerprintMatches, bool Verified)
{
    /// <summary>How far, relative to |P|, a recomputed value may be off: sums of doubles in another order.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>(Primal − Dual) / |Primal|.</summary>
    public double RelativeGap => Certificate.RelativeGapOf(Primal, Dual);

    /// <summary>Recomputes a model's certificate in one pass over the data.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">The training data, with the examples that training held out, if it did.</param>
    /// <param name="duals">The duals stored when it was trained, or null.</param>
    /// <param name="sampleWeights">The sample weights that it was trained with, one an example of data, or null.</param>
    /// <param name="threads">How many threads may work; the result does not depend on it.</param>
    /// <exception cref="ArgumentException">The data or the duals do not fit the model, or it was imported from another program.</exception>
    public static Verification Of(LinearModel model, Dataset data, DualVariables? duals = null, IReadOnlyList<double>? sampleWeights = null, int threads = 1)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        Certificate stated = model.Certificate;
        if (stated.ImportedFrom is { } program)
            throw new ArgumentException($"model must have a certificate to verify; this one was imported from {program}. Train on the data to have one.", nameof(model));
        Dataset whole = Fit(model, data);
        Dataset fitted = stated.TrainingPart(whole);
        if (sampleWeights?.Count == whole.ExampleCount && stated.TrainingExamples(whole) is { } examples)
            sampleWeights = [.. examples.Select(i => sampleWeights[i])];
        Problem problem = new(fitted, model.Objective with { SampleWeights = sampleWeights });
        if (duals is not null && (duals.ExampleCount != fitted.ExampleCount || duals.ClassCount != model.ClassCount))
            throw new ArgumentException($"duals must be {fitted.ExampleCount}×{model.ClassCount}; got {duals.ExampleCount}×{duals.ClassCount}. Give those of this model and data.", nameof(duals));

        Certificate found = Certifier.Certify(problem, new WorkingWeights(problem.Features, model.Weights, problem.Objective.BiasScale), duals ?? new DualVariables(fitted.ExampleCount, model.ClassCount), threads);
        double dual = duals is null ? stated.Dual : found.Dual;
        bool fingerprintMatches = fitted.ComputedFingerprint() == stated.Fingerprint;
        double slack = Math.Max(Tolerance * Math.Abs(found.Primal), 2 * found.Rounding);
        bool agrees = Math.Abs(found.Primal - stated.Primal) <= slack
            && IsWithin(slack, dual, stated.Dual)
            && dual <= found.Primal + slack
            && (duals is null || IsWithin(Tolerance * (1 + Math.Sqrt(2 * Math.Abs(found.Primal))), found.DualDistance, stated.DualDistance));
        return new Verification(found.Primal, dual, duals is not null, fingerprintMatches, fingerprintMatches && agrees);
    }

    /// <summary>Whether two numbers are as near, or the same infinity: that of no dual.</summary>
    private static bool IsWithin(double slack, double a, double b) => a == b || Math.Abs(a - b) <= slack;

    /// <summary>The data with the model's classes and number of features.</summary>
    private static Dataset Fit(LinearModel model, Dataset data)
    {
        int[] labels = data.Labels.IndicesIn(model.ClassNames);
        if (Array.FindIndex(labels, y => y < 0) is >= 0 and int unknown)
            throw new ArgumentException($"data must have the model's classes; example {unknown + 1} is of class \"{data.Labels.ClassNames[data.Labels[unknown]]}\". Give the training data.", nameof(data));
        FeatureMatrix features = data.Features;
        if (features.IsSparse && features.FeatureCount < model.FeatureCount) features = features.Widen(model.FeatureCount);
        if (features.FeatureCount != model.FeatureCount)
            throw new ArgumentException($"data must have {model.FeatureCount} features as in training; got {features.FeatureCount}.", nameof(data));
        return new Dataset(features, new Labels(labels, model.ClassNames), data.FeatureNames, data.Origin);
    }
}
