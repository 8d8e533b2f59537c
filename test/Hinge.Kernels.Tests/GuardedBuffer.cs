using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hinge.Kernels.Tests;

/// <summary>
/// Memory between two pages that may not be touched: a span that ends where the upper one begins makes any overrun
/// fault. What lies around the span inside the buffer is filled with a sentinel, so that stray writes show. Off Linux
/// there are no guard pages, the sentinels remain.
/// </summary>
internal sealed unsafe class GuardedBuffer<T> : IDisposable
    where T : unmanaged
{
    private const byte Sentinel = 0xA5;
    private const int NoAccess = 0, ReadWrite = 1 | 2, PrivateAnonymous = 0x02 | 0x20;

    private readonly byte* _mapping;
    private readonly nuint _mappingLength;
    private readonly int _bodyLength;
    private readonly byte* _body;
    private int _start, _end;

    public GuardedBuffer(int capacity)
    {
        int page = Environment.SystemPageSize;
        _bodyLength = ((capacity + 16) * sizeof(T) + page - 1) / page * page;
        _mappingLength = (nuint)(_bodyLength + 2 * page);
        if (OperatingSystem.IsLinux())
        {
            _mapping = GuardPages.Map(null, _mappingLength, NoAccess, PrivateAnonymous, -1, 0);
            _body = _mapping + page;
            if ((nint)_mapping == -1 || GuardPages.Protect(_body, (nuint)_bodyLength, ReadWrite) != 0)
                throw new InvalidOperationException("mmap or mprotect failed.");
        }
        else
        {
            _mapping = (byte*)NativeMemory.Alloc(_mappingLength);
            _body = _mapping + page;
        }
    }

    /// <summary>A span whose end lies <paramref name="offset"/> elements below the upper guard, sentinels around it.</summary>
    public Span<T> EndingAt(int length, int offset) => Place(_bodyLength - (length + offset) * sizeof(T), length);

    /// <summary>A span that begins <paramref name="offset"/> elements above the lower guard, sentinels around it.</summary>
    public Span<T> StartingAt(int length, int offset) => Place(offset * sizeof(T), length);

    /// <summary>The span placed last.</summary>
    public Span<T> Current => new(_body + _start, (_end - _start) / sizeof(T));

    /// <summary>Whether every byte of the buffer outside the span is still the sentinel.</summary>
    public bool IsUntouchedOutside() =>
        !new ReadOnlySpan<byte>(_body, _start).ContainsAnyExcept(Sentinel)
        && !new ReadOnlySpan<byte>(_body + _end, _bodyLength - _end).ContainsAnyExcept(Sentinel);

    public void Dispose()
    {
        if (OperatingSystem.IsLinux()) _ = GuardPages.Unmap(_mapping, _mappingLength);
        else NativeMemory.Free(_mapping);
    }

    private Span<T> Place(int start, int length)
    {
        Unsafe.InitBlock(_body, Sentinel, (uint)_bodyLength);
        _start = start;
        _end = start + length * sizeof(T);
        return new Span<T>(_body + start, length);
    }
}

/// <summary>The calls of Linux behind <see cref="GuardedBuffer{T}"/>.</summary>
internal static unsafe partial class GuardPages
{
    [LibraryImport("libc", EntryPoint = "mmap")]
    internal static partial byte* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    internal static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    internal static partial int Unmap(void* address, nuint length);
}
