using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels;

/// <summary>Memory asked to be brought near before it is used: a hint, on x86 only. Nothing of it is read.</summary>
public static unsafe class Nearby
{
    private const int Line = 64;

    /// <summary>Asks for one element.</summary>
    /// <param name="array">Of any length.</param>
    /// <param name="index">Trusted to lie in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchElement<T>(T[] array, int index)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), index)));
    }

    /// <summary>Asks for the first elements.</summary>
    /// <param name="array">Of any length, which is not looked at; null for nothing.</param>
    /// <param name="count">How many, or more than there are.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FetchStart(double[]? array, int count)
    {
        if (array is null || !Sse.IsSupported) return;
        byte* start = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        for (int b = 0; b < count * sizeof(double); b += Line) Sse.Prefetch0(start + b);
    }
}
