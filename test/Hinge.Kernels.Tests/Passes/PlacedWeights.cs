using Hinge.Testing;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>Weights and a gradient in one layout, each as short as it may be and against a guard page.</summary>
internal sealed class PlacedWeights : IDisposable
{
    private readonly int _featureCount, _classCount, _length;
    private readonly GuardedBuffer<double> _weights, _gradient;
    private readonly double[] _expected;

    public PlacedWeights(int featureCount, int classCount, WeightLayout layout)
    {
        (_featureCount, _classCount, Layout) = (featureCount, classCount, layout);
        _length = (int)layout.Span(featureCount, classCount);
        _expected = new double[_length];
        _weights = new GuardedBuffer<double>(_length);
        _gradient = new GuardedBuffer<double>(_length);
    }

    public WeightLayout Layout { get; }

    public string Name => Layout.ClassStride == 1 ? $"by feature, stride {Layout.FeatureStride}" : "by class";

    public ReadOnlySpan<double> Weights => _weights.Current;

    /// <summary>Places D×K weights; what pads them is NaN, which no kernel may let through.</summary>
    public void Place(ReadOnlySpan<double> byFeature, int offset = 0)
    {
        Span<double> weights = _weights.EndingAt(_length, offset);
        weights.Fill(double.NaN);
        Spread(byFeature, weights);
    }

    /// <summary>A gradient full of NaN, to be overwritten.</summary>
    public Span<double> NewGradient(int offset = 0)
    {
        Span<double> gradient = _gradient.EndingAt(_length, offset);
        gradient.Fill(double.NaN);
        return gradient;
    }

    /// <summary>The gradient is what is expected, its padding zero, and nothing around it is touched.</summary>
    public void RequireGradient(ReadOnlySpan<double> byFeature, double tolerance, string at)
    {
        Spread(byFeature, _expected);
        MatrixAssert.Close(_expected, _gradient.Current, Math.Max(Layout.FeatureStride, Layout.ClassStride), tolerance, $"gradient, {at}");
        Assert.True(_gradient.IsUntouchedOutside(), $"the gradient was written outside its span, {at}");
    }

    public void Dispose()
    {
        _weights.Dispose();
        _gradient.Dispose();
    }

    private void Spread(ReadOnlySpan<double> byFeature, Span<double> target)
    {
        for (int f = 0; f < _featureCount; f++)
            for (int j = 0; j < _classCount; j++)
                target[f * Layout.FeatureStride + j * Layout.ClassStride] = byFeature[f * _classCount + j];
    }
}
