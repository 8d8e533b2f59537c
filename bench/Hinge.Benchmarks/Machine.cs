using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hinge.Benchmarks;

/// <summary>What this machine can do at most, measured in the run that asks: the best of several tries each.</summary>
/// <remarks>
/// The peak is that of multiply-adds with all operands in registers, which a matrix product in the cache comes close to;
/// bandwidth is that of copying arrays far larger than caches, reading and writing counted.
/// </remarks>
internal static class Machine
{
    private const int Tries = 30, CopiedFloats = 16 << 20, Steps = 4_000_000;

    private static readonly ConcurrentDictionary<(int Threads, bool IsDouble), double> _peaks = [];
    private static readonly ConcurrentDictionary<int, double> _bandwidths = [];

    /// <summary>Operations a second, a multiply-add being two.</summary>
    public static double PeakOperations(int threads, bool isDouble) =>
        _peaks.GetOrAdd((threads, isDouble), _ => (isDouble ? OperationsAStep<double>() : OperationsAStep<float>()) * Steps * threads / BestSeconds(threads, _ => MultiplyAdd(isDouble)));

    /// <summary>Bytes a second.</summary>
    public static double CopyBandwidth(int threads) => _bandwidths.GetOrAdd(threads, _ =>
    {
        float[][] from = [.. Enumerable.Range(0, threads).Select(_ => NewArray())], to = [.. Enumerable.Range(0, threads).Select(_ => NewArray())];
        return 2.0 * sizeof(float) * CopiedFloats * threads / BestSeconds(threads, t => from[t].AsSpan().CopyTo(to[t]));
    });

    private static float[] NewArray()
    {
        float[] array = new float[CopiedFloats];
        Array.Fill(array, 1);
        return array;
    }

    private static double BestSeconds(int threads, Action<int> work)
    {
        double best = double.PositiveInfinity;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            using Barrier start = new(threads + 1);
            Thread[] workers = [.. Enumerable.Range(0, threads).Select(t => new Thread(() =>
            {
                start.SignalAndWait();
                work(t);
            }))];
            foreach (Thread worker in workers) worker.Start();
            start.SignalAndWait();
            long began = Stopwatch.GetTimestamp();
            foreach (Thread worker in workers) worker.Join();
            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
        return best;
    }

    private static double OperationsAStep<T>() => 2 * 10 * (Vector512.IsHardwareAccelerated ? Vector512<T>.Count : Vector256<T>.Count);

    private static void MultiplyAdd(bool isDouble)
    {
        double sum = (Vector512.IsHardwareAccelerated, isDouble) switch
        {
            (true, false) => Chains<Vector512<float>, Float512>(Vector512.Create(0.999f), Vector512.Create(1e-3f)),
            (true, true) => Chains<Vector512<double>, Double512>(Vector512.Create(0.999), Vector512.Create(1e-3)),
            (false, false) => Chains<Vector256<float>, Float256>(Vector256.Create(0.999f), Vector256.Create(1e-3f)),
            (false, true) => Chains<Vector256<double>, Double256>(Vector256.Create(0.999), Vector256.Create(1e-3)),
        };
        // Used, so that the compiler may not drop the loop.
        GC.KeepAlive(sum);
    }

    /// <summary>Ten chains: enough to hide four cycles of latency on two units.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Chains<TVector, TArithmetic>(TVector factor, TVector term)
        where TVector : struct
        where TArithmetic : struct, IArithmetic<TVector>
    {
        TVector s0 = term, s1 = term, s2 = term, s3 = term, s4 = term, s5 = term, s6 = term, s7 = term, s8 = term, s9 = term;
        for (int step = 0; step < Steps; step++)
        {
            s0 = TArithmetic.MultiplyAdd(s0, factor, term);
            s1 = TArithmetic.MultiplyAdd(s1, factor, term);
            s2 = TArithmetic.MultiplyAdd(s2, factor, term);
            s3 = TArithmetic.MultiplyAdd(s3, factor, term);
            s4 = TArithmetic.MultiplyAdd(s4, factor, term);
            s5 = TArithmetic.MultiplyAdd(s5, factor, term);
            s6 = TArithmetic.MultiplyAdd(s6, factor, term);
            s7 = TArithmetic.MultiplyAdd(s7, factor, term);
            s8 = TArithmetic.MultiplyAdd(s8, factor, term);
            s9 = TArithmetic.MultiplyAdd(s9, factor, term);
        }
        return TArithmetic.Sum(s0) + TArithmetic.Sum(s1) + TArithmetic.Sum(s2) + TArithmetic.Sum(s3) + TArithmetic.Sum(s4)
            + TArithmetic.Sum(s5) + TArithmetic.Sum(s6) + TArithmetic.Sum(s7) + TArithmetic.Sum(s8) + TArithmetic.Sum(s9);
    }

    private interface IArithmetic<TVector>
    {
        static abstract TVector MultiplyAdd(TVector a, TVector b, TVector c);

        static abstract double Sum(TVector v);
    }

    private readonly struct Float512 : IArithmetic<Vector512<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) => Vector512.MultiplyAddEstimate(a, b, c);

        public static double Sum(Vector512<float> v) => Vector512.Sum(v);
    }

    private readonly struct Double512 : IArithmetic<Vector512<double>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) => Vector512.MultiplyAddEstimate(a, b, c);

        public static double Sum(Vector512<double> v) => Vector512.Sum(v);
    }

    private readonly struct Float256 : IArithmetic<Vector256<float>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) => Vector256.MultiplyAddEstimate(a, b, c);

        public static double Sum(Vector256<float> v) => Vector256.Sum(v);
    }

    private readonly struct Double256 : IArithmetic<Vector256<double>>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> MultiplyAdd(Vector256<double> a, Vector256<double> b, Vector256<double> c) => Vector256.MultiplyAddEstimate(a, b, c);

        public static double Sum(Vector256<double> v) => Vector256.Sum(v);
    }
}
