using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;

namespace Hinge.Models;

/// <summary>
/// Weights in the layout that the kernels want: class by class (K×D) beside dense rows, feature by feature and padded
/// (D×stride) beside sparse rows; and the weights of the constant bias feature apart.
/// </summary>
internal sealed class WorkingWeights
{
    /// <summary>What a thread adds up at a time.</summary>
    private const int BlockLength = 1 << 16;

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
        {
            if (_isSparse) source.Slice(f * k, k).CopyTo(Values.AsSpan(f * ScoreLength));
            else for (int j = 0; j < k; j++) Values[Index(f, j)] = source[f * k + j];
        }
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

    public double SquaredNorm(int threads = 1) => PairwiseSum.OfSquares(Values, threads) + PairwiseSum.OfSquares(_bias);

    /// <summary>W ← factor·W.</summary>
    public void Scale(double factor)
    {
        foreach (ref double w in Values.AsSpan()) w *= factor;
        foreach (ref double b in _bias.AsSpan()) b *= factor;
    }

    /// <summary>W ← soft(W, threshold): each weight moves towards zero by the threshold, and not past it.</summary>
    public void Shrink(double threshold)
    {
        Elementwise.Shrink(Values, 1, threshold);
        Elementwise.Shrink(_bias, 1, threshold);
    }

    /// <summary>The largest |w|.</summary>
    public double LargestMagnitude()
    {
        double largest = 0;
        foreach (double w in Values) largest = Math.Max(largest, Math.Abs(w));
        foreach (double b in _bias) largest = Math.Max(largest, Math.Abs(b));
        return largest;
    }

    /// <summary>W ← W + factor·other.</summary>
    public void Add(double factor, WorkingWeights other, int threads = 1)
    {
        Blocks.ForEach((Values.Length + BlockLength - 1) / BlockLength, threads, () => 0, (b, _) =>
        {
            int start = b * BlockLength, length = Math.Min(BlockLength, Values.Length - start);
            Elementwise.Combine(Values.AsSpan(start, length), 1, other.Values.AsSpan(start, length), factor);
        });
        Elementwise.Combine(_bias, 1, other._bias, factor);
    }

    /// <summary>Adds the parts along a fixed tree; the sum ends in the first of them, which is returned.</summary>
    public static WorkingWeights AddAlongTree(WorkingWeights[] parts)
    {
        Blocks.AddAlongTree<WorkingWeights>(parts, (sum, term) => sum.Add(1, term));
        return parts[0];
    }

    /// <summary>Σ of the products of their elements.</summary>
    public double Dot(WorkingWeights other)
    {
        double sum = 0;
        for (int e = 0; e < Values.Length; e++) sum += Values[e] * other.Values[e];
        for (int j = 0; j < _bias.Length; j++) sum += _bias[j] * other._bias[j];
        return sum;
    }

    /// <summary>Subtracts from each feature's weights their mean over the classes: leads of one class over another stay.</summary>
    public void SubtractMeans()
    {
        for (int f = 0; f < FeatureCount; f++)
        {
            double mean = 0;
            for (int j = 0; j < ClassCount; j++) mean += Values[Index(f, j)];
            mean /= ClassCount;
            for (int j = 0; j < ClassCount; j++) Values[Index(f, j)] -= mean;
        }
        double biasMean = _bias.Sum() / ClassCount;
        foreach (ref double b in _bias.AsSpan()) b -= biasMean;
    }

    /// <summary>Copies a class's weights into <paramref name="column"/>: length D, or D + 1 with the bias's weight last.</summary>
    public void CopyClass<T>(int @class, Span<T> column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int f = 0; f < FeatureCount; f++) column[f] = T.CreateTruncating(Values[Index(f, @class)]);
        if (HasBias) column[FeatureCount] = T.CreateTruncating(_bias[@class]);
    }

    /// <summary>Replaces a class's weights: the inverse of <see cref="CopyClass"/>.</summary>
    public void SetClass<T>(int @class, ReadOnlySpan<T> column)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int f = 0; f < FeatureCount; f++) Values[Index(f, @class)] = double.CreateTruncating(column[f]);
        if (HasBias) _bias[@class] = double.CreateTruncating(column[FeatureCount]);
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
        {
            if (_isSparse) Values.AsSpan(f * ScoreLength, k).CopyTo(target[(f * k)..]);
            else for (int j = 0; j < k; j++) target[f * k + j] = Values[Index(f, j)];
        }
        if (_biasScale != 0) _bias.CopyTo(target[(d * k)..]);
        return matrix;
    }

    private int Index(int feature, int @class) => _isSparse ? feature * ScoreLength + @class : @class * FeatureCount + feature;
}
