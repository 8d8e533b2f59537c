using System.Numerics;

namespace Hinge.Kernels.Tests.Passes;

/// <summary>X·W in double by plain loops, from weights in the type of the arithmetic, with the magnitudes that a tolerance needs.</summary>
internal sealed class PlainScores
{
    private readonly int _classCount;
    private readonly double[] _scores;

    private PlainScores(int exampleCount, int classCount)
    {
        _classCount = classCount;
        _scores = new double[exampleCount * classCount];
    }

    /// <summary>The largest Σ|xw| of a score.</summary>
    public double LargestMagnitude { get; private set; }

    /// <summary>The scores of the first N rows.</summary>
    public ReadOnlySpan<double> Of(int exampleCount) => _scores.AsSpan(0, exampleCount * _classCount);

    /// <summary>The scores of dense rows; W is D×K by feature.</summary>
    public static PlainScores Of<TX, T>(ReadOnlySpan<TX> x, int exampleCount, int featureCount, int classCount, ReadOnlySpan<double> weights)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        int[] columns = [.. Enumerable.Range(0, featureCount)];
        PlainScores scores = new(exampleCount, classCount);
        double[] narrow = Narrow<T>(weights), magnitudes = new double[classCount];
        for (int i = 0; i < exampleCount; i++) scores.Set(i, columns, x.Slice(i * featureCount, featureCount), narrow, magnitudes);
        return scores;
    }

    /// <summary>The scores of sparse rows.</summary>
    public static PlainScores OfSparse<TX, T>(ReadOnlySpan<long> rowOffsets, ReadOnlySpan<int> columns, ReadOnlySpan<TX> values, int classCount, ReadOnlySpan<double> weights)
        where TX : unmanaged, INumber<TX>
        where T : unmanaged, INumber<T>
    {
        PlainScores scores = new(rowOffsets.Length - 1, classCount);
        double[] narrow = Narrow<T>(weights), magnitudes = new double[classCount];
        for (int i = 0; i < rowOffsets.Length - 1; i++)
        {
            Range entries = (int)rowOffsets[i]..(int)rowOffsets[i + 1];
            scores.Set(i, columns[entries], values[entries], narrow, magnitudes);
        }
        return scores;
    }

    private static double[] Narrow<T>(ReadOnlySpan<double> weights)
        where T : unmanaged, INumber<T>
    {
        double[] narrow = new double[weights.Length];
        for (int e = 0; e < narrow.Length; e++) narrow[e] = Element.ToDouble(T.CreateTruncating(weights[e]));
        return narrow;
    }

    private void Set<TX>(int example, ReadOnlySpan<int> columns, ReadOnlySpan<TX> values, double[] weights, double[] magnitudes)
        where TX : unmanaged, INumber<TX>
    {
        int k = _classCount;
        Span<double> s = _scores.AsSpan(example * k, k);
        Array.Clear(magnitudes);
        for (int e = 0; e < columns.Length; e++)
        {
            double x = Element.ToDouble(values[e]);
            ReadOnlySpan<double> w = weights.AsSpan(columns[e] * k, k);
            for (int j = 0; j < k; j++)
            {
                s[j] += x * w[j];
                magnitudes[j] += Math.Abs(x * w[j]);
            }
        }
        foreach (double magnitude in magnitudes) LargestMagnitude = Math.Max(LargestMagnitude, magnitude);
    }
}
