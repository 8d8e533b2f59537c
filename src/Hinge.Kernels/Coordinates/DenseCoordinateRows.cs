using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Hinge.Kernels.Dense;

namespace Hinge.Kernels.Coordinates;

/// <summary><see cref="CoordinateRows{T}"/> over dense rows, weights packed by groups of classes.</summary>
public sealed unsafe class DenseCoordinateRows<TX, T> : CoordinateRows<T>
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    private const int Line = 64;

    private readonly PackedByClass<T> _layout;
    private readonly PooledBuffer<T> _weights;
    private readonly PooledBuffer<TX> _padded;
    private readonly TX* _features;
    private readonly int _exampleCount;

    /// <summary>Weights of zero beside the rows of X.</summary>
    /// <param name="features">X, N×D, row-major; pinned until disposal.</param>
    /// <param name="exampleCount">N.</param>
    /// <param name="featureCount">D ≥ 1.</param>
    /// <param name="classCount">K ≥ 1.</param>
    /// <exception cref="ArgumentException">features does not hold N×D values.</exception>
    public DenseCoordinateRows(TX[] features, int exampleCount, int featureCount, int classCount)
        : this(new LongBuffer<TX>(features ?? throw new ArgumentNullException(nameof(features))), exampleCount, featureCount, classCount)
    {
    }

    /// <inheritdoc cref="DenseCoordinateRows(TX[], int, int, int)"/>
    public DenseCoordinateRows(LongBuffer<TX> features, int exampleCount, int featureCount, int classCount)
        : base(featureCount, classCount)
    {
        ArgumentNullException.ThrowIfNull(features);
        KernelArguments.Require(features.Length == (long)exampleCount * featureCount, nameof(features), "hold N×D values");
        _layout = new PackedByClass<T>(featureCount, classCount);
        _weights = new PooledBuffer<T>(_layout.Length);
        _padded = new PooledBuffer<TX>(PackedByClass<T>.Lanes);
        _features = Pin(features);
        _exampleCount = exampleCount;
    }

    /// <inheritdoc/>
    public override void Scores(int example, Span<T> scores, ulong panels = ulong.MaxValue)
    {
        TX* x = Row(example);
        int size = PanelSize;
        fixed (T* s = scores)
        {
            for (int g = 0; g < _layout.Groups; g++)
            {
                if ((panels >> (g * PackedByClass<T>.GroupSize / size) & 1) == 0) continue;
                ScoreTile.Row(x, _weights.Pointer, _layout, g, s + g * PackedByClass<T>.GroupSize);
            }
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(int example, ReadOnlySpan<T> coefficients, ulong panels = ulong.MaxValue)
    {
        TX* x = Row(example);
        int lanes = PackedByClass<T>.Lanes;
        int size = PanelSize;
        for (int j = 0; j < ClassCount; j++)
        {
            if (j % size == 0 && (panels >> (j / size) & 1) == 0)
            {
                j += size - 1;
                continue;
            }
            if (coefficients[j] == T.Zero) continue;
            Vector512<T> c = Vector512.Create(coefficients[j]);
            T* w = _weights.Pointer + _layout.Offset(0, j);
            nint step = _layout.ClassesOf(j / PackedByClass<T>.GroupSize) * lanes;
            for (int v = 0; v < _layout.Vectors - 1; v++, w += step)
                Element.MultiplyAdd(Element.Load<TX, T>(x + v * lanes), c, Vector512.Load(w)).Store(w);
            // What the last vector sees a second time keeps its weight of zero.
            int first = _layout.FirstFeature(_layout.Vectors - 1), seen = (_layout.Vectors - 1) * lanes - first;
            Vector512<T> isNew = Vector512.GreaterThanOrEqual(Vector512<T>.Indices, Vector512.Create(T.CreateTruncating(seen)));
            Element.MultiplyAdd(Element.Load<TX, T>(x + first), c & isNew, Vector512.Load(w)).Store(w);
        }
    }

    /// <inheritdoc/>
    public override void Fetch(int example)
    {
        if (!Sse.IsSupported) return;
        byte* row = (byte*)(_features + (nint)example * FeatureCount);
        for (int b = 0; b < Math.Min(FeatureCount * sizeof(TX), 16 * Line); b += Line) Sse.Prefetch0(row + b);
    }

    /// <inheritdoc/>
    public override double Scan(IScoreVisitor<T> visitor, int threads) =>
        ScoresOnly.Run(new DenseArguments<TX, T>(_features, _exampleCount, _layout, _weights.Pointer, visitor), threads);

    /// <inheritdoc/>
    public override void SetWeights(ReadOnlySpan<double> weights, WeightLayout layout)
    {
        fixed (double* w = weights) _layout.Pack(w, layout, _weights.Pointer);
    }

    /// <inheritdoc/>
    public override void CopyWeightsTo(Span<double> weights, WeightLayout layout)
    {
        using PooledBuffer<double> wide = new(_layout.Length);
        for (int e = 0; e < wide.Length; e++) wide.Pointer[e] = Element.ToDouble(_weights.Pointer[e]);
        fixed (double* w = weights) _layout.Unpack(wide.Pointer, w, layout);
    }

    /// <inheritdoc/>
    public override void Scale(double factor)
    {
        foreach (ref T w in _weights.Span) w *= T.CreateTruncating(factor);
    }

    /// <inheritdoc/>
    public override double SquaredNorm() => SumOfSquares(_weights.Pointer, _weights.Length);

    private protected override void Dispose(bool disposing)
    {
        _weights.Dispose();
        _padded.Dispose();
        base.Dispose(disposing);
    }

    private protected override int UnitSize => PackedByClass<T>.GroupSize;

    private TX* Row(int example)
    {
        TX* x = _features + (nint)example * FeatureCount;
        if (FeatureCount >= PackedByClass<T>.Lanes) return x;
        new ReadOnlySpan<TX>(x, FeatureCount).CopyTo(_padded.Span);
        return _padded.Pointer;
    }
}
