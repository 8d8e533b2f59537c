using System.Globalization;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Testing.Corpus;

/// <summary>A problem of the corpus: data, weights, λ, in float or double, random or at exact kinks. The loss is weston-watkins.</summary>
public sealed class CorpusProblem
{
    private readonly double[] _x, _w;
    private readonly float[] _singleX;
    private readonly int[] _y;

    public CorpusProblem(int n, int d, int k, bool isSingle, bool atKinks, double lambda, int seed)
    {
        (ClassCount, Lambda, IsSingle, AtKinks, TakesZero) = (k, lambda, isSingle, atKinks, atKinks && seed % 2 == 1);
        Name = $"{n}×{d}×{k} {(isSingle ? "float32" : "float64")} {(atKinks ? "at kinks" : "random")} λ={lambda.ToString(CultureInfo.InvariantCulture)} seed {seed}";
        RandomOrder random = new(seed);
        // Whole numbers make scores whole, and with Δ = 1 violations of exactly zero.
        _x = [.. Enumerable.Range(0, n * d).Select(_ => atKinks ? random.Next(3) - 1 : Round(random.NextNormal()))];
        _w = [.. Enumerable.Range(0, d * k).Select(_ => atKinks ? random.Next(3) - 1 : Round(random.NextNormal() / Math.Sqrt(d)))];
        _y = [.. Enumerable.Range(0, n).Select(_ => random.Next(k))];
        _singleX = Array.ConvertAll(_x, v => (float)v);
        FeatureMatrix features = isSingle ? new DenseMatrix<float>(n, d, _singleX) : new DenseMatrix<double>(n, d, _x);
        Form = new MeanForm(new Dataset(features, new Labels(_y, k)), new WestonWatkins(), lambda);
        Weights = new WeightMatrix(d, k, _w);

        double Round(double value) => isSingle ? (float)value : value;
    }

    public string Name { get; }

    public int ClassCount { get; }

    public double Lambda { get; }

    /// <summary>Whether the program works in float32.</summary>
    public bool IsSingle { get; }

    /// <summary>Whether data and weights are whole numbers, which puts many terms exactly at their kinks.</summary>
    public bool AtKinks { get; }

    /// <summary>Whether the program counts a violation of exactly zero: the other convention at kinks.</summary>
    public bool TakesZero { get; }

    public MeanForm Form { get; }

    public WeightMatrix Weights { get; }

    /// <summary>X, N×D.</summary>
    public ReadOnlyMemory<double> Features => _x;

    /// <summary>y, N.</summary>
    public ReadOnlyMemory<int> Labels => _y;

    /// <summary>Loss and gradient of the loops with these mistakes, in the problem's precision.</summary>
    public (double Loss, double[] Gradient) Run(params string[] mistakes) => Run(TakesZero, mistakes);

    /// <summary>The same, saying whether a violation of exactly zero counts.</summary>
    public (double Loss, double[] Gradient) Run(bool takesZero, params string[] mistakes) => RunAt(_w, takesZero, mistakes);

    /// <summary>The same at other weights.</summary>
    public (double Loss, double[] Gradient) RunAt(double[] weights, bool takesZero, params string[] mistakes)
    {
        if (!IsSingle) return MistakenLoops.Run(_x, _y, weights, ClassCount, Lambda, takesZero, mistakes);
        (float loss, float[] gradient) = MistakenLoops.Run(_singleX, _y, Array.ConvertAll(weights, w => (float)w), ClassCount, (float)Lambda, takesZero, mistakes);
        return (loss, Array.ConvertAll(gradient, g => (double)g));
    }

    /// <summary>The gradient without the part of some examples.</summary>
    public double[] RunWithout(IEnumerable<int> examples, bool takesZero, params string[] mistakes)
    {
        // An example of zeros has no part in the gradient.
        double[] x = [.. _x];
        foreach (int i in examples) Array.Clear(x, i * Weights.FeatureCount, Weights.FeatureCount);
        return MistakenLoops.Run(x, _y, _w, ClassCount, Lambda, takesZero, mistakes).Gradient;
    }

    /// <summary>Diagnoses dW.</summary>
    public DiagnosisReport Diagnose(double[] gradient, double? loss = null) =>
        GradientDiagnosis.Run(Form, Weights, new UserGradient(new WeightMatrix(Weights.FeatureCount, ClassCount, gradient), loss, IsSingle));
}
