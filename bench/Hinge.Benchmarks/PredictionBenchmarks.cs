using BenchmarkDotNet.Attributes;
using Hinge.Data;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Benchmarks;

/// <summary>The class of a single row at 784 features and ten classes.</summary>
[MemoryDiagnoser]
public class PredictionBenchmarks
{
    private const int FeatureCount = 784, ClassCount = 10, Nonzeros = 150, Best = 3;

    private readonly float[] _row = [.. Enumerable.Range(0, FeatureCount).Select(f => (float)Math.Sin(f))];
    private readonly double[] _scores = new double[Best];
    private readonly int[] _classes = new int[Best], _columns = [.. Enumerable.Range(0, Nonzeros).Select(e => e * FeatureCount / Nonzeros)];
    private double[] _wide = [];
    private Predictor? _predictor;

    [GlobalSetup]
    public void MakeAndCheck()
    {
        _wide = Array.ConvertAll(_row, x => (double)x);
        LinearModel model = new(
            WeightMatrix.Random(FeatureCount, ClassCount, 1, seed: 1),
            [.. Enumerable.Range(0, ClassCount).Select(j => $"{j}")],
            null,
            new Objective(),
            new Certificate { Primal = 1, Dual = 0, DualDistance = 0, ExampleCount = 1, Fingerprint = "" });
        _predictor = model.CreatePredictor();
        int expected = model.Predict(new DenseMatrix<float>(1, FeatureCount, _row))[0];
        Expect.Close(expected, DenseFloat(), 0, "the class");
        Expect.Close(expected, DenseDouble(), 0, "the class");
        Expect.Close(expected, DenseTop(), 0, "the class");
        Expect.Close(model.Predict(new SparseMatrix<float>(FeatureCount, [0, Nonzeros], _columns, _row[..Nonzeros]))[0], SparseFloat(), 0, "the class of the sparse row");
    }

    [Benchmark]
    public int DenseFloat() => _predictor!.Predict<float>(_row);

    [Benchmark]
    public int DenseDouble() => _predictor!.Predict<double>(_wide);

    [Benchmark]
    public int DenseTop()
    {
        _predictor!.Top<float>(_row, _classes, _scores);
        return _classes[0];
    }

    [Benchmark]
    public int SparseFloat() => _predictor!.Predict<float>(_columns, _row.AsSpan(0, Nonzeros));
}
