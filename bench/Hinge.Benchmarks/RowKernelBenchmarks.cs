using BenchmarkDotNet.Attributes;
using Hinge.Kernels;

namespace Hinge.Benchmarks;

/// <summary>
/// The row kernels: scores of one row and W += x·cᵀ. Run under HINGE_KERNELS=reference as well to compare. Divide
/// 2·D·K (dense) or 2·nonzeros·K (sparse) by the time for the rate.
/// </summary>
public class RowKernelBenchmarks
{
    private const double Tolerance = 1e-9;

    private float[] _row = [];
    private int[] _columns = [];
    private double[] _byClass = [], _byFeature = [], _scores = [], _coefficients = [];

    [Params("digits 64×10", "mnist 784×10", "text 45 of 100000×58")]
    public string Shape { get; set; } = "";

    [GlobalSetup]
    public void MakeAndCheck()
    {
        (int d, int k, int nonzeros) = Shape.StartsWith("digits", StringComparison.Ordinal) ? (64, 10, 64)
            : Shape.StartsWith("mnist", StringComparison.Ordinal) ? (784, 10, 150)
            : (100_000, 58, 45);
        int stride = SparseRow.Stride(k);
        _columns = [.. Enumerable.Range(0, nonzeros).Select(e => (int)((long)e * d / nonzeros))];
        _row = [.. Enumerable.Range(0, d).Select(f => (float)Math.Sin(f))];
        _byClass = [.. Enumerable.Range(0, d * k).Select(e => Math.Cos(e))];
        _byFeature = [.. Enumerable.Range(0, d * stride).Select(e => e % stride < k ? _byClass[e % stride * d + e / stride] : 0)];
        _scores = new double[stride];
        _coefficients = [.. Enumerable.Range(0, stride).Select(j => j < k ? 1e-3 * Math.Sin(j) : 0)];

        DenseScores();
        for (int j = 0; j < k; j++)
            RequireClose(Enumerable.Range(0, d).Sum(f => _row[f] * _byClass[j * d + f]), _scores[j]);
        SparseScores();
        for (int j = 0; j < k; j++)
            RequireClose(Enumerable.Range(0, nonzeros).Sum(e => _row[e] * _byFeature[_columns[e] * stride + j]), _scores[j]);
    }

    [Benchmark]
    public void DenseScores() => DenseRow.Scores<float>(_row, _byClass, _scores.AsSpan(0, _byClass.Length / _row.Length));

    [Benchmark]
    public void DenseAddOuterProduct() => DenseRow.AddOuterProduct<float>(_row, _coefficients.AsSpan(0, _byClass.Length / _row.Length), _byClass);

    [Benchmark]
    public void SparseScores() => SparseRow.Scores<float>(_columns, _row.AsSpan(0, _columns.Length), _byFeature, _scores);

    [Benchmark]
    public void SparseAddOuterProduct() => SparseRow.AddOuterProduct<float>(_columns, _row.AsSpan(0, _columns.Length), _coefficients, _byFeature);

    private static void RequireClose(double expected, double actual)
    {
        if (!(Math.Abs(expected - actual) <= Tolerance * Math.Max(1, Math.Abs(expected))))
            throw new InvalidOperationException($"The kernel is wrong: {actual} instead of {expected}. Nothing was timed.");
    }
}
