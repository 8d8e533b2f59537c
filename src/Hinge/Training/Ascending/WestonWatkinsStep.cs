using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Kernels.Margins;
using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>The Weston–Watkins step by the SIMD kernel <see cref="WestonWatkinsBlock"/>.</summary>
internal sealed class WestonWatkinsStep<T> : BlockStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>A class this share of its margin away from violating it counts: with 0.3 polish of 1000 classes takes twice as long, with none a gap of 1e-5 takes more rounds.</summary>
    private const double NearShare = 0.05;

    private readonly Problem _problem;
    private readonly WestonWatkins _loss;
    private readonly DualVariables _duals;
    private readonly int _shardCount;
    private readonly double[][] _delta;
    private readonly double[] _row, _workspace, _scores;

    /// <summary>The classes of some panels, one panel after the other.</summary>
    private readonly T[] _nearScores, _nearChange;
    private readonly double[] _nearMargins;

    public WestonWatkinsStep(Problem problem, WestonWatkins loss, DualVariables duals, int shardCount)
    {
        _problem = problem;
        _loss = loss;
        _duals = duals;
        _shardCount = shardCount;
        int length = SparseRow.Stride(problem.ClassCount);
        _delta = [.. Enumerable.Range(0, loss.Delta.TableClassCount == 0 ? 1 : problem.ClassCount).Select(Margins)];
        _row = new double[length];
        _workspace = new double[length];
        _scores = new double[problem.ClassCount];
        (_nearScores, _nearChange, _nearMargins) = (new T[length], new T[length], new double[length]);

        double[] Margins(int label)
        {
            double[] margins = new double[length];
            Array.Fill(margins, double.NegativeInfinity);
            for (int j = 0; j < problem.ClassCount; j++) margins[j] = loss.Delta[label, j];
            return margins;
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override (double Loss, double DualTerm, double Gap) Measure(int example, ReadOnlySpan<T> scores, double cost) =>
        WestonWatkinsBlock.Measure(scores, _problem.Labels[example], _duals.Padded(example), MarginsOf(example), cost);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override ulong Panels(int example, ReadOnlySpan<T> scores, int panelSize)
    {
        if (_shardCount * _problem.SquaredNorm(example) < MarginBlock.SmallestSquaredNorm) return ulong.MaxValue;
        ulong panels = WestonWatkinsBlock.Panels(scores, _problem.Labels[example], _duals.Padded(example), MarginsOf(example), NearShare, panelSize);
        return 2 * BitOperations.PopCount(panels) * panelSize > _problem.ClassCount ? ulong.MaxValue : panels;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double SolvePanels(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, ulong panels, int panelSize, out bool isChanged)
    {
        int label = _problem.Labels[example], nearLabel = 0, length = 0;
        double[] margins = MarginsOf(example);
        for (ulong left = panels; left != 0; left &= left - 1)
        {
            int first = BitOperations.TrailingZeroCount(left) * panelSize, count = Math.Min(panelSize, _problem.ClassCount - first);
            scores.Slice(first, count).CopyTo(_nearScores.AsSpan(length));
            margins.AsSpan(first, count).CopyTo(_nearMargins.AsSpan(length));
            if ((uint)(label - first) < (uint)count) nearLabel = length + label - first;
            length += count;
        }
        int padded = SparseRow.Stride(length);
        _nearMargins.AsSpan(length, padded - length).Fill(double.NegativeInfinity);
        Span<double> dual = _row.AsSpan(0, padded);
        dual.Clear();
        _duals.CopyPanels(example, panels, panelSize, dual);
        double gap = WestonWatkinsBlock.Solve<T>(
            _nearScores.AsSpan(0, padded), nearLabel, _shardCount * _problem.SquaredNorm(example), cost, _nearMargins.AsSpan(0, padded), 0, dual, _nearChange.AsSpan(0, padded), _workspace, out isChanged);
        if (!isChanged) return gap;
        _duals.SetPanels(example, panels, panelSize, dual[..length]);
        length = 0;
        for (ulong left = panels; left != 0; left &= left - 1)
        {
            int first = BitOperations.TrailingZeroCount(left) * panelSize, count = Math.Min(panelSize, _problem.ClassCount - first);
            _nearChange.AsSpan(length, count).CopyTo(change[first..]);
            length += count;
        }
        return gap;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override double Solve(int example, ReadOnlySpan<T> scores, double cost, Span<T> change, out bool isChanged)
    {
        int label = _problem.Labels[example];
        double squaredNorm = _shardCount * _problem.SquaredNorm(example);
        Span<double> dual = _duals.InPlace(example) ?? _row;
        if (dual == _row) _duals.CopyRow(example, _row);
        double gap;
        if (squaredNorm >= MarginBlock.SmallestSquaredNorm)
        {
            gap = WestonWatkinsBlock.Solve(scores, label, squaredNorm, cost, MarginsOf(example), 0, dual, change, _workspace, out isChanged);
        }
        else
        {
            gap = Measure(example, scores, cost).Gap;
            isChanged = SolveSmall(scores, label, squaredNorm, cost, dual, change);
        }
        // Where the row has memory of its own it was changed in place; a row of zeros gives its memory back.
        if (isChanged) _duals.SetRow(example, dual[.._problem.ClassCount]);
        return gap;
    }

    /// <summary>Rows of hardly any features, by the plain solver.</summary>
    private bool SolveSmall(ReadOnlySpan<T> scores, int label, double squaredNorm, double cost, Span<double> dual, Span<T> change)
    {
        int k = _problem.ClassCount;
        double[] old = dual[..k].ToArray();
        for (int j = 0; j < k; j++) _scores[j] = double.CreateTruncating(scores[j]);
        _loss.SolveBlock(_scores, label, squaredNorm, cost, dual[..k], _workspace.AsSpan(0, k));
        bool isChanged = false;
        for (int j = 0; j < k; j++)
        {
            isChanged |= old[j] != dual[j];
            change[j] = T.CreateTruncating(old[j] - dual[j]);
        }
        return isChanged;
    }

    private double[] MarginsOf(int example) => _delta[_delta.Length == 1 ? 0 : _problem.Labels[example]];
}
