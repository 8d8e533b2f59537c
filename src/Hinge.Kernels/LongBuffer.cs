using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>Numbers that are only read, counted by 64 bits: in an array, or in a file that is mapped into memory.</summary>
/// <typeparam name="T">The numbers' type, as they lie in memory.</typeparam>
public sealed unsafe class LongBuffer<T>
    where T : unmanaged
{
    private readonly T[]? _array;
    private readonly T* _memory;

    /// <summary>Wraps an array without copying it.</summary>
    /// <exception cref="ArgumentNullException">array is null.</exception>
    public LongBuffer(T[] array)
    {
        ArgumentNullException.ThrowIfNull(array);
        _array = array;
        Length = array.LongLength;
    }

    /// <summary>Wraps memory that stays where it is at least as long as this is used.</summary>
    internal LongBuffer(T* memory, long length)
    {
        _memory = memory;
        Length = length;
    }

    /// <summary>How many numbers.</summary>
    public long Length { get; }

    /// <summary>How many bytes they take.</summary>
    public long ByteLength => Length * sizeof(T);

    /// <summary>Whether they are in a mapped file, whose pages are read when they are first touched.</summary>
    public bool IsMapped => _array is null;

    /// <summary>All of them in one span.</summary>
    /// <exception cref="OverflowException">There are more than a span can hold, 2³¹ − 1.</exception>
    public ReadOnlySpan<T> Whole => Slice(0, checked((int)Length));

    /// <summary>One of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none at the index.</exception>
    public T this[long index] => Slice(index, 1)[0];

    /// <summary>Some of them that follow each other.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the buffer.</exception>
    public ReadOnlySpan<T> Slice(long start, int length)
    {
        if (_array is not null && (ulong)start <= int.MaxValue) return _array.AsSpan((int)start, length);
        if (length < 0 || (ulong)start > (ulong)Length || length > Length - start) Throw(start, length);
        return new ReadOnlySpan<T>(_memory + start, length);
    }

    /// <summary>The bytes of some of them, in the order of memory: little-endian where the machine is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">They do not lie within the buffer, or are more bytes than a span can hold.</exception>
    public ReadOnlySpan<byte> Bytes(long start, int length) => MemoryMarshal.AsBytes(Slice(start, length));

    /// <summary>Asks for some of them to be read from the disk: a hint, which returns at once. Parts beyond the buffer are left out.</summary>
    public void ReadAhead(long start, long length)
    {
        start = Math.Clamp(start, 0, Length);
        if (_array is null) MappedFile.ReadAhead(_memory + start, Math.Clamp(length, 0, Length - start) * sizeof(T));
    }

    /// <summary>Keeps them where they are until the pin is disposed of.</summary>
    internal Pin Pinned() => new(_array, _memory);

    private static void Throw(long start, int length) =>
        throw new ArgumentOutOfRangeException(nameof(start), FormattableString.Invariant($"The slice must lie within the buffer; got {length} from {start}."));

    /// <summary>The address of a buffer, while it lasts.</summary>
    internal readonly ref struct Pin : IDisposable
    {
        public Pin(T[]? array, T* memory)
        {
            if (array is not null) Handle = GCHandle.Alloc(array, GCHandleType.Pinned);
            Pointer = array is null ? memory : (T*)Handle.AddrOfPinnedObject();
        }

        /// <summary>What holds an array in its place; not allocated for other memory.</summary>
        public GCHandle Handle { get; }

        public T* Pointer { get; }

        public void Dispose()
        {
            if (Handle.IsAllocated) Handle.Free();
        }
    }
}
