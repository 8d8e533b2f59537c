using System.Buffers;
using System.Runtime.InteropServices;

namespace Hinge.Kernels;

/// <summary>Aligned memory borrowed from the shared array pool: passes are repeated, and fresh pages cost more than the pass itself.</summary>
internal sealed unsafe class PooledBuffer<T> : IDisposable
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly byte[] _bytes;
    private GCHandle _pin;

    /// <summary>Room for <paramref name="length"/> elements, all zero.</summary>
    public PooledBuffer(nint length)
    {
        Length = checked((int)length);
        _bytes = ArrayPool<byte>.Shared.Rent(checked(Length * sizeof(T) + Alignment));
        _pin = GCHandle.Alloc(_bytes, GCHandleType.Pinned);
        nint start = _pin.AddrOfPinnedObject();
        Pointer = (T*)((start + Alignment - 1) / Alignment * Alignment);
        Span.Clear();
    }

    public int Length { get; }

    /// <summary>The first element, at a multiple of 64 bytes.</summary>
    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, Length);

    public void Dispose()
    {
        if (!_pin.IsAllocated) return;
        _pin.Free();
        ArrayPool<byte>.Shared.Return(_bytes);
    }
}
