using Hinge.Models;

namespace Hinge.Checking;

/// <summary>The function under test around one point: it counts evaluations and knows how noisy the values are.</summary>
internal sealed class ProbedFunction
{
    private const double SingleRounding = 1.0 / (1 << 24), DoubleRounding = 1.0 / (1L << 53);

    private readonly ValueAndGradient _function;
    private readonly WeightMatrix _probe;
    private readonly WeightMatrix _scratch;
    private readonly double[] _weights;
    private readonly double[] _gradient;

    public ProbedFunction(ValueAndGradient function, WeightMatrix weights, FunctionPrecision precision, int seed)
    {
        _function = function;
        _weights = weights.Values.ToArray();
        _probe = new WeightMatrix(weights.FeatureCount, weights.ClassCount);
        _scratch = new WeightMatrix(weights.FeatureCount, weights.ClassCount);
        if (precision == FunctionPrecision.Single) RoundWeights();
        Value = EvaluateHere();
        _gradient = _scratch.Values.ToArray();
        Precision = precision == FunctionPrecision.Single ? FunctionPrecision.Single : FunctionPrecision.Double;
        if (!double.IsFinite(Value) || BadEntry >= 0) return;

        NoiseLevel.Estimate estimate = NoiseLevel.Of(this, seed);
        if (precision == FunctionPrecision.Estimated && estimate.IsSingle && AreSingles(_gradient))
        {
            Precision = FunctionPrecision.Single;
            RoundWeights();
            Value = EvaluateHere();
            _scratch.Values.CopyTo(_gradient);
            estimate = NoiseLevel.Of(this, seed);
        }
        // Rounding of the points themselves moves the value too.
        double moved = 0, squares = 0;
        for (int e = 0; e < _weights.Length; e++)
        {
            moved += _gradient[e] * _gradient[e] * _weights[e] * _weights[e];
            squares += _gradient[e] * _gradient[e];
        }
        double rounding = Precision == FunctionPrecision.Single ? SingleRounding : DoubleRounding;
        double least = 2 * rounding * Math.Max(Math.Abs(Value), Math.Sqrt(moved));
        GradientScale = Math.Sqrt(squares / _gradient.Length);
        Noise = Math.Max(estimate.Noise, least);
        if (IsRough) Noise = Math.Max(PooledNoise.Of(this, Noise, seed), least);
    }

    public int Evaluations { get; private set; }

    public int FeatureCount => _probe.FeatureCount;

    public int ClassCount => _probe.ClassCount;

    /// <summary>W, row-major; rounded to float32 for functions of that precision.</summary>
    public ReadOnlySpan<double> Weights => _weights;

    /// <summary>F(W).</summary>
    public double Value { get; }

    /// <summary>The gradient under test, row-major.</summary>
    public ReadOnlySpan<double> Gradient => _gradient;

    /// <summary>The root mean square of its entries.</summary>
    public double GradientScale { get; }

    /// <summary>A bound on the error of a value.</summary>
    public double Noise { get; }

    public FunctionPrecision Precision { get; }

    /// <summary>Whether values scatter so much that differences at small steps tell nothing.</summary>
    public bool IsRough => Precision == FunctionPrecision.Single;

    /// <summary>The first entry of the gradient that is NaN or infinite, or −1.</summary>
    public int BadEntry => Array.FindIndex(_gradient, g => !double.IsFinite(g));

    /// <summary>F(W + t·direction).</summary>
    /// <param name="direction">Length D·K.</param>
    /// <param name="t">How far.</param>
    /// <param name="moved">How far it was after rounding of the point, along direction.</param>
    public double At(ReadOnlySpan<double> direction, double t, out double moved)
    {
        Span<double> probe = _probe.Values;
        double along = 0, squares = 0;
        for (int e = 0; e < probe.Length; e++)
        {
            double point = _weights[e] + t * direction[e];
            if (Precision == FunctionPrecision.Single) point = (float)point;
            probe[e] = point;
            along += (point - _weights[e]) * direction[e];
            squares += direction[e] * direction[e];
        }
        moved = squares > 0 ? along / squares : t;
        Evaluations++;
        return _function(_probe, _scratch);
    }

    private double EvaluateHere()
    {
        Evaluations++;
        _weights.CopyTo(_probe.Values);
        return _function(_probe, _scratch);
    }

    private void RoundWeights()
    {
        foreach (ref double weight in _weights.AsSpan()) weight = (float)weight;
    }

    private static bool AreSingles(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if ((float)value != value) return false;
        return true;
    }
}
