namespace Hinge.Data;

/// <summary>Features and their labels, with the names that came with them.</summary>
public sealed class Dataset
{
    private readonly Lazy<string> _fingerprint;
    private readonly string? _statedFingerprint;

    /// <summary>Joins features and labels.</summary>
    /// <param name="features">X, N×D.</param>
    /// <param name="labels">y, length N.</param>
    /// <param name="featureNames">D different names, or null where the source has none.</param>
    /// <param name="origin">The table that the features were made of, or null where the source has features.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public Dataset(FeatureMatrix features, Labels labels, IReadOnlyList<string>? featureNames = null, DatasetOrigin? origin = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        if (features.ExampleCount != labels.Count)
            throw new ArgumentException($"labels must be one an example; got {labels.Count} for {features.ExampleCount} examples.", nameof(labels));
        if (featureNames is not null && featureNames.Count != features.FeatureCount)
            throw new ArgumentException($"featureNames must be one a feature; got {featureNames.Count} for {features.FeatureCount} features.", nameof(featureNames));
        Features = features;
        Labels = labels;
        FeatureNames = featureNames;
        Origin = origin;
        _fingerprint = new Lazy<string>(() => DatasetFingerprint.Compute(this));
    }

    /// <summary>Joins what was read from a file that states the data's fingerprint.</summary>
    internal Dataset(FeatureMatrix features, Labels labels, IReadOnlyList<string>? featureNames, DatasetOrigin? origin, string statedFingerprint)
        : this(features, labels, featureNames, origin) => _statedFingerprint = statedFingerprint;

    /// <summary>X, N×D.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>y, length N.</summary>
    public Labels Labels { get; }

    /// <summary>The columns' names, or null where the source has none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>The table that the features were made of, or null where the source has features.</summary>
    public DatasetOrigin? Origin { get; }

    /// <summary>How the features were made of a table's columns, as JSON, or null; see <see cref="DatasetOrigin"/>.</summary>
    public string? Featurization => Origin?.Featurization;

    /// <summary>N.</summary>
    public int ExampleCount => Features.ExampleCount;

    /// <summary>The data set of the given examples, copied in their order, with the same classes and the same featurization.</summary>
    /// <param name="examples">Indices in [0, N); an example may come twice.</param>
    public Dataset Select(ReadOnlySpan<int> examples) => new(Features.Select(examples), Labels.Select(examples), FeatureNames, Origin?.Select(examples.ToArray()));

    /// <summary>
    /// A part to train on and one to test on. Where features were learnt from the examples (means, categories, vocabularies), they are learnt anew
    /// from the training part alone, so that nothing of the test part leaks into it; elsewhere this is <see cref="Select"/>.
    /// </summary>
    /// <param name="training">The examples to train on, in their order.</param>
    /// <param name="test">The examples to test on, in their order.</param>
    public (Dataset Training, Dataset Test) Part(int[] training, int[] test)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(test);
        return Origin?.Parts is { } parts ? parts(training, test) : (Select(training), Select(test));
    }

    /// <summary>Cuts off a part for testing, by a hash of each row's features and the seed.</summary>
    /// <remarks>
    /// Without <paramref name="stratify"/>, the side of a row depends on its features and the seed only, so it stays
    /// where it is when rows are put in another order, added or removed; of N examples, testShare·N ±
    /// √(testShare·(1 − testShare)·N) or so come to the test part. With it, the share holds in each class as nearly as
    /// it can, still whatever the order of the rows. Equal rows go together (stratified, those of one class).
    /// </remarks>
    /// <param name="testShare">The share of examples in the test part, in (0, 1).</param>
    /// <param name="seed">The same seed gives the same parts.</param>
    /// <param name="stratify">Whether the share is kept within each class.</param>
    /// <param name="threads">How many threads may work, at least 1; null for all processors. The parts are the same for any number.</param>
    /// <returns>Both parts, each in the original order of examples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">testShare is not in (0, 1), or leaves a part empty; or threads is below 1.</exception>
    public (Dataset Train, Dataset Test) Split(double testShare, int seed, bool stratify = false, int? threads = null)
    {
        (int[] train, int[] test) = RowSplit.Examples(this, testShare, seed, stratify, threads ?? Environment.ProcessorCount, nameof(testShare));
        return Part(train, test);
    }

    /// <summary>
    /// SHA-256, in lower-case hexadecimal, over the labels' names and the nonzero features rounded to float: the same
    /// for the same data whatever the file format, the storage, or trailing columns of zeros. Hinge's own data files state
    /// theirs.
    /// </summary>
    public string Fingerprint() => _statedFingerprint ?? _fingerprint.Value;

    /// <summary>The fingerprint computed from the data, whatever a file states.</summary>
    internal string ComputedFingerprint() => _fingerprint.Value;
}
