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
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public Dataset(FeatureMatrix features, Labels labels, IReadOnlyList<string>? featureNames = null)
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
        _fingerprint = new Lazy<string>(() => DatasetFingerprint.Compute(this));
    }

    /// <summary>Joins what was read from a file that states the data's fingerprint.</summary>
    internal Dataset(FeatureMatrix features, Labels labels, IReadOnlyList<string>? featureNames, string statedFingerprint)
        : this(features, labels, featureNames) => _statedFingerprint = statedFingerprint;

    /// <summary>X, N×D.</summary>
    public FeatureMatrix Features { get; }

    /// <summary>y, length N.</summary>
    public Labels Labels { get; }

    /// <summary>The columns' names, or null where the source has none.</summary>
    public IReadOnlyList<string>? FeatureNames { get; }

    /// <summary>N.</summary>
    public int ExampleCount => Features.ExampleCount;

    /// <summary>The data set of the given examples, in their order, with the same classes.</summary>
    public Dataset Select(ReadOnlySpan<int> examples) => new(Features.Select(examples), Labels.Select(examples), FeatureNames);

    /// <summary>Cuts off a random part for testing.</summary>
    /// <param name="testShare">The share of examples in the test part, in (0, 1).</param>
    /// <param name="seed">The seed of the random order; the same seed gives the same parts.</param>
    /// <returns>Both parts, each in the original order of examples.</returns>
    /// <exception cref="ArgumentOutOfRangeException">testShare is not in (0, 1), or leaves a part empty.</exception>
    public (Dataset Train, Dataset Test) Split(double testShare, int seed)
    {
        (int[] train, int[] test) = SplitExamples(testShare, seed, nameof(testShare));
        return (Select(train), Select(test));
    }

    /// <summary>The examples of both parts of <see cref="Split"/>, each in order.</summary>
    internal (int[] Train, int[] Test) SplitExamples(double testShare, int seed, string name)
    {
        if (!(testShare > 0 && testShare < 1))
            throw new ArgumentOutOfRangeException(name, testShare, $"{name} must lie between 0 and 1.");
        int testCount = (int)Math.Round(testShare * ExampleCount, MidpointRounding.AwayFromZero);
        if (testCount == 0 || testCount == ExampleCount)
            throw new ArgumentOutOfRangeException(name, testShare, $"{name} must leave examples in both parts; of {ExampleCount} examples it takes {testCount}.");
        int[] order = [.. Enumerable.Range(0, ExampleCount)];
        new RandomOrder(seed).Shuffle(order);
        int[] test = order[..testCount], train = order[testCount..];
        Array.Sort(test);
        Array.Sort(train);
        return (train, test);
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
