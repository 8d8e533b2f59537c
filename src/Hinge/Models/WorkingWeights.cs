using Hinge.Data;
using Hinge.Kernels;

namespace Hinge.Models;

/// <summary>
/// Weights in the layout that the kernels want: class by class (K×D) beside dense rows, feature by feature and padded
/// (D×stride) beside sparse rows; and the weights of the constant bias feature apart.
/// </summary>
internal sealed class WorkingWeights
{
    private readonly bool _isSparse;
    private readonly double _biasScale;
    private readonly double[] _bias;

    /// <summary>Weights of zero for <paramref name="features"/>.</summary>
    /// <param name="features">The rows that will be scored.</param>
    /// <param name="classCount">K.</param>
    /// <param name="biasScale">The value of the constant feature; 0 for none.</param>
    public WorkingWeights(FeatureMatrix features, int classCount, double biasScale)
    {
        _isSparse = features.IsSparse;
        _biasScale = biasScale;
        _bias = new double[classCount];
        FeatureCount = features.FeatureCount;
        ClassCount = classCount;
        ScoreLength = SparseRow.Stride(classCount);
        long length = (long)FeatureCount * (_isSparse ? ScoreLength : classCount);
        if (length > Array.MaxLength)
            throw new ArgumentException($"The weights must fit into one array of {Array.MaxLength} numbers; {FeatureCount} features × {classCount} classes do not. Renumber or hash the features.");
        Values = new double[length];
    }

    /// <summary>The given weights, whose last row is the bias where biasScale is not 0.</summary>
    public WorkingWeights(FeatureMatrix features, WeightMatrix weights, double biasScale)
        : this(features, weights.ClassCount, biasScale)
    {
        int d = FeatureCount, k = ClassCount;
        int rows = biasScale == 0 ? d : d + 1;
        if (weights.FeatureCount != rows)
            throw new ArgumentException($"weights must have {rows} rows for {d} features{(rows > d ? " and the bias" : "")}; got {weights.FeatureCount}.", nameof(weights));
        ReadOnlySpan<double> source = weights.Values;
        for (int f = 0; f < d; f++)
            for (int j = 0; j < k; j++)
                Values[Index(f, j)] = source[f * k + j];
        if (rows > d) source[(d * k)..].CopyTo(_bias);
    }

    public int FeatureCount { get; }

    public int ClassCount { get; }

    /// <summary>The length of score and coefficient buffers: K rounded up to whole vectors.</summary>
    public int ScoreLength { get; }

    public double[] Values { get; }

    public WeightLayout Layout => _isSparse ? WeightLayout.ByFeature(ScoreLength) : WeightLayout.ByClass(FeatureCount);

    /// <summary>The weights of the constant feature, length K.</summary>
    public Span<double> Bias => _bias;

    public bool HasBias => _biasScale != 0;

    public void AddBiasTo(Span<double> scores)
    {
        if (_biasScale == 0) return;
        for (int j = 0; j < _bias.Length; j++)
            scores[j] += _biasScale * _bias[j];
    }

    public void AddToBias(ReadOnlySpan<double> coefficients)
    {
        if (_biasScale == 0) return;
        for (int j = 0; j < _bias.Length; j++)
            _bias[j] += _biasScale * coefficients[j];
    }

    public void ClearBias() => _bias.AsSpan().Clear();

    public double SquaredNorm() => PairwiseSum.OfSquares(Values) + PairwiseSum.OfSquares(_bias);

    /// <summary>W ← factor·W.</summary>
    public void Scale(double factor)
    {
        foreach (ref double w in Values.AsSpan()) w *= factor;
        foreach (ref double b in _bias.AsSpan()) b *= factor;
    }

    /// <summary>W ← W + factor·other.</summary>
    public void Add(double factor, WorkingWeights other)
    {
        for (int e = 0; e < Values.Length; e++) Values[e] += factor * other.Values[e];
        for (int j = 0; j < _bias.Length; j++) _bias[j] += factor * other._bias[j];
    }

    public void CopyFrom(WorkingWeights other)
    {
        other.Values.CopyTo(Values.AsSpan());
        other._bias.CopyTo(_bias.AsSpan());
    }

    public WeightMatrix ToMatrix()
    {
        int d = FeatureCount, k = ClassCount;
        WeightMatrix matrix = new(_biasScale == 0 ? d : d + 1, k);
        Span<double> target = matrix.Values;
        for (int f = 0; f < d; f++)
            for (int j = 0; j < k; j++)
                target[f * k + j] = Values[Index(f, j)];
        if (_biasScale != 0) _bias.CopyTo(target[(d * k)..]);
        return matrix;
    }

    private int Index(int feature, int @class) => _isSparse ? feature * ScoreLength + @class : @class * FeatureCount + feature;
}
