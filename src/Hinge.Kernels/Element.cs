using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Kernels;

/// <summary>Elements, float or double: read in the type of the arithmetic (widening is exact), and summed over the lanes of a vector.</summary>
internal static unsafe class Element
{
    /// <summary>As many elements of <typeparamref name="TX"/> as a vector of <typeparamref name="T"/> has lanes, in that type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load<TX, T>(TX* source)
        where TX : unmanaged
        where T : unmanaged
    {
        if (typeof(TX) == typeof(T)) return Vector512.Load((T*)source);
        if (typeof(T) == typeof(double)) return Load8(ref *source, 0).As<double, T>();
        throw Unsupported<TX>();
    }

    /// <summary>One element in another type.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Convert<TX, T>(TX value)
        where TX : unmanaged
        where T : unmanaged
    {
        if (typeof(TX) == typeof(T)) return Unsafe.BitCast<TX, T>(value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(ToDouble(value));
        throw Unsupported<T>();
    }

    /// <summary>a·b + c, fused where the machine can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> a, Vector512<T> b, Vector512<T> c)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            return Vector512.MultiplyAddEstimate(a.AsSingle(), b.AsSingle(), c.AsSingle()).As<float, T>();
        if (typeof(T) == typeof(double))
            return Vector512.MultiplyAddEstimate(a.AsDouble(), b.AsDouble(), c.AsDouble()).As<double, T>();
        throw Unsupported<T>();
    }

    /// <summary>All lanes in double: the lower half and the upper; where they are in double already, zero for the latter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static (Vector512<double> Low, Vector512<double> High) Widen<T>(Vector512<T> lanes)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Vector512.Widen(lanes.AsSingle());
        if (typeof(T) == typeof(double)) return (lanes.AsDouble(), default);
        throw Unsupported<T>();
    }

    /// <summary>sum += terms, terms = 0.</summary>
    public static void Flush<T>(T* terms, double* sum, nint length)
        where T : unmanaged
    {
        nint e = 0;
        for (; e + Vector512<double>.Count <= length; e += Vector512<double>.Count)
            (Vector512.Load(sum + e) + Load<T, double>(terms + e)).Store(sum + e);
        for (; e < length; e++) sum[e] += ToDouble(terms[e]);
        new Span<T>(terms, checked((int)length)).Clear();
    }

    /// <summary>The sum over the lanes, in halves: lane l with lane l + half, and so on down to one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T>(Vector512<T> sum)
        where T : unmanaged, INumber<T>
    {
        Vector128<T> v = FoldTo128(sum);
        return typeof(T) == typeof(double) ? v[0] + v[1] : (v[0] + v[2]) + (v[1] + v[3]);
    }

    /// <summary>Four sums over the lanes, each with the bits of <see cref="Fold"/>, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FoldFour<T>(Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, T* target)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float) && Sse.IsSupported)
        {
            Vector128<float> a = FoldTo128(s0).AsSingle(), b = FoldTo128(s1).AsSingle(), c = FoldTo128(s2).AsSingle(), d = FoldTo128(s3).AsSingle();
            Vector128<float> ab = Sse.UnpackLow(a, b) + Sse.UnpackHigh(a, b), cd = Sse.UnpackLow(c, d) + Sse.UnpackHigh(c, d);
            (Sse.MoveLowToHigh(ab, cd) + Sse.MoveHighToLow(cd, ab)).Store((float*)target);
            return;
        }
        target[0] = Fold(s0);
        target[1] = Fold(s1);
        target[2] = Fold(s2);
        target[3] = Fold(s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<T> FoldTo128<T>(Vector512<T> sum)
    {
        Vector256<T> half = sum.GetLower() + sum.GetUpper();
        return half.GetLower() + half.GetUpper();
    }

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
