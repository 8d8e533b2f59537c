using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Models;

namespace Hinge.Data;

/// <summary>Features held as compressed sparse rows (CSR): 64-bit row offsets, 32-bit columns.</summary>
/// <typeparam name="T"><see cref="float"/> (for training) or <see cref="double"/> (for checking gradients).</typeparam>
public sealed class SparseMatrix<T> : FeatureMatrix
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LongBuffer<long> _rowOffsets;
    private readonly LongBuffer<int> _columns;
    private readonly LongBuffer<T> _values;
    private readonly double[]? _squaredNorms;

    /// <summary>Wraps CSR arrays without copying them; they must not change afterwards.</summary>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="rowOffsets">N + 1 offsets, from 0 to the number of entries, never decreasing.</param>
    /// <param name="columns">The column of each entry, in [0, D), strictly increasing within a row.</param>
    /// <param name="values">The value of each entry, finite. Stored zeros are allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException">featureCount is less than 1.</exception>
    /// <exception cref="ArgumentException">The arrays break a rule above, or T is neither float nor double.</exception>
    public SparseMatrix(int featureCount, long[] rowOffsets, int[] columns, T[] values)
        : base((rowOffsets?.Length ?? throw new ArgumentNullException(nameof(rowOffsets))) - 1, featureCount)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        FeatureGuards.RequireSupported<T>();
        FeatureGuards.RequireCounts(ExampleCount, featureCount);
        if (columns.Length != values.Length)
            throw new ArgumentException($"columns must be as many as values; got {columns.Length} and {values.Length}.", nameof(columns));
        if (rowOffsets[0] != 0 || rowOffsets[^1] != values.Length)
            throw new ArgumentException($"rowOffsets must go from 0 to {values.Length}; got {rowOffsets[0]} to {rowOffsets[^1]}.", nameof(rowOffsets));
        _rowOffsets = new LongBuffer<long>(rowOffsets);
        _columns = new LongBuffer<int>(columns);
        _values = new LongBuffer<T>(values);
        for (int i = 0; i < ExampleCount; i++)
        {
            if (rowOffsets[i + 1] < rowOffsets[i] || rowOffsets[i + 1] > values.Length)
                throw new ArgumentException($"rowOffsets must never decrease; got {rowOffsets[i + 1]} after {rowOffsets[i]} at row {i}.", nameof(rowOffsets));
            CheckRow(i, featureCount, RowColumns(i), RowValues(i));
        }
        foreach (T value in values)
            if (value != T.Zero) NonzeroCount++;
    }

    /// <summary>Wraps rows known to keep the rules, with ‖x_i‖² of each, or null.</summary>
    internal SparseMatrix(int featureCount, LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<T> values, long nonzeroCount, double[]? squaredNorms)
        : base(checked((int)(rowOffsets.Length - 1)), featureCount)
    {
        (_rowOffsets, _columns, _values) = (rowOffsets, columns, values);
        (NonzeroCount, _squaredNorms) = (nonzeroCount, squaredNorms);
    }

    /// <inheritdoc/>
    public override long NonzeroCount { get; }

    /// <inheritdoc/>
    public override bool IsSparse => true;

    /// <summary>N + 1 offsets: row i owns entries from offset i up to offset i + 1.</summary>
    public ReadOnlySpan<long> RowOffsets => _rowOffsets.Whole;

    /// <summary>The column of each entry.</summary>
    /// <exception cref="OverflowException">There are 2³¹ entries or more; take them row by row.</exception>
    public ReadOnlySpan<int> Columns => _columns.Whole;

    /// <summary>The value of each entry.</summary>
    /// <exception cref="OverflowException">There are 2³¹ entries or more; take them row by row.</exception>
    public ReadOnlySpan<T> Values => _values.Whole;

    /// <summary><see cref="RowOffsets"/> however many.</summary>
    internal LongBuffer<long> Offsets => _rowOffsets;

    /// <summary><see cref="Columns"/> and <see cref="Values"/> however many.</summary>
    internal (LongBuffer<int> Columns, LongBuffer<T> Values) Entries => (_columns, _values);

    /// <summary>The columns of row <paramref name="example"/>'s entries.</summary>
    public ReadOnlySpan<int> RowColumns(int example) => _columns.Slice(_rowOffsets[example], Length(example));

    /// <summary>The values of row <paramref name="example"/>'s entries.</summary>
    public ReadOnlySpan<T> RowValues(int example) => _values.Slice(_rowOffsets[example], Length(example));

    internal override bool IsSingle => typeof(T) == typeof(float);

    /// <inheritdoc/>
    public override double SquaredNorm(int example) => _squaredNorms?[example] ?? SumOfSquares(RowValues(example));

    /// <inheritdoc/>
    public override FeatureMatrix Select(ReadOnlySpan<int> examples)
    {
        long[] offsets = new long[examples.Length + 1];
        for (int r = 0; r < examples.Length; r++)
            offsets[r + 1] = offsets[r] + Length(examples[r]);
        int[] columns = new int[RequireArray(offsets[^1])];
        T[] values = new T[columns.Length];
        for (int r = 0; r < examples.Length; r++)
        {
            RowColumns(examples[r]).CopyTo(columns.AsSpan((int)offsets[r]));
            RowValues(examples[r]).CopyTo(values.AsSpan((int)offsets[r]));
        }
        return new SparseMatrix<T>(FeatureCount, offsets, columns, values);
    }

    internal override FeatureMatrix SelectDense(ReadOnlySpan<int> examples)
    {
        T[] values = new T[checked(examples.Length * FeatureCount)];
        long count = 0;
        for (int r = 0; r < examples.Length; r++)
        {
            Span<T> row = values.AsSpan(r * FeatureCount, FeatureCount);
            ReadOnlySpan<int> columns = RowColumns(examples[r]);
            ReadOnlySpan<T> entries = RowValues(examples[r]);
            for (int e = 0; e < columns.Length; e++) row[columns[e]] = entries[e];
            count += columns.Length;
        }
        return new DenseMatrix<T>(examples.Length, FeatureCount, values, count);
    }

    /// <inheritdoc/>
    public override FeatureMatrix Widen(int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, FeatureCount);
        return featureCount == FeatureCount ? this : new SparseMatrix<T>(featureCount, _rowOffsets, _columns, _values, NonzeroCount, _squaredNorms);
    }

    internal override void Scores(int example, WorkingWeights weights, Span<double> scores)
    {
        SparseRow.Scores(RowColumns(example), RowValues(example), weights.Values, scores);
        weights.AddBiasTo(scores);
    }

    internal override void AddOuterProduct(int example, ReadOnlySpan<double> coefficients, WorkingWeights weights)
    {
        SparseRow.AddOuterProduct(RowColumns(example), RowValues(example), coefficients, weights.Values);
        weights.AddToBias(coefficients);
    }

    internal override double Pass<TArithmetic>(ReadOnlySpan<double> weights, int classCount, WeightLayout layout, IScoreVisitor<TArithmetic> visitor, Span<double> gradient, int threads) =>
        SparsePass.Run(_rowOffsets, _columns, _values, FeatureCount, weights, classCount, layout, visitor, gradient, threads);

    internal override CoordinateRows<TArithmetic> BesideWeights<TArithmetic>(int classCount) =>
        new SparseCoordinateRows<T, TArithmetic>(_rowOffsets, _columns, _values, FeatureCount, classCount);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void VisitNonzeros<TVisitor>(int example, ref TVisitor visitor)
    {
        ReadOnlySpan<int> columns = RowColumns(example);
        ReadOnlySpan<T> values = RowValues(example);
        for (int e = 0; e < columns.Length; e++)
            if (values[e] != T.Zero) visitor.Visit(columns[e], double.CreateChecked(values[e]));
    }

    internal override long StoredBytes => _columns.ByteLength + _values.ByteLength;

    internal override bool IsMapped => _values.IsMapped;

    internal override void ReadAhead(int firstExample, int count)
    {
        long start = _rowOffsets[firstExample], entries = _rowOffsets[firstExample + count] - start;
        _columns.ReadAhead(start, entries);
        _values.ReadAhead(start, entries);
    }

    // Rows may be many and short: without the attribute, reading a file ends before this is compiled to fast code.
    /// <summary>Throws unless a row's columns increase within [0, D) and its values are finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CheckRow(int row, int featureCount, ReadOnlySpan<int> columns, ReadOnlySpan<T> values)
    {
        int previous = -1;
        for (int e = 0; e < columns.Length; e++)
        {
            if (columns[e] <= previous || columns[e] >= featureCount)
                throw new ArgumentException($"columns must increase within a row and stay below {featureCount}; got {columns[e]} after {previous} in row {row}.", nameof(columns));
            if (!T.IsFinite(values[e]))
                throw new ArgumentException($"values must be finite; got {values[e]} in row {row}, column {columns[e]} (counted from 0).", nameof(values));
            previous = columns[e];
        }
    }

    private int Length(int example) => (int)(_rowOffsets[example + 1] - _rowOffsets[example]);
}
