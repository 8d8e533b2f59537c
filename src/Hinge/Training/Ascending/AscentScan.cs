using System.Numerics;
using System.Runtime.CompilerServices;
using Hinge.Kernels;
using Hinge.Objectives;

namespace Hinge.Training.Ascending;

/// <summary>During a scan of coordinate ascent: each example's loss, dual term and gap, block by block.</summary>
/// <param name="problem">The problem.</param>
/// <param name="step">Measures an example.</param>
/// <param name="duals">What it measures them by.</param>
/// <param name="biasScores">What the bias adds to scores; empty for none.</param>
/// <param name="costFactor">What C is multiplied by on the way to it.</param>
/// <param name="groups">The groups of classes that are measured one by one.</param>
/// <param name="gaps">Receives g_i at the costs so multiplied, of each group: N × groups.</param>
/// <param name="panels">Receives the panels of classes that count for each example.</param>
internal sealed class AscentScan<T>(Problem problem, BlockStep<T> step, DualVariables duals, T[] biasScores, double costFactor, ClassGroups groups, double[] gaps, Panels panels) : IScoreVisitor<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int RowsAhead = 8;

    private readonly BlockSums _dualTerms = new();

    /// <summary>Σ_i dualTerm(b_i), once the scan is over.</summary>
    public double DualTerms() => _dualTerms.Total();

    /// <inheritdoc/>
    /// <returns>Σ_i C_i·loss(s_i) over the block, at the true costs.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double Visit(int firstRow, Span<T> scores, int stride)
    {
        double losses = 0, dualTerms = 0;
        for (int i = firstRow, start = 0; start < scores.Length; i++, start += stride)
        {
            if (i + RowsAhead < problem.ExampleCount) duals.Fetch(i + RowsAhead);
            double cost = problem.Cost(i);
            Span<T> row = scores.Slice(start, stride);
            for (int j = 0; j < biasScores.Length; j++) row[j] += biasScores[j];
            Span<double> itsGaps = gaps.AsSpan(i * groups.Count, groups.Count);
            if (cost == 0)
            {
                itsGaps.Clear();
                continue;
            }
            for (int g = 0; g < itsGaps.Length; g++)
            {
                (int first, int end) = groups.Classes(g);
                (double loss, double dualTerm, itsGaps[g]) = itsGaps.Length == 1 ? step.Measure(i, row, cost * costFactor) : step.Measure(i, row, cost * costFactor, first, end);
                losses += cost * loss;
                dualTerms += dualTerm;
            }
            if (panels.AreMany) panels[i] = step.Panels(i, row, panels.Size);
        }
        _dualTerms.Add(firstRow, dualTerms);
        return losses;
    }
}
