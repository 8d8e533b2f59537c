using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hinge.Kernels.Sparse;

namespace Hinge.Kernels.Coordinates;

/// <summary><see cref="CoordinateRows{T}"/> over compressed sparse rows, weights by feature, padded to whole vectors.</summary>
public sealed unsafe class SparseCoordinateRows<TX, T> : CoordinateRows<T>
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    private const int Line = 64, SecondLevelCache = 1 << 20;

    /// <summary>Lanes of double.</summary>
    private const int Wide = 8;

    private readonly PooledBuffer<T> _weights;
    private readonly long* _rowOffsets;
    private readonly int* _columns;
    private readonly TX* _values;
    private readonly int _exampleCount;

    /// <summary>Weights of zero beside the rows of X; the arrays are pinned until disposal.</summary>
    /// <param name="rowOffsets">Length N + 1.</param>
    /// <param name="columns">The column of each entry, in [0, D).</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public SparseCoordinateRows(long[] rowOffsets, int[] columns, TX[] values, int featureCount, int classCount)
        : this(
            new LongBuffer<long>(rowOffsets ?? throw new ArgumentNullException(nameof(rowOffsets))),
            new LongBuffer<int>(columns ?? throw new ArgumentNullException(nameof(columns))),
            new LongBuffer<TX>(values ?? throw new ArgumentNullException(nameof(values))),
            featureCount,
            classCount)
    {
    }

    /// <inheritdoc cref="SparseCoordinateRows(long[], int[], TX[], int, int)"/>
    public SparseCoordinateRows(LongBuffer<long> rowOffsets, LongBuffer<int> columns, LongBuffer<TX> values, int featureCount, int classCount)
        : base(featureCount, classCount)
    {
        ArgumentNullException.ThrowIfNull(rowOffsets);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(values);
        KernelArguments.Require(rowOffsets.Length > 0 && rowOffsets[rowOffsets.Length - 1] == values.Length, nameof(rowOffsets), "hold N + 1 offsets, the last the number of values");
        KernelArguments.Require(columns.Length == values.Length, nameof(columns), "be as many as values");
        _weights = new PooledBuffer<T>((nint)featureCount * ScoreLength);
        _rowOffsets = Pin(rowOffsets);
        _columns = Pin(columns);
        _values = Pin(values);
        _exampleCount = checked((int)(rowOffsets.Length - 1));
    }

    private SparseArguments<TX, T> Arguments(IScoreVisitor<T> visitor) =>
        new(_rowOffsets, _columns, _values, _exampleCount, FeatureCount, ClassCount, ScoreLength, _weights.Pointer, _weights.Pointer + (nint)(FeatureCount - 1) * ScoreLength, visitor);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Scores(int example, Span<T> scores, ulong panels = ulong.MaxValue)
    {
        int lanes = Vector512<T>.Count, stride = ScoreLength, j = 0;
        long start = _rowOffsets[example], end = _rowOffsets[example + 1];
        fixed (T* s = scores)
        {
            if (panels != ulong.MaxValue)
            {
                int size = PanelSize;
                for (ulong left = panels; left != 0; left &= left - 1)
                {
                    int first = BitOperations.TrailingZeroCount(left) * size, next = Math.Min(first + size, stride);
                    for (j = first; j < next; j += lanes) One(start, end, _weights.Pointer + j, s + j);
                }
                return;
            }
            for (; j + 4 * lanes <= stride; j += 4 * lanes)
            {
                new Span<T>(s + j, 4 * lanes).Clear();
                RowSum.AddFour(_columns + start, _values + start, (nint)(end - start), _weights.Pointer + j, stride, s + j);
            }
            for (; j < stride; j += lanes) One(start, end, _weights.Pointer + j, s + j);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(int example, ReadOnlySpan<T> coefficients, ulong panels = ulong.MaxValue)
    {
        int lanes = Vector512<T>.Count, stride = ScoreLength;
        long start = _rowOffsets[example], end = _rowOffsets[example + 1];
        fixed (T* c = coefficients)
        {
            int size = PanelSize;
            for (int first = 0; first < stride; first += size, panels >>= 1)
            {
                if ((panels & 1) == 0) continue;
                for (int j = first; j < Math.Min(first + size, stride); j += lanes)
                {
                    Vector512<T> change = Vector512.Load(c + j);
                    if (!Vector512.EqualsAll(change, Vector512<T>.Zero)) Add(start, end, change, _weights.Pointer + j);
                }
            }
        }
    }

    private protected override int UnitSize => Vector512<T>.Count;

    /// <inheritdoc/>
    public override void FetchPlace(int example)
    {
        if (Sse.IsSupported) Sse.Prefetch0(_rowOffsets + example);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Fetch(int example)
    {
        if (!Sse.IsSupported) return;
        long start = _rowOffsets[example], count = _rowOffsets[example + 1] - start;
        byte* columns = (byte*)(_columns + start), values = (byte*)(_values + start);
        for (long b = 0; b < Math.Min(count * sizeof(int), 16 * Line); b += Line) Sse.Prefetch0(columns + b);
        for (long b = 0; b < Math.Min(count * sizeof(TX), 16 * Line); b += Line) Sse.Prefetch0(values + b);
    }

    /// <inheritdoc/>
    public override void FetchWeights(int example, ulong panels = ulong.MaxValue)
    {
        if (!Sse.IsSupported || _weights.Length * sizeof(T) < SecondLevelCache) return;
        if (panels != ulong.MaxValue && PanelSize == Vector512<T>.Count)
        {
            for (long e = _rowOffsets[example]; e < _rowOffsets[example + 1]; e++)
            {
                byte* w = (byte*)(_weights.Pointer + (nint)_columns[e] * ScoreLength);
                for (ulong left = panels; left != 0; left &= left - 1) Sse.Prefetch1(w + BitOperations.TrailingZeroCount(left) * Line);
            }
            return;
        }
        for (long e = _rowOffsets[example]; e < _rowOffsets[example + 1]; e++)
        {
            byte* w = (byte*)(_weights.Pointer + (nint)_columns[e] * ScoreLength);
            for (int b = 0; b < Math.Min(ScoreLength * sizeof(T), 4 * Line); b += Line) Sse.Prefetch1(w + b);
        }
    }

    /// <inheritdoc/>
    public override double Scan(IScoreVisitor<T> visitor, int threads) => SparseRows.Scores(Arguments(visitor), threads);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void SetWeights(ReadOnlySpan<double> weights, WeightLayout layout)
    {
        if (IsPadded(layout, weights.Length))
        {
            fixed (double* source = weights)
                for (int f = 0; f < FeatureCount; f++)
                    for (int j = 0; j < ClassCount; j += Wide)
                        Element.Store(Vector512.Load(source + (nint)f * layout.FeatureStride + j), _weights.Pointer + (nint)f * ScoreLength + j);
            return;
        }
        for (int f = 0; f < FeatureCount; f++)
            for (int j = 0; j < ClassCount; j++)
                _weights.Pointer[(nint)f * ScoreLength + j] = T.CreateTruncating(weights[f * layout.FeatureStride + j * layout.ClassStride]);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void CopyWeightsTo(Span<double> weights, WeightLayout layout)
    {
        if (IsPadded(layout, weights.Length))
        {
            fixed (double* target = weights)
                for (int f = 0; f < FeatureCount; f++)
                    for (int j = 0; j < ClassCount; j += Wide)
                        Element.Load<T, double>(_weights.Pointer + (nint)f * ScoreLength + j).Store(target + (nint)f * layout.FeatureStride + j);
            return;
        }
        for (int f = 0; f < FeatureCount; f++)
            for (int j = 0; j < ClassCount; j++)
                weights[f * layout.FeatureStride + j * layout.ClassStride] = Element.ToDouble(_weights.Pointer[(nint)f * ScoreLength + j]);
    }

    /// <inheritdoc/>
    public override void Scale(double factor)
    {
        foreach (ref T w in _weights.Span) w *= T.CreateTruncating(factor);
    }

    /// <inheritdoc/>
    public override double SquaredNorm() => SumOfSquares(_weights.Pointer, _weights.Length);

    /// <summary>Whether rows of weights, the last one too, are whole vectors of double, the lanes past K zero as here.</summary>
    private bool IsPadded(WeightLayout layout, int length) =>
        layout.ClassStride == 1 && layout.FeatureStride == Padding.RoundUp(ClassCount, Wide) && (long)FeatureCount * layout.FeatureStride <= length;

    private protected override void Dispose(bool disposing)
    {
        _weights.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Four chains of every fourth entry: one alone would wait for its own sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void One(long start, long end, T* weights, T* scores)
    {
        nint stride = ScoreLength;
        int* column = _columns + start, last = _columns + end;
        TX* value = _values + start;
        Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; column + 4 <= last; column += 4, value += 4)
        {
            s0 = Element.MultiplyAdd(Broadcast(value[0]), Vector512.Load(weights + column[0] * stride), s0);
            s1 = Element.MultiplyAdd(Broadcast(value[1]), Vector512.Load(weights + column[1] * stride), s1);
            s2 = Element.MultiplyAdd(Broadcast(value[2]), Vector512.Load(weights + column[2] * stride), s2);
            s3 = Element.MultiplyAdd(Broadcast(value[3]), Vector512.Load(weights + column[3] * stride), s3);
        }
        for (; column < last; column++, value++) s0 = Element.MultiplyAdd(Broadcast(*value), Vector512.Load(weights + *column * stride), s0);
        (s0 + s1 + (s2 + s3)).Store(scores);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(long start, long end, Vector512<T> change, T* weights)
    {
        nint stride = ScoreLength;
        int* column = _columns + start, last = _columns + end;
        TX* value = _values + start;
        for (; column < last; column++, value++)
        {
            T* w = weights + *column * stride;
            Element.MultiplyAdd(Broadcast(*value), change, Vector512.Load(w)).Store(w);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<T> Broadcast(TX value) => Vector512.Create(Element.Convert<TX, T>(value));
}
