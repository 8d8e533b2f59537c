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

    /// <summary>A double rounded to the type of the arithmetic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Narrow<T>(double value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float)) return Unsafe.BitCast<float, T>((float)value);
        if (typeof(T) == typeof(double)) return Unsafe.BitCast<double, T>(value);
        throw Unsupported<T>();
    }

    /// <summary>Eight doubles, rounded to the type of the arithmetic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<T>(Vector512<double> values, T* target)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            values.Store((double*)target);
            return;
        }
        if (typeof(T) != typeof(float)) throw Unsupported<T>();
        if (Avx512F.IsSupported) Avx512F.ConvertToVector256Single(values).Store((float*)target);
        else Vector256.Narrow(values.GetLower(), values.GetUpper()).Store((float*)target);
    }

    /// <summary>sum += terms, terms = 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Flush<T>(T* terms, double* sum, nint length)
        where T : unmanaged
    {
        nint e = 0;
        for (; e + Vector512<double>.Count <= length; e += Vector512<double>.Count)
            (Vector512.Load(sum + e) + Load<T, double>(terms + e)).Store(sum + e);
        for (; e < length; e++) sum[e] += ToDouble(terms[e]);
        new Span<T>(terms, checked((int)length)).Clear();
    }

    /// <summary>
    /// The sum over the lanes along a fixed tree. Of doubles: lane l with lane l + half, down to one. Of floats: in each
    /// quarter lanes 0 + 2 and 1 + 3, those two; then quarters 0 + 2 and 1 + 3, those two.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Fold<T>(Vector512<T> sum)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float))
        {
            Vector512<float> s = sum.AsSingle();
            return Unsafe.BitCast<float, T>(FoldQuarters(s, s, s, s)[0]);
        }
        Vector256<T> half = sum.GetLower() + sum.GetUpper();
        Vector128<T> quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1];
    }

    /// <summary>The largest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double LargestLane(Vector512<double> v)
    {
        Vector256<double> half = Vector256.Max(v.GetLower(), v.GetUpper());
        Vector128<double> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return Math.Max(quarter[0], quarter[1]);
    }

    /// <summary>Four sums over the lanes, each with the bits of <see cref="Fold"/>, side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void FoldFour<T>(Vector512<T> s0, Vector512<T> s1, Vector512<T> s2, Vector512<T> s3, T* target)
        where T : unmanaged, INumber<T>
    {
        if (typeof(T) == typeof(float))
        {
            FoldQuarters(s0.AsSingle(), s1.AsSingle(), s2.AsSingle(), s3.AsSingle()).Store((float*)target);
            return;
        }
        target[0] = Fold(s0);
        target[1] = Fold(s1);
        target[2] = Fold(s2);
        target[3] = Fold(s3);
    }

    /// <summary>Transposes and adds: first within the quarters of each vector, then over the quarters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FoldQuarters(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d)
    {
        if (Avx512F.IsSupported)
        {
            Vector512<float> ab = Avx512F.UnpackLow(a, b) + Avx512F.UnpackHigh(a, b), cd = Avx512F.UnpackLow(c, d) + Avx512F.UnpackHigh(c, d);
            Vector512<float> sums = Avx512F.Shuffle(ab, cd, FirstPairs) + Avx512F.Shuffle(ab, cd, LastPairs);
            Vector256<float> half = sums.GetLower() + sums.GetUpper();
            return half.GetLower() + half.GetUpper();
        }
        Vector128<float> even = FoldQuarter(a, b, c, d, 0) + FoldQuarter(a, b, c, d, 2), odd = FoldQuarter(a, b, c, d, 1) + FoldQuarter(a, b, c, d, 3);
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> FoldQuarter(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, int quarter)
    {
        Vector128<float> qa = Quarter(a, quarter), qb = Quarter(b, quarter), qc = Quarter(c, quarter), qd = Quarter(d, quarter);
        if (Sse.IsSupported)
        {
            Vector128<float> ab = Sse.UnpackLow(qa, qb) + Sse.UnpackHigh(qa, qb), cd = Sse.UnpackLow(qc, qd) + Sse.UnpackHigh(qc, qd);
            return Sse.Shuffle(ab, cd, FirstPairs) + Sse.Shuffle(ab, cd, LastPairs);
        }
        return Vector128.Create(Sum(qa), Sum(qb), Sum(qc), Sum(qd));

        static float Sum(Vector128<float> q) => (q[0] + q[2]) + (q[1] + q[3]);
    }

    private static Vector128<float> Quarter(Vector512<float> v, int quarter)
    {
        Vector256<float> half = quarter < 2 ? v.GetLower() : v.GetUpper();
        return quarter % 2 == 0 ? half.GetLower() : half.GetUpper();
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

    /// <summary>Shuffles of two vectors' quarters: lanes 0 and 1 of both, and 2 and 3 of both.</summary>
    private const byte FirstPairs = 0b01_00_01_00, LastPairs = 0b11_10_11_10;

    private static NotSupportedException Unsupported<T>() => new($"Features must be float or double; got {typeof(T).Name}.");
}
