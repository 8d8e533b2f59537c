using System.Numerics;
using Hinge.Checking.Diagnosing;
using Hinge.Data;
using Hinge.Losses;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Tests.Checking.Diagnosing;

/// <summary>A problem of the corpus: data, weights, λ, in float or double, random or at exact kinks.</summary>
internal sealed class DiagnosisCase
{
    private readonly double[] _x, _w;
    private readonly int[] _y;
    private readonly bool _isSingle, _takesZero;

    public DiagnosisCase(int n, int d, int k, bool isSingle, bool atKinks, double lambda, int seed)
    {
        (ClassCount, Lambda, _isSingle, _takesZero) = (k, lambda, isSingle, atKinks && seed % 2 == 1);
        Name = $"{n}×{d}×{k} {(isSingle ? "float32" : "float64")} {(atKinks ? "at kinks" : "random")} λ={lambda.ToString(System.Globalization.CultureInfo.InvariantCulture)} seed {seed}";
        RandomOrder random = new(seed);
        // Whole numbers make scores whole, and with Δ = 1 violations of exactly zero.
        _x = [.. Enumerable.Range(0, n * d).Select(_ => atKinks ? random.Next(3) - 1 : Round(random.NextNormal()))];
        _w = [.. Enumerable.Range(0, d * k).Select(_ => atKinks ? random.Next(3) - 1 : Round(random.NextNormal() / Math.Sqrt(d)))];
        _y = [.. Enumerable.Range(0, n).Select(_ => random.Next(k))];
        FeatureMatrix features = isSingle ? new DenseMatrix<float>(n, d, Array.ConvertAll(_x, v => (float)v)) : new DenseMatrix<double>(n, d, _x);
        Form = new MeanForm(new Dataset(features, new Labels(_y, k)), new WestonWatkins(), lambda);
        Weights = new WeightMatrix(d, k, _w);

        double Round(double value) => isSingle ? (float)value : value;
    }

    public string Name { get; }

    public int ClassCount { get; }

    public double Lambda { get; }

    public MeanForm Form { get; }

    public WeightMatrix Weights { get; }

    /// <summary>Loss and gradient of the loops with these mistakes, in the case's precision.</summary>
    public (double Loss, double[] Gradient) Run(params string[] mistakes) => Run(_takesZero, mistakes);

    /// <summary>The same, saying whether a violation of exactly zero counts.</summary>
    public (double Loss, double[] Gradient) Run(bool takesZero, params string[] mistakes) => _isSingle ? Run<float>(takesZero, mistakes) : Run<double>(takesZero, mistakes);

    /// <summary>Diagnoses dW.</summary>
    public DiagnosisReport Diagnose(double[] gradient, double? loss = null) =>
        GradientDiagnosis.Run(Form, Weights, new UserGradient(new WeightMatrix(Weights.FeatureCount, ClassCount, gradient), loss, _isSingle));

    private (double Loss, double[] Gradient) Run<T>(bool takesZero, string[] mistakes)
        where T : IFloatingPointIeee754<T>
    {
        (T loss, T[] gradient) = MistakenLoops.Run(Array.ConvertAll(_x, T.CreateChecked), _y, Array.ConvertAll(_w, T.CreateChecked), ClassCount, T.CreateChecked(Lambda), takesZero, mistakes);
        return (double.CreateChecked(loss), Array.ConvertAll(gradient, double.CreateChecked));
    }
}
