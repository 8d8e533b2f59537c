using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Coordinates;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>Weights in the arithmetic of coordinate steps beside the rows of X, and the bias's in double.</summary>
internal sealed class CoordinateWeights<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly double _biasScale;
    private readonly double[] _bias;
    private readonly T[] _biasScores;

    /// <summary>Weights of zero.</summary>
    public CoordinateWeights(Problem problem)
    {
        Rows = problem.Features.BesideWeights<T>(problem.ClassCount);
        _biasScale = problem.Objective.BiasScale;
        _bias = new double[problem.ClassCount];
        _biasScores = new T[_biasScale == 0 ? 0 : problem.ClassCount];
    }

    /// <summary>The rows, with the weights of their features.</summary>
    public CoordinateRows<T> Rows { get; }

    /// <summary>What the bias adds to scores; empty for none.</summary>
    public T[] BiasScores => _biasScores;

    public double SquaredNorm() => Rows.SquaredNorm() + PairwiseSum.OfSquares(_bias);

    /// <summary>The scores of an example, padded, in the panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Scores(int example, Span<T> scores, ulong panels)
    {
        Rows.Scores(example, scores, panels);
        if (_biasScores.Length == 0) return;
        for (int first = 0; first < _bias.Length; first += Rows.PanelSize, panels >>= 1)
        {
            if ((panels & 1) == 0) continue;
            for (int j = first; j < Math.Min(first + Rows.PanelSize, _bias.Length); j++) scores[j] += _biasScores[j];
        }
    }

    /// <summary>W += x·changeᵀ in the panels, the bias feature included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int example, ReadOnlySpan<T> change, ulong panels)
    {
        Rows.Add(example, change, panels);
        if (_biasScores.Length == 0) return;
        for (int first = 0; first < _bias.Length; first += Rows.PanelSize, panels >>= 1)
        {
            if ((panels & 1) == 0) continue;
            for (int j = first; j < Math.Min(first + Rows.PanelSize, _bias.Length); j++)
            {
                _bias[j] += _biasScale * double.CreateTruncating(change[j]);
                _biasScores[j] = T.CreateTruncating(_biasScale * _bias[j]);
            }
        }
    }

    /// <summary>W ← factor·W.</summary>
    public void Scale(double factor)
    {
        Rows.Scale(factor);
        foreach (ref double b in _bias.AsSpan()) b *= factor;
        UpdateBiasScores();
    }

    /// <summary>Copies the weights out.</summary>
    public void CopyTo(WorkingWeights weights)
    {
        Rows.CopyWeightsTo(weights.Values, weights.Layout);
        _bias.CopyTo(weights.Bias);
    }

    /// <summary>Replaces the weights.</summary>
    public void Set(WorkingWeights weights)
    {
        Rows.SetWeights(weights.Values, weights.Layout);
        weights.Bias.CopyTo(_bias);
        UpdateBiasScores();
    }

    /// <inheritdoc/>
    public void Dispose() => Rows.Dispose();

    private void UpdateBiasScores()
    {
        for (int j = 0; j < _biasScores.Length; j++) _biasScores[j] = T.CreateTruncating(_biasScale * _bias[j]);
    }
}
