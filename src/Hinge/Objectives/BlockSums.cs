using Hinge.Kernels;

namespace Hinge.Objectives;

/// <summary>Collects a number from each block of a pass, and adds them along a fixed tree.</summary>
internal sealed class BlockSums
{
    private readonly SortedDictionary<int, double> _byFirstRow = [];

    public void Add(int firstRow, double sum)
    {
        lock (_byFirstRow) _byFirstRow.Add(firstRow, sum);
    }

    public double Total() => PairwiseSum.Of([.. _byFirstRow.Values]);
}
