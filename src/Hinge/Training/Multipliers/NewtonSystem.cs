using System.Numerics;
using Hinge.Data;
using Hinge.Kernels;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>
/// The generalized Hessian H = I + Σ over free terms of slope·(∂v/∂W)(∂v/∂W)ᵀ: each product is one pass over the rows
/// that have free terms, which are copied once.
/// </summary>
/// <typeparam name="T">The arithmetic of the scores.</typeparam>
internal sealed class NewtonSystem<T> : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly FeatureMatrix _features;
    private readonly Labels _labels;
    private readonly float[] _slopes;
    private readonly MarginTerms _terms;
    private readonly int _threads;

    public NewtonSystem(Problem problem, MarginTerms terms, FreeTerms free, int threads)
    {
        (_terms, _threads, _slopes) = (terms, threads, free.Slopes);
        _features = IsBetterDense(problem.Features, free.Rows.Length) ? problem.Features.SelectDense(free.Rows) : problem.Features.Select(free.Rows);
        _labels = problem.Labels.Select(free.Rows);
    }

    /// <summary>The rows that a product goes over.</summary>
    public int RowCount => _features.ExampleCount;

    /// <summary>Sparse rows this full are multiplied faster as dense ones: mnist's, a fifth full, four times as fast.</summary>
    private const double DenseShare = 0.08;

    /// <summary>The most elements of a dense copy.</summary>
    private const long MostDenseElements = 1L << 25;

    private static bool IsBetterDense(FeatureMatrix features, int rows)
    {
        double cells = (double)features.ExampleCount * features.FeatureCount;
        return features.IsSparse && features.NonzeroCount > DenseShare * cells && (long)rows * features.FeatureCount <= MostDenseElements;
    }

    /// <summary>product = H·direction.</summary>
    public void Multiply(WorkingWeights direction, WorkingWeights product)
    {
        _features.Pass(direction, this, product, _threads);
        product.Add(1, direction);
    }

    /// <inheritdoc/>
    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        int k = _terms.ClassCount;
        for (int r = firstRow, start = 0; start < scores.Length; r++, start += stride)
        {
            Span<T> row = scores.Slice(start, k);
            ReadOnlySpan<float> slopes = _slopes.AsSpan(r * k, k);
            int y = _labels[r];
            T right = _terms.ComparesWithRightClass ? row[y] : T.Zero, sum = T.Zero;
            for (int j = 0; j < row.Length; j++)
            {
                T value = T.CreateTruncating(slopes[j]) * (row[j] - right);
                row[j] = value;
                sum += value;
            }
            if (_terms.ComparesWithRightClass) row[y] = -sum;
        }
        return 0;
    }
}
