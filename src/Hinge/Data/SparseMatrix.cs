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
    private readonly long[] _rowOffsets;
    private readonly int[] _columns;
    private readonly T[] _values;

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
        for (int i = 0; i < ExampleCount; i++)
            CheckRow(i, featureCount, rowOffsets, columns, values);

        _rowOffsets = rowOffsets;
        _columns = columns;
        _values = values;
        foreach (T value in values)
            if (value != T.Zero) NonzeroCount++;
    }

    /// <summary>Wraps arrays of which the caller has checked every rule, and counted the values that are not zero.</summary>
    private SparseMatrix(int featureCount, long[] rowOffsets, int[] columns, T[] values, long nonzeroCount)
        : base(rowOffsets.Length - 1, featureCount)
    {
        _rowOffsets = rowOffsets;
        _columns = columns;
        _values = values;
        NonzeroCount = nonzeroCount;
    }

    /// <inheritdoc/>
    public override long NonzeroCount { get; }

    /// <inheritdoc/>
    public override bool IsSparse => true;

    /// <summary>N + 1 offsets: row i owns entries from offset i up to offset i + 1.</summary>
    public ReadOnlySpan<long> RowOffsets => _rowOffsets;

    /// <summary>The column of each entry.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The value of each entry.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The columns of row <paramref name="example"/>'s entries.</summary>
    public ReadOnlySpan<int> RowColumns(int example) => _columns.AsSpan(Start(example), Length(example));

    /// <summary>The values of row <paramref name="example"/>'s entries.</summary>
    public ReadOnlySpan<T> RowValues(int example) => _values.AsSpan(Start(example), Length(example));

    /// <summary>The matrix of arrays that keep the rules of the constructor: for readers, which have looked at every number already.</summary>
    internal static SparseMatrix<T> Checked(int featureCount, long[] rowOffsets, int[] columns, T[] values, long nonzeroCount) =>
        new(featureCount, rowOffsets, columns, values, nonzeroCount);

    internal override bool IsSingle => typeof(T) == typeof(float);

    /// <inheritdoc/>
    public override double SquaredNorm(int example) => SumOfSquares(RowValues(example));

    /// <inheritdoc/>
    public override FeatureMatrix Select(ReadOnlySpan<int> examples)
    {
        long[] offsets = new long[examples.Length + 1];
        for (int r = 0; r < examples.Length; r++)
            offsets[r + 1] = offsets[r] + Length(examples[r]);
        int[] columns = new int[offsets[^1]];
        T[] values = new T[offsets[^1]];
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
        return featureCount == FeatureCount ? this : new SparseMatrix<T>(featureCount, _rowOffsets, _columns, _values, NonzeroCount);
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
        SparsePass.Run(RowOffsets, Columns, Values, FeatureCount, weights, classCount, layout, visitor, gradient, threads);

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

    private int Start(int example) => (int)_rowOffsets[example];

    private int Length(int example) => (int)(_rowOffsets[example + 1] - _rowOffsets[example]);

    // Rows may be many and short: without the attribute, reading a file ends before this is compiled to fast code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckRow(int row, int featureCount, long[] rowOffsets, int[] columns, T[] values)
    {
        if (rowOffsets[row + 1] < rowOffsets[row] || rowOffsets[row + 1] > values.Length)
            throw new ArgumentException($"rowOffsets must never decrease; got {rowOffsets[row + 1]} after {rowOffsets[row]} at row {row}.", nameof(rowOffsets));
        int previous = -1;
        for (long e = rowOffsets[row]; e < rowOffsets[row + 1]; e++)
        {
            if (columns[e] <= previous || columns[e] >= featureCount)
                throw new ArgumentException($"columns must increase within a row and stay below {featureCount}; got {columns[e]} after {previous} in row {row}.", nameof(columns));
            if (!T.IsFinite(values[e]))
                throw new ArgumentException($"values must be finite; got {values[e]} in row {row}, column {columns[e]} (counted from 0).", nameof(values));
            previous = columns[e];
        }
    }
}
