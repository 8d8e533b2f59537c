using System.Numerics;
using Hinge.Kernels;
using Hinge.Objectives;

namespace Hinge.Training.Multipliers;

/// <summary>
/// Minimizes φ(W + t·d) over t, φ(W) = ½‖W‖² + Σ_i max_b [b·v_i − conjugate and proximal terms] being the function whose
/// gradient is W − W(β): its derivative along d rises and is piecewise linear, so Newton steps kept within a bracket end soon.
/// </summary>
internal sealed class LineSearch<T>(Problem problem, MarginTerms terms, ProximalPoint<T> point, int threads)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The derivative left, as a share of that at the start.</summary>
    private const double Accuracy = 0.01;

    private const int MostSteps = 30;

    /// <summary>The longest step: examples without a β or a loss from 0 up to it take no part.</summary>
    private const double Longest = 2;

    private readonly T[] _changes = new T[point.Scores.Length];
    private readonly int[] _moving = new int[problem.ExampleCount];
    private int _movingCount;

    /// <summary>Takes over s = X·d from a pass, which must come before <see cref="Run"/>.</summary>
    public IScoreVisitor<T> KeepChanges() => new ScoreKeeper<T>(_changes, terms.ClassCount);

    /// <summary>Moves the point's scores by t·d, and returns the step t ≥ 0; 0 where d does not descend.</summary>
    /// <param name="slopeOfNorm">W·d.</param>
    /// <param name="squaredNorm">‖d‖².</param>
    public double Run(double slopeOfNorm, double squaredNorm)
    {
        FindMoving();
        double t = Minimize(slopeOfNorm, squaredNorm);
        RowBlocks.ForEach(problem.ExampleCount, RowBlocks.ScanBlocks(problem.ExampleCount), threads, () => 0, (_, first, end, _) =>
        {
            int k = terms.ClassCount;
            Span<T> scores = point.Scores.AsSpan(first * k, (end - first) * k), changes = _changes.AsSpan(first * k, scores.Length);
            T step = T.CreateTruncating(t);
            for (int e = 0; e < scores.Length; e++) scores[e] += step * changes[e];
        });
        return t;
    }

    private double Minimize(double slopeOfNorm, double squaredNorm)
    {
        double start = Derivative(0, slopeOfNorm, squaredNorm).First;
        if (!(start < 0)) return 0;
        double low = 0, high = double.PositiveInfinity, t = 1;
        for (int step = 0; step < MostSteps; step++)
        {
            (double first, double second) = Derivative(t, slopeOfNorm, squaredNorm);
            if (!double.IsFinite(first)) return low;
            if (Math.Abs(first) <= -Accuracy * start) return t;
            if (first < 0) low = t;
            else high = t;
            double next = t - first / second;
            t = next > low && next < high ? next : double.IsFinite(high) ? 0.5 * (low + high) : 2 * t;
            if (low >= Longest) return Longest;
            t = Math.Min(t, Longest);
        }
        return t;
    }

    /// <summary>Lists the examples with a dual, or with a violation at either end of the search.</summary>
    private void FindMoving()
    {
        int n = problem.ExampleCount, k = terms.ClassCount;
        bool[] isMoving = new bool[n];
        RowBlocks.ForEach(n, RowBlocks.ScanBlocks(n), threads, () => (Violations: new double[k], Changes: new double[k]), (_, first, end, buffers) =>
        {
            for (int i = first; i < end; i++)
            {
                if (problem.Cost(i) == 0) continue;
                terms.Violations<T>(point.ScoresOf(i), problem.Labels[i], buffers.Violations);
                terms.Changes<T>(_changes.AsSpan(i * k, k), problem.Labels[i], buffers.Changes);
                bool moves = point.HasAlpha(i);
                for (int j = 0; j < k; j++)
                    moves |= buffers.Violations[j] > 0 | buffers.Violations[j] + Longest * buffers.Changes[j] > 0;
                isMoving[i] = moves;
            }
        });
        _movingCount = 0;
        for (int i = 0; i < n; i++)
            if (isMoving[i]) _moving[_movingCount++] = i;
    }

    private (double First, double Second) Derivative(double t, double slopeOfNorm, double squaredNorm)
    {
        int n = _movingCount, k = terms.ClassCount, blocks = RowBlocks.ScanBlocks(n);
        double[] firsts = new double[blocks], seconds = new double[blocks];
        RowBlocks.ForEach(n, blocks, threads, () => (Beta: new double[k], Changes: new double[k]), (block, begin, end, buffers) =>
        {
            (double[] beta, double[] changes) = buffers;
            double first = 0, second = 0;
            for (int m = begin; m < end; m++)
            {
                int i = _moving[m], y = problem.Labels[i];
                double upper = terms.Upper(problem.Cost(i));
                terms.Violations<T>(point.ScoresOf(i), y, beta);
                terms.Changes<T>(_changes.AsSpan(i * k, k), y, changes);
                for (int j = 0; j < k; j++) beta[j] += t * changes[j];
                double slope = point.Step(i, beta, out int _);
                double squares = 0;
                for (int j = 0; j < k; j++)
                {
                    first += beta[j] * changes[j];
                    squares += beta[j] > 0 && beta[j] < upper ? changes[j] * changes[j] : 0;
                }
                second += slope * squares;
            }
            firsts[block] = first;
            seconds[block] = second;
        });
        return (slopeOfNorm + t * squaredNorm + PairwiseSum.Of(firsts), squaredNorm + PairwiseSum.Of(seconds));
    }
}
