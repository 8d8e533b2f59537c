using System.Buffers;
using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>
/// Aligned memory: borrowed from the shared array pool, since passes are repeated and fresh pages cost
/// more than a pass itself; large memory on pages of 2 MiB instead.
/// </summary>
internal sealed unsafe class PooledBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64, LeastPages = 2;

    private readonly byte[]? _bytes;
    private GCHandle _pin;

    /// <summary>Room for <paramref name="length"/> elements, zero unless <paramref name="isOverwritten"/> before it is read.</summary>
    public PooledBuffer(nint length, bool isOverwritten = false)
    {
        Length = checked((int)length);
        nuint bytes = (nuint)Length * (nuint)sizeof(T);
        if (bytes >= LeastPages * HugePages.PageSize)
        {
            Pointer = (T*)HugePages.Allocate(bytes);
        }
        else
        {
            _bytes = ArrayPool<byte>.Shared.Rent((int)bytes + Alignment);
            _pin = GCHandle.Alloc(_bytes, GCHandleType.Pinned);
            Pointer = (T*)((_pin.AddrOfPinnedObject() + Alignment - 1) / Alignment * Alignment);
        }
        if (!isOverwritten) Span.Clear();
    }

    public int Length { get; }

    /// <summary>The first element, at a multiple of 64 bytes.</summary>
    public T* Pointer { get; private set; }

    public Span<T> Span => new(Pointer, Length);

    public void Dispose()
    {
        if (Pointer is null) return;
        if (_bytes is null)
        {
            NativeMemory.AlignedFree(Pointer);
        }
        else
        {
            _pin.Free();
            ArrayPool<byte>.Shared.Return(_bytes);
        }
        Pointer = null;
    }
}
