using BenchmarkDotNet.Attributes;
using Hinge.Kernels.Coordinates;

namespace Hinge.Benchmarks;

/// <summary>The halves of a coordinate step in float that touch weights, over rows in random order: scores, and W += x·cᵀ.</summary>
[Config(typeof(RateColumns))]
public class CoordinateBenchmarks
{
    private const int ExampleCount = 4096;

    private Action<int> _score = _ => { }, _add = _ => { };
    private Action _free = () => { };
    private int[] _order = [];
    private float[] _scores = [], _change = [];
    private int _at;

    public static IEnumerable<Case> Cases => [new(784, 10, 784, false), new(64, 10, 64, false), new(100_000, 58, 45, true)];

    [ParamsSource(nameof(Cases))]
    public Case Rows { get; set; } = new(1, 1, 1, false);

    [GlobalSetup]
    public void MakeAndCheck()
    {
        (int d, int k) = (Rows.D, Rows.K);
        Random random = new(1);
        _order = [.. Enumerable.Range(0, ExampleCount)];
        random.Shuffle(_order);
        if (Rows.IsSparse)
        {
            (long[] offsets, int[] columns, float[] values) = SparsePassBenchmarks.TextLike(ExampleCount, d, Rows.Entries);
            Check(new SparseCoordinateRows<float, float>(offsets, columns, values, d, k), (i, f) => columns.AsSpan((int)offsets[i]..(int)offsets[i + 1]).IndexOf(f) is >= 0 and int e ? values[(int)offsets[i] + e] : 0);
        }
        else
        {
            float[] x = [.. Enumerable.Range(0, ExampleCount * d).Select(_ => (float)(2 * random.NextDouble() - 1))];
            Check(new DenseCoordinateRows<float, float>(x, ExampleCount, d, k), (i, f) => x[i * d + f]);
        }
    }

    [Benchmark]
    public void Scores() => _score(Next());

    [Benchmark]
    public void Add() => _add(Next());

    [GlobalCleanup]
    public void Free() => _free();

    private int Next() => _order[_at++ & (ExampleCount - 1)];

    /// <summary>W = x₁cᵀ, then the scores of row 0.</summary>
    private void Check(CoordinateRows<float> rows, Func<int, int, double> feature)
    {
        int k = Rows.K;
        _scores = new float[rows.ScoreLength];
        _change = new float[rows.ScoreLength];
        for (int j = 0; j < k; j++) _change[j] = (j + 1) / 128f;
        double product = 0;
        for (int f = 0; f < Rows.D; f++) product += feature(0, f) * feature(1, f);
        rows.Add(1, _change);
        rows.Scores(0, _scores);
        for (int j = 0; j < k; j++) Expect.Close(product * _change[j], _scores[j], 1e-4, "a score");
        for (int j = 0; j < k; j++) _change[j] = 1e-6f * (j + 1);
        (_score, _add, _free) = (i => rows.Scores(i, _scores), i => rows.Add(i, _change), rows.Dispose);
    }

    /// <summary>The shape of a row and its weights; the operations are those of scores, or of adding.</summary>
    public sealed record Case(int D, int K, int Entries, bool IsSparse) : IWork
    {
        /// <inheritdoc/>
        public double Operations => 2.0 * Entries * K;

        /// <inheritdoc/>
        public double Bytes => (IsSparse ? 8.0 : 4.0) * Entries;

        /// <inheritdoc/>
        public bool IsDouble => false;

        /// <inheritdoc/>
        public int Threads => 1;

        /// <inheritdoc/>
        public override string ToString() => IsSparse ? $"{Entries} of {D}x{K}" : $"{D}x{K}";
    }
}
