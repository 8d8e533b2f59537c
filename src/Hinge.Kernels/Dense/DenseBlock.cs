using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Kernels.Dense;

/// <summary>A block of dense rows: its scores, the rows and classes where their coefficients are not zero, and its share of the gradient.</summary>
internal sealed unsafe class DenseBlock<TX, T> : IDisposable
    where TX : unmanaged, INumber<TX>
    where T : unmanaged, INumber<T>
{
    private readonly PackedByClass<T> _layout;
    private readonly PooledBuffer<T> _scores, _coefficients;
    private readonly PooledBuffer<TX> _padded;
    private readonly PooledBuffer<int> _rows;
    private readonly ActiveRows[] _active;
    private int _activeCount, _count, _rowLength;
    private TX* _x;

    /// <summary>Room for blocks of up to so many rows.</summary>
    public DenseBlock(int rows, in PackedByClass<T> layout)
    {
        _layout = layout;
        int lanes = PackedByClass<T>.Lanes;
        Stride = Padding.RoundUp(layout.ClassCount, lanes);
        // A vector more, since groups of classes are read and written a vector at a time.
        _scores = new PooledBuffer<T>((nint)rows * Stride + lanes);
        _coefficients = new PooledBuffer<T>((nint)rows * layout.ClassCount + lanes);
        _padded = new PooledBuffer<TX>(IsPadded ? (nint)rows * lanes : 0);
        _rows = new PooledBuffer<int>((nint)rows * layout.ClassCount + 1);
        _active = new ActiveRows[layout.ClassCount];
    }

    /// <summary>From one row's scores to the next's.</summary>
    public int Stride { get; }

    /// <summary>The block's scores; once visited, its coefficients.</summary>
    public Span<T> Scores => new(_scores.Pointer, _count * Stride);

    /// <summary>The lists' products as a share of all rows × groups of classes: how much work the gradient is.</summary>
    public double ActiveShare { get; private set; } = 1;

    /// <summary>The tile's extent along rows or vectors: where a vector of 512 bits is several registers, one keeps the sums in registers.</summary>
    private static int Tile => Vector512.IsHardwareAccelerated ? 4 : 1;

    private bool IsPadded => _layout.FeatureCount < PackedByClass<T>.Lanes;

    /// <summary>Computes the scores of <paramref name="count"/> rows from <paramref name="x"/> on; without weights they are zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ComputeScores(TX* x, int count, T* weights, ref Ahead.Stretch ahead)
    {
        _count = count;
        _x = IsPadded ? Pad(x, count) : x;
        _rowLength = Math.Max(_layout.FeatureCount, PackedByClass<T>.Lanes);
        if (weights is null)
        {
            Scores.Clear();
            return;
        }
        int blockOfGroups = GroupsAtOnce();
        for (int firstGroup = 0; firstGroup < _layout.Groups; firstGroup += blockOfGroups)
        {
            int endGroup = Math.Min(_layout.Groups, firstGroup + blockOfGroups);
            for (int row = 0; row < count; row += Tile)
                for (int g = firstGroup; g < endGroup; g++)
                    ScoreGroup(row, Math.Min(Tile, count - row), g, weights + _layout.GroupStart(g), ahead.Take(_layout.Vectors));
        }
    }

    /// <summary>
    /// Lists the rows that matter to each group of classes or, where most coefficients are zero, to each class: a row
    /// left out costs nothing, and a product for a class alone costs about twice one in a group.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ListActiveRows()
    {
        int lanes = PackedByClass<T>.Lanes, usedRows = 0, usedCoefficients = 0;
        int* rows = _rows.Pointer;
        T* packed = _coefficients.Pointer;
        _activeCount = 0;
        for (int g = 0; g < _layout.Groups; g++)
        {
            int first = g * PackedByClass<T>.GroupSize, classes = _layout.ClassesOf(g), start = usedRows, from = usedCoefficients, nonzeros = 0;
            ulong mask = (1UL << classes) - 1;
            T* scores = _scores.Pointer + first;
            for (int r = 0; r < _count; r++, scores += Stride)
            {
                Vector512<T> c = Vector512.Load(scores);
                ulong bits = ~Vector512.Equals(c, Vector512<T>.Zero).ExtractMostSignificantBits() & mask;
                // Without a branch, which would be guessed wrong: a row that does not count is overwritten by the next.
                int isActive = bits == 0 ? 0 : 1;
                c.Store(packed + usedCoefficients);
                rows[usedRows] = r;
                usedCoefficients += isActive * classes;
                usedRows += isActive;
                nonzeros += BitOperations.PopCount(bits);
            }
            int count = usedRows - start;
            if (count == 0) continue;
            if (classes > 1 && SinglesCost(nonzeros, classes, count) <= count * classes * _layout.Vectors)
            {
                usedRows = start;
                usedCoefficients = from;
                ListClasses(first, classes, ref usedRows, ref usedCoefficients);
            }
            else
            {
                _active[_activeCount++] = new ActiveRows(first, classes, start, count, from);
            }
        }
        ActiveShare = (double)usedRows / (_count * _layout.Groups);
    }

    /// <summary>Adds the block's share of the gradient of the vectors from <paramref name="vector"/> to <paramref name="end"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddGradient(int vector, int end, T* gradient, ref Ahead.Stretch ahead)
    {
        for (int v = vector; v < end; v += Tile)
        {
            for (int a = 0; a < _activeCount; a++)
            {
                ActiveRows active = _active[a];
                int vectors = Math.Min(Tile, end - v);
                switch (active.Classes)
                {
                    case 1: AddVectors<One>(v, vectors, active, gradient, ahead.Take(active.Count)); break;
                    case 2: AddVectors<Two>(v, vectors, active, gradient, ahead.Take(active.Count)); break;
                    case 3: AddVectors<Three>(v, vectors, active, gradient, ahead.Take(active.Count)); break;
                    case 4: AddVectors<Four>(v, vectors, active, gradient, ahead.Take(active.Count)); break;
                    default: AddVectors<Five>(v, vectors, active, gradient, ahead.Take(active.Count)); break;
                }
            }
        }
    }

    public void Dispose()
    {
        _scores.Dispose();
        _coefficients.Dispose();
        _padded.Dispose();
        _rows.Dispose();
    }

    /// <summary>What lists of single classes cost, in products of a group: two a product, eight to begin a list, and the listing.</summary>
    private long SinglesCost(int nonzeros, int classes, int rows) => (2L * nonzeros + 8L * classes) * _layout.Vectors + 4L * rows * classes;

    /// <summary>Room for the weights in a first-level cache of 32 KiB.</summary>
    private const int WeightBytes = 24 * 1024;

    /// <summary>As many groups as let their weights and four rows stay in the first-level cache, at least one.</summary>
    private int GroupsAtOnce() => Math.Max(1, WeightBytes / (_layout.Vectors * PackedByClass<T>.Lanes * sizeof(T) * PackedByClass<T>.GroupSize));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreGroup(int row, int rows, int group, T* weights, Ahead ahead)
    {
        T* scores = _scores.Pointer + (nint)row * Stride + group * PackedByClass<T>.GroupSize;
        switch (_layout.ClassesOf(group))
        {
            case 1: ScoreRows<One>(row, rows, weights, scores, ahead); break;
            case 2: ScoreRows<Two>(row, rows, weights, scores, ahead); break;
            case 3: ScoreRows<Three>(row, rows, weights, scores, ahead); break;
            case 4: ScoreRows<Four>(row, rows, weights, scores, ahead); break;
            default: ScoreRows<Five>(row, rows, weights, scores, ahead); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ScoreRows<TClasses>(int row, int rows, T* weights, T* scores, Ahead ahead)
        where TClasses : ITileSize
    {
        TX* x0 = _x + (nint)row * _rowLength, x1 = x0 + _rowLength, x2 = x1 + _rowLength, x3 = x2 + _rowLength;
        switch (rows)
        {
            case 1: ScoreTile.Run<TX, T, One, TClasses>(x0, x0, x0, x0, weights, _layout, scores, Stride, ahead); break;
            case 2: ScoreTile.Run<TX, T, Two, TClasses>(x0, x1, x0, x0, weights, _layout, scores, Stride, ahead); break;
            case 3: ScoreTile.Run<TX, T, Three, TClasses>(x0, x1, x2, x0, weights, _layout, scores, Stride, ahead); break;
            default: ScoreTile.Run<TX, T, Four, TClasses>(x0, x1, x2, x3, weights, _layout, scores, Stride, ahead); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddVectors<TClasses>(int v, int vectors, ActiveRows active, T* gradient, Ahead ahead)
        where TClasses : ITileSize
    {
        T* c = _coefficients.Pointer + active.Coefficients, g = gradient + _layout.Offset(v, active.FirstClass);
        ReadOnlySpan<int> rows = new(_rows.Pointer + active.Start, active.Count);
        nint step = _layout.ClassesOf(active.FirstClass / PackedByClass<T>.GroupSize) * PackedByClass<T>.Lanes;
        TX* x0 = _x + _layout.FirstFeature(v), x1 = _x + _layout.FirstFeature(v + 1), x2 = _x + _layout.FirstFeature(v + 2), x3 = _x + _layout.FirstFeature(v + 3);
        switch (vectors)
        {
            case 1: GradientTile.Run<TX, T, One, TClasses>(x0, x1, x2, x3, _rowLength, rows, c, g, step, ahead); break;
            case 2: GradientTile.Run<TX, T, Two, TClasses>(x0, x1, x2, x3, _rowLength, rows, c, g, step, ahead); break;
            case 3: GradientTile.Run<TX, T, Three, TClasses>(x0, x1, x2, x3, _rowLength, rows, c, g, step, ahead); break;
            default: GradientTile.Run<TX, T, Four, TClasses>(x0, x1, x2, x3, _rowLength, rows, c, g, step, ahead); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ListClasses(int first, int classes, ref int usedRows, ref int usedCoefficients)
    {
        for (int j = first; j < first + classes; j++)
        {
            int start = usedRows, from = usedCoefficients;
            for (int r = 0; r < _count; r++)
            {
                T c = _scores.Pointer[(nint)r * Stride + j];
                if (c == T.Zero) continue;
                _rows.Pointer[usedRows++] = r;
                _coefficients.Pointer[usedCoefficients++] = c;
            }
            if (usedRows > start) _active[_activeCount++] = new ActiveRows(j, 1, start, usedRows - start, from);
        }
    }

    private TX* Pad(TX* rows, int count)
    {
        int length = _layout.FeatureCount;
        for (int r = 0; r < count; r++)
            new ReadOnlySpan<TX>(rows + (nint)r * length, length).CopyTo(new Span<TX>(_padded.Pointer + (nint)r * PackedByClass<T>.Lanes, length));
        return _padded.Pointer;
    }
}
