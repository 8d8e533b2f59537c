using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels;

/// <summary>Memory asked to be brought near before it is used: a hint, on x86 only.</summary>
public static unsafe class Nearby
{
    private const int Line = 64;

    /// <summary>Asks for what a span covers.</summary>
    public static void Fetch(ReadOnlySpan<double> values)
    {
        if (!Sse.IsSupported) return;
        fixed (double* start = values)
            for (int e = 0; e < values.Length; e += Line / sizeof(double)) Sse.Prefetch0(start + e);
    }
}
