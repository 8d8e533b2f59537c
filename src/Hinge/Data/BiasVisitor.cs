using System.Numerics;
using Hinge.Kernels;
using Hinge.Models;

namespace Hinge.Data;

/// <summary>The constant bias feature around a pass: adds its scores before the visit, and sums its gradient after it.</summary>
internal sealed class BiasVisitor<T>(IScoreVisitor<T> inner, int classCount, WorkingWeights? weights) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double[] _scores = BiasScores(classCount, weights);
    private readonly SortedDictionary<int, double[]> _sums = [];

    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        for (int start = 0; start < scores.Length && weights is not null; start += stride)
            for (int j = 0; j < classCount; j++)
                scores[start + j] = T.CreateTruncating(double.CreateTruncating(scores[start + j]) + _scores[j]);
        double loss = inner.Visit(firstRow, scores, stride);
        double[] sums = new double[classCount];
        for (int start = 0; start < scores.Length; start += stride)
            for (int j = 0; j < classCount; j++)
                sums[j] += double.CreateTruncating(scores[start + j]);
        lock (_sums) _sums.Add(firstRow, sums);
        return loss;
    }

    /// <summary>Adds the coefficients' sums to the bias of <paramref name="gradient"/>, which was zero, in the order of the blocks.</summary>
    public void WriteGradient(WorkingWeights gradient)
    {
        gradient.Bias.Clear();
        foreach (double[] sums in _sums.Values) gradient.AddToBias(sums);
    }

    private static double[] BiasScores(int classCount, WorkingWeights? weights)
    {
        double[] scores = new double[classCount];
        weights?.AddBiasTo(scores);
        return scores;
    }
}
