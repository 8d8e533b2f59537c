using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Models;

namespace Hinge.Data;

/// <summary>Features held row by row, zeros included.</summary>
/// <typeparam name="T"><see cref="float"/> (for training) or <see cref="double"/> (for checking gradients).</typeparam>
public sealed class DenseMatrix<T> : FeatureMatrix
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LongBuffer<T> _values;
    private readonly double[]? _squaredNorms;

    /// <summary>Wraps row-major values without copying them; they must not change afterwards.</summary>
    /// <param name="exampleCount">N ≥ 0.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="values">N×D values, row-major, all finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A count is out of range.</exception>
    /// <exception cref="ArgumentException">values does not hold N×D values, one is NaN or infinite, or T is neither float nor double.</exception>
    public DenseMatrix(int exampleCount, int featureCount, T[] values)
        : base(exampleCount, featureCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        FeatureGuards.RequireSupported<T>();
        FeatureGuards.RequireCounts(exampleCount, featureCount);
        if (values.LongLength != (long)exampleCount * featureCount)
            throw new ArgumentException($"values must hold {exampleCount}×{featureCount} numbers; got {values.LongLength}.", nameof(values));
        for (int e = 0; e < values.Length; e++)
        {
            if (!T.IsFinite(values[e]))
                throw new ArgumentException($"values must be finite{(typeof(T) == typeof(float) ? " as 32-bit floats" : "")}; got {values[e]} at row {e / featureCount}, column {e % featureCount} (counted from 0). Remove the example, or replace the value.", nameof(values));
            if (values[e] != T.Zero) NonzeroCount++;
        }
        _values = new LongBuffer<T>(values);
    }

    /// <summary>Wraps values known to be finite.</summary>
    internal DenseMatrix(int exampleCount, int featureCount, T[] values, long nonzeroCount)
        : base(exampleCount, featureCount) =>
        (_values, NonzeroCount) = (new LongBuffer<T>(values), nonzeroCount);

    /// <summary>Wraps values known to be finite, with ‖x_i‖² of each row.</summary>
    internal DenseMatrix(int exampleCount, int featureCount, LongBuffer<T> values, long nonzeroCount, double[] squaredNorms)
        : base(exampleCount, featureCount) =>
        (_values, NonzeroCount, _squaredNorms) = (values, nonzeroCount, squaredNorms);

    /// <inheritdoc/>
    public override long NonzeroCount { get; }

    /// <inheritdoc/>
    public override bool IsSparse => false;

    /// <summary>X, N×D, row-major.</summary>
    /// <exception cref="OverflowException">There are 2³¹ values or more; take them row by row.</exception>
    public ReadOnlySpan<T> Values => _values.Whole;

    /// <summary><see cref="Values"/> however many.</summary>
    internal LongBuffer<T> Buffer => _values;

    /// <summary>Row <paramref name="example"/>, length D.</summary>
    public ReadOnlySpan<T> Row(int example) => _values.Slice((long)example * FeatureCount, FeatureCount);

    internal override bool IsSingle => typeof(T) == typeof(float);

    /// <inheritdoc/>
    public override double SquaredNorm(int example) => _squaredNorms?[example] ?? SumOfSquares(Row(example));

    /// <inheritdoc/>
    public override FeatureMatrix Select(ReadOnlySpan<int> examples)
    {
        T[] values = new T[RequireArray((long)examples.Length * FeatureCount)];
        for (int r = 0; r < examples.Length; r++)
            Row(examples[r]).CopyTo(values.AsSpan(r * FeatureCount));
        return new DenseMatrix<T>(examples.Length, FeatureCount, values);
    }

    internal override FeatureMatrix SelectDense(ReadOnlySpan<int> examples) => Select(examples);

    /// <inheritdoc/>
    public override FeatureMatrix Widen(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, FeatureCount);
        if (featureCount == FeatureCount) return this;
        T[] values = new T[RequireArray((long)ExampleCount * featureCount)];
        for (int i = 0; i < ExampleCount; i++)
            Row(i).CopyTo(values.AsSpan(i * featureCount));
        return new DenseMatrix<T>(ExampleCount, featureCount, values);
    }

    internal override void Scores(int example, WorkingWeights weights, Span<double> scores)
    {
        DenseRow.Scores(Row(example), weights.Values, scores[..weights.ClassCount]);
        weights.AddBiasTo(scores);
    }

    internal override void AddOuterProduct(int example, ReadOnlySpan<double> coefficients, WorkingWeights weights)
    {
        DenseRow.AddOuterProduct(Row(example), coefficients[..weights.ClassCount], weights.Values);
        weights.AddToBias(coefficients);
    }

    internal override double Pass<TArithmetic>(ReadOnlySpan<double> weights, int classCount, WeightLayout layout, IScoreVisitor<TArithmetic> visitor, Span<double> gradient, int threads) =>
        DensePass.Run(_values, ExampleCount, FeatureCount, weights, classCount, layout, visitor, gradient, threads);

    internal override CoordinateRows<TArithmetic> BesideWeights<TArithmetic>(int classCount) =>
        new DenseCoordinateRows<T, TArithmetic>(_values, ExampleCount, FeatureCount, classCount);

    internal override long StoredBytes => _values.ByteLength;

    internal override bool IsMapped => _values.IsMapped;

    internal override void ReadAhead(int firstExample, int count) => _values.ReadAhead((long)firstExample * FeatureCount, (long)count * FeatureCount);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void VisitNonzeros<TVisitor>(int example, ref TVisitor visitor)
    {
        ReadOnlySpan<T> row = Row(example);
        for (int f = 0; f < row.Length; f++)
            if (row[f] != T.Zero) visitor.Visit(f, double.CreateChecked(row[f]));
    }
}
