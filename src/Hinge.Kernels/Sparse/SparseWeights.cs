using System.Runtime.CompilerServices;

namespace Hinge.Kernels.Sparse;

/// <summary>Weights by feature, as sparse rows are multiplied with them: a vector of classes at a time.</summary>
/// <remarks>
/// The last vector of a feature's K weights reaches into the next features', whose lanes are dropped. The last features, from
/// which it would reach past the end, are read from a padded copy.
/// </remarks>
internal readonly unsafe struct SparseWeights<T>
    where T : unmanaged
{
    /// <summary>What is larger does not stay in a core's own cache.</summary>
    private const long OwnCache = 512 * 1024;

    private readonly T* _copiedRows;
    private readonly nint _firstCopied;
    private readonly nint _copiedStride;

    /// <summary>Weights of which whole vectors may be read for every feature.</summary>
    public SparseWeights(T* rows, int featureCount, int stride)
        : this(rows, featureCount, stride, featureCount, null, stride)
    {
    }

    /// <summary>Weights of which the features from <paramref name="firstCopied"/> on are read from a copy.</summary>
    public SparseWeights(T* rows, int featureCount, int stride, int firstCopied, T* copiedRows, int copiedStride)
    {
        Rows = rows;
        Stride = stride;
        _firstCopied = firstCopied;
        _copiedRows = copiedRows;
        _copiedStride = copiedStride;
        IsLarge = (long)featureCount * stride * sizeof(T) > OwnCache;
    }

    /// <summary>The first feature's weights.</summary>
    public T* Rows { get; }

    /// <summary>From one feature's weights to the next's.</summary>
    public nint Stride { get; }

    /// <summary>Whether it pays to fetch weights ahead.</summary>
    public bool IsLarge { get; }

    /// <summary>How many of a row's increasing columns come before the copied features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public nint PlainCount(int* columns, nint count)
    {
        if (_copiedRows is not null)
            while (count > 0 && columns[count - 1] >= _firstCopied) count--;
        return count;
    }

    /// <summary>The copy of a feature's weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* CopiedRow(int feature) => _copiedRows + (feature - _firstCopied) * _copiedStride;
}
