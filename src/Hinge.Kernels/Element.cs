using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels;

/// <summary>Feature elements, float or double, read as double. Widening is exact.</summary>
internal static class Element
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double ToDouble<T>(T value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<T, float>(value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<T, double>(value);
        throw Unsupported<T>();
    }

    /// <summary>Eight elements from <paramref name="start"/> on, as doubles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load8<T>(ref readonly T start, nuint offset)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
            return Vector512.LoadUnsafe(ref Unsafe.As<T, double>(ref Unsafe.AsRef(in start)), offset);
        if (typeof(T) == typeof(float))
        {
            Vector256<float> narrow = Vector256.LoadUnsafe(ref Unsafe.As<T, float>(ref Unsafe.AsRef(in start)), offset);
            if (Avx512F.IsSupported) return Avx512F.ConvertToVector512Double(narrow);
            (Vector256<double> lower, Vector256<double> upper) = Vector256.Widen(narrow);
            return Vector512.Create(lower, upper);
        }
        throw Unsupported<T>();
    }

    private static NotSupportedException Unsupported<T>() => new($"Features must be float or double; got {typeof(T).Name}.");
}
