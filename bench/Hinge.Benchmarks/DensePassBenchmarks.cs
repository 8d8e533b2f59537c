using System.Numerics;
using BenchmarkDotNet.Attributes;
using Hinge.Kernels;
using Hinge.Kernels.Reference;

namespace Hinge.Benchmarks;

/// <summary>One pass of loss and gradient over dense rows: shapes, arithmetic, threads, and how many coefficients are zero.</summary>
[Config(typeof(RateColumns))]
public class DensePassBenchmarks
{
    private const int CheckedRows = 100;

    private Func<double> _pass = () => 0;

    public static IEnumerable<Case> Cases =>
        from shape in ((int N, int D, int K)[])[(10_000, 3073, 10), (60_000, 784, 10), (200_000, 64, 10), (2000, 512, 1000)]
        from isDouble in (bool[])[false, true]
        from isTrained in (bool[])[false, true]
        from threads in (int[])[1, 2]
        select new Case(shape.N, shape.D, shape.K, isDouble, isTrained, threads);

    [ParamsSource(nameof(Cases))]
    public Case Pass { get; set; } = new(1, 1, 1, false, false, 1);

    [GlobalSetup]
    public void MakeAndCheck() => _pass = Pass.IsDouble ? Prepare<double>(1e-9, 1e-9) : Prepare<float>(1e-4, 1e-2);

    [Benchmark]
    public double LossAndGradient() => _pass();

    private Func<double> Prepare<T>(double lossTolerance, double gradientTolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int n, int d, int k, int threads) = (Pass.N, Pass.D, Pass.K, Pass.Threads);
        Random random = new(1);
        T[] x = new T[n * d];
        for (int e = 0; e < x.Length; e++) x[e] = T.CreateTruncating((float)(2 * random.NextDouble() - 1));
        // Scores about 1 in magnitude; where trained 20, so that few rows have their best class within a margin of 1.
        double scale = (Pass.IsTrained ? 20 : 1) * Math.Sqrt(9.0 / d);
        double[] w = new double[d * k], gradient = new double[d * k];
        for (int e = 0; e < w.Length; e++) w[e] = scale * (2 * random.NextDouble() - 1);
        int[] labels = [.. Enumerable.Range(0, n).Select(i => i % k)];
        WeightLayout layout = WeightLayout.ByFeature(k);
        if (Pass.IsTrained) DensePass.Run(x, n, d, w, k, layout, new BestClassVisitor<T>(labels, k), [], threads);

        MarginVisitor<T> visitor = new(labels, k);
        int rows = Math.Min(n, CheckedRows);
        double[] wide = [.. x.Take(rows * d).Select(double.CreateTruncating)], expected = new double[d * k];
        double loss = StudentLoops.Dense(wide, labels.AsSpan(0, rows), w, k, 1, expected);
        Expect.Close(loss, DensePass.Run(x.AsSpan(0, rows * d), rows, d, w, k, layout, visitor, gradient, threads), lossTolerance, "the loss");
        Expect.Close(expected, gradient, gradientTolerance, "the gradient");
        return () => DensePass.Run(x, n, d, w, k, layout, visitor, gradient, threads);
    }

    /// <summary>A shape and how it is run.</summary>
    public sealed record Case(int N, int D, int K, bool IsDouble, bool IsTrained, int Threads) : IWork
    {
        /// <inheritdoc/>
        public double Operations => 4.0 * N * D * K;

        /// <inheritdoc/>
        public double Bytes => (IsDouble ? 8.0 : 4.0) * N * D;

        /// <inheritdoc/>
        public override string ToString() => $"{N}x{D}x{K} {(IsDouble ? "double" : "float")} {(IsTrained ? "trained" : "random")} {Threads}t";
    }
}
