using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Coordinates;

/// <summary>
/// The rows of X beside weights W of their own, as coordinate ascent uses them: a row's scores xᵀW, then W += x·cᵀ,
/// one row after the other; and between such epochs a scan of all rows.
/// </summary>
/// <remarks>
/// Weights lie as the kernels want them and are copied in and out. One thread works on rows at a time. Results do not
/// depend on threads or addresses nor, where fused multiply-add exists, on the vector width. X stays pinned until
/// disposal.
/// </remarks>
/// <typeparam name="T">The arithmetic and the weights' type: <see cref="float"/> or <see cref="double"/>.</typeparam>
public abstract unsafe class CoordinateRows<T> : IDisposable
    where T : unmanaged, INumber<T>
{
    private const int MostPanels = 64;

    private readonly List<GCHandle> _pins = [];

    private protected CoordinateRows(int featureCount, int classCount)
    {
        KernelArguments.Require(featureCount >= 1, nameof(featureCount), "be at least 1");
        KernelArguments.Require(classCount >= 1, nameof(classCount), "be at least 1");
        FeatureCount = featureCount;
        ClassCount = classCount;
    }

    /// <summary>D.</summary>
    public int FeatureCount { get; }

    /// <summary>K.</summary>
    public int ClassCount { get; }

    /// <summary>The length of scores and coefficients: K rounded up to whole vectors, the rest zero.</summary>
    public int ScoreLength => Padding.RoundUp(ClassCount, Vector512<T>.Count);

    /// <summary>How many neighbouring classes a panel holds: of a row, all classes of a panel are worked on, or none.</summary>
    public int PanelSize => ((ClassCount + UnitSize - 1) / UnitSize + MostPanels - 1) / MostPanels * UnitSize;

    /// <summary>How many panels there are, at most 64.</summary>
    public int PanelCount => (ClassCount + PanelSize - 1) / PanelSize;

    /// <summary>scores = xᵀW.</summary>
    /// <param name="example">The row, trusted to lie in [0, N).</param>
    /// <param name="scores">Length <see cref="ScoreLength"/>, zero from K on; the first K are overwritten.</param>
    /// <param name="panels">Bit p: whether the classes of panel p are scored; the scores of others are left as they are. All ones for all.</param>
    public abstract void Scores(int example, Span<T> scores, ulong panels = ulong.MaxValue);

    /// <summary>W += x·coefficientsᵀ.</summary>
    /// <param name="example">The row, trusted to lie in [0, N).</param>
    /// <param name="coefficients">Length <see cref="ScoreLength"/>, zero from K on.</param>
    /// <param name="panels">Bit p: whether the coefficients of panel p count; others are taken for zero. All ones for all.</param>
    public abstract void Add(int example, ReadOnlySpan<T> coefficients, ulong panels = ulong.MaxValue);

    /// <summary>Asks for where a row lies to be brought near: a hint, some time before <see cref="Fetch"/>.</summary>
    public virtual void FetchPlace(int example)
    {
    }

    /// <summary>Asks for a row to be brought near: a hint.</summary>
    public abstract void Fetch(int example);

    /// <summary>Asks for the weights of a row, fetched before, to be brought near: a hint.</summary>
    /// <param name="example">The row, trusted to lie in [0, N).</param>
    /// <param name="panels">Of which panels. All ones for all.</param>
    public virtual void FetchWeights(int example, ulong panels = ulong.MaxValue)
    {
    }

    /// <summary>Scores all rows and shows them to <paramref name="visitor"/>.</summary>
    /// <returns>The sum of what the visitor returned.</returns>
    public abstract double Scan(IScoreVisitor<T> visitor, int threads);

    /// <summary>Replaces W.</summary>
    /// <param name="weights">D×K as <paramref name="layout"/> says.</param>
    /// <param name="layout">Where its elements lie.</param>
    public abstract void SetWeights(ReadOnlySpan<double> weights, WeightLayout layout);

    /// <summary>Copies W out.</summary>
    /// <param name="weights">D×K as <paramref name="layout"/> says.</param>
    /// <param name="layout">Where its elements lie.</param>
    public abstract void CopyWeightsTo(Span<double> weights, WeightLayout layout);

    /// <summary>W ← factor·W.</summary>
    public abstract void Scale(double factor);

    /// <summary>‖W‖², summed in double.</summary>
    public abstract double SquaredNorm();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    private protected virtual void Dispose(bool disposing)
    {
        foreach (GCHandle pin in _pins) pin.Free();
        _pins.Clear();
    }

    /// <summary>How many classes are scored together at least.</summary>
    private protected abstract int UnitSize { get; }

    private protected TElement* Pin<TElement>(LongBuffer<TElement> buffer)
        where TElement : unmanaged
    {
        LongBuffer<TElement>.Pin pin = buffer.Pinned();
        if (pin.Handle.IsAllocated) _pins.Add(pin.Handle);
        return pin.Pointer;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected static double SumOfSquares(T* values, nint length)
    {
        const int Block = 4096, Wide = 8;
        double[] sums = new double[(length + Block - 1) / Block];
        double[] buffer = new double[Block];
        for (int b = 0; b < sums.Length; b++)
        {
            int count = (int)Math.Min(Block, length - (nint)b * Block);
            Span<double> wide = buffer.AsSpan(0, count);
            int e = 0;
            for (; e + Wide <= count; e += Wide) Element.Load<T, double>(values + (nint)b * Block + e).CopyTo(wide[e..]);
            for (; e < count; e++) wide[e] = Element.ToDouble(values[(nint)b * Block + e]);
            sums[b] = PairwiseSum.OfSquares(wide);
        }
        return PairwiseSum.Of(sums);
    }
}
