using BenchmarkDotNet.Attributes;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;

namespace Hinge.Benchmarks;

/// <summary>The exact Weston–Watkins block of one example from duals of zero: the SIMD kernel and the plain solver.</summary>
public class BlockBenchmarks
{
    private const double SquaredNorm = 100, Cost = 0.1, Tolerance = 1e-9;

    private readonly WestonWatkins _loss = new();
    private double[] _scores = [], _delta = [], _dual = [], _change = [], _workspace = [];

    [Params(10, 58)]
    public int ClassCount { get; set; }

    [GlobalSetup]
    public void MakeAndCheck()
    {
        int length = SparseRow.Stride(ClassCount);
        (_scores, _delta, _dual, _change, _workspace) = (new double[length], new double[length], new double[length], new double[length], new double[length]);
        for (int j = 0; j < ClassCount; j++) _scores[j] = 3 * Math.Sin(j);
        Array.Fill(_delta, double.NegativeInfinity);
        _delta.AsSpan(0, ClassCount).Fill(1);
        Plain();
        double[] expected = _dual[..ClassCount];
        Vectorized();
        Expect.Close(expected, _dual.AsSpan(0, ClassCount), Tolerance, "the block");
    }

    [Benchmark(Baseline = true)]
    public void Plain()
    {
        Array.Clear(_dual);
        _loss.SolveBlock(_scores.AsSpan(0, ClassCount), 0, SquaredNorm, Cost, _dual.AsSpan(0, ClassCount), _workspace.AsSpan(0, ClassCount));
    }

    [Benchmark]
    public double Vectorized()
    {
        Array.Clear(_dual);
        return WestonWatkinsBlock.Solve<double>(_scores, 0, SquaredNorm, Cost, _delta, 0, _dual, _change, _workspace, out _);
    }
}
