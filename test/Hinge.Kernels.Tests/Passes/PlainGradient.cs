using System.Numerics;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>Xᵀ·coefficients in double by plain loops, row after row, D×K by feature.</summary>
internal sealed class PlainGradient(int featureCount, int classCount)
{
    private readonly double[] _values = new double[featureCount * classCount], _magnitudes = new double[featureCount * classCount];
    private readonly int[] _all = [.. Enumerable.Range(0, featureCount)];

    public ReadOnlySpan<double> Values => _values;

    /// <summary>The largest Σ|xc| of an element.</summary>
    public double LargestMagnitude { get; private set; }

    /// <summary>Adds a dense row.</summary>
    public void Add<TX, T>(ReadOnlySpan<TX> x, ReadOnlySpan<T> coefficients)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T> => Add(_all, x, coefficients);

    /// <summary>Adds a sparse row.</summary>
    public void Add<TX, T>(ReadOnlySpan<int> columns, ReadOnlySpan<TX> values, ReadOnlySpan<T> coefficients)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        for (int j = 0; j < classCount; j++)
        {
            double c = Element.ToDouble(coefficients[j]);
            if (c == 0) continue;
            for (int e = 0; e < columns.Length; e++)
            {
                int at = columns[e] * classCount + j;
                double product = Element.ToDouble(values[e]) * c;
                _values[at] += product;
                _magnitudes[at] += Math.Abs(product);
                LargestMagnitude = Math.Max(LargestMagnitude, _magnitudes[at]);
            }
        }
    }
}
