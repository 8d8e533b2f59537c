using BenchmarkDotNet.Attributes;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Benchmarks;

/// <summary>Whole passes of loss and gradient over dense data: the student's loops against the library.</summary>
public class PassBenchmarks
{
    private const int ExampleCount = 2000, FeatureCount = 784, ClassCount = 10;
    private const double Tolerance = 1e-9;

    private double[] _features = [];
    private int[] _labels = [];
    private WeightMatrix _weights = new(1, 1), _gradient = new(1, 1);
    private MeanForm? _form;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void MakeAndCheck()
    {
        _features = WeightMatrix.Random(ExampleCount, FeatureCount, 1, seed: 1).Values.ToArray();
        _labels = [.. Enumerable.Range(0, ExampleCount).Select(i => i % ClassCount)];
        _weights = WeightMatrix.Random(FeatureCount, ClassCount, 0.05, seed: 2);
        _gradient = new WeightMatrix(FeatureCount, ClassCount);
        float[] singles = Array.ConvertAll(_features, x => (float)x);
        _features = Array.ConvertAll(singles, x => (double)x);
        _form = new MeanForm(new Dataset(new DenseMatrix<float>(ExampleCount, FeatureCount, singles), new Labels(_labels, ClassCount)), new WestonWatkins());

        double expected = StudentLoops() / ExampleCount, actual = LossAndGradient();
        if (!(Math.Abs(expected - actual) <= Tolerance * expected))
            throw new InvalidOperationException($"The loss is wrong: {actual} instead of {expected}. Nothing was timed.");
    }

    [Benchmark(Baseline = true)]
    public double StudentLoops() => Kernels.Reference.StudentLoops.Dense(_features, _labels, _weights.Values, ClassCount, 1, _gradient.Values);

    [Benchmark]
    public double LossAndGradient() => _form!.ValueAndGradient(_weights, _gradient, Threads);
}
