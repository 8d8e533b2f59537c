using Hinge.Data;
using Hinge.Kernels;

namespace Hinge.Models;

/// <summary>The weights W, one column a class as in the course notes: W[feature, class], row-major.</summary>
public sealed class WeightMatrix
{
    private readonly double[] _values;

    /// <summary>Wraps row-major values without copying them.</summary>
    /// <param name="featureCount">D ≥ 1, the rows.</param>
    /// <param name="classCount">K ≥ 1, the columns.</param>
    /// <param name="values">D×K values.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is less than 1.</exception>
    /// <exception cref="ArgumentException">values does not hold D×K numbers.</exception>
    public WeightMatrix(int featureCount, int classCount, double[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != (long)featureCount * classCount)
            throw new ArgumentException($"values must hold {featureCount}×{classCount} numbers; got {values.LongLength}.", nameof(values));
        FeatureCount = featureCount;
        ClassCount = classCount;
        _values = values;
    }

    /// <summary>Weights of zero.</summary>
    public WeightMatrix(int featureCount, int classCount)
        : this(featureCount, classCount, new double[(long)featureCount * classCount])
    {
    }

    /// <summary>Independent normal weights.</summary>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <param name="scale">Their standard deviation.</param>
    /// <param name="seed">The same seed gives the same weights.</param>
    public static WeightMatrix Random(int featureCount, int classCount, double scale, int seed)
    {
        WeightMatrix weights = new(featureCount, classCount);
        RandomOrder random = new(seed);
        foreach (ref double weight in weights.Values)
            weight = scale * random.NextNormal();
        return weights;
    }

    /// <summary>D, the rows.</summary>
    public int FeatureCount { get; }

    /// <summary>K, the columns.</summary>
    public int ClassCount { get; }

    /// <summary>All D×K values, row-major.</summary>
    public Span<double> Values => _values;

    /// <summary>The weight of <paramref name="feature"/> for <paramref name="class"/>.</summary>
    public ref double this[int feature, int @class] => ref _values[(long)feature * ClassCount + @class];

    /// <summary>‖W‖², the sum of squares.</summary>
    public double SquaredNorm() => PairwiseSum.OfSquares(_values);

    /// <summary>‖W − other‖, the Euclidean distance.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public double DistanceTo(WeightMatrix other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.FeatureCount != FeatureCount || other.ClassCount != ClassCount)
            throw new ArgumentException($"other must be {FeatureCount}×{ClassCount}; got {other.FeatureCount}×{other.ClassCount}.", nameof(other));
        double sum = 0;
        for (int e = 0; e < _values.Length; e++)
        {
            double difference = _values[e] - other._values[e];
            sum += difference * difference;
        }
        return Math.Sqrt(sum);
    }
}
