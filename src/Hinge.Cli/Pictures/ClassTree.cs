namespace Hinge.Cli.Pictures;

/// <summary>A tree of things that may be put in any order in which each of its branches stays together, with the cheapest order for each pair of ends.</summary>
internal sealed class ClassTree
{
    private readonly ClassTree? _left, _right;
    private readonly int _count;

    /// <summary>The least sum of neighbours' distances of an order that begins with one leaf and ends with the other; ∞ where there is none.</summary>
    private readonly double[,] _costs;

    /// <summary>The leaves that meet in the middle of that order.</summary>
    private readonly (int Last, int First)[,] _meetings;

    /// <summary>A single leaf of n.</summary>
    public ClassTree(int leaf, int n)
    {
        _count = n;
        Leaves = [leaf];
        _meetings = new (int, int)[0, 0];
        _costs = Infinite(n);
        _costs[leaf, leaf] = 0;
    }

    /// <summary>Joins two trees.</summary>
    public ClassTree(ClassTree left, ClassTree right, double[,] distances)
    {
        (_left, _right, _count) = (left, right, left._count);
        Leaves = [.. left.Leaves, .. right.Leaves];
        _costs = Infinite(_count);
        _meetings = new (int, int)[_count, _count];
        foreach (int first in left.Leaves)
            foreach (int last in right.Leaves)
            {
                foreach (int a in left.Leaves)
                    foreach (int b in right.Leaves)
                    {
                        double cost = left._costs[first, a] + distances[a, b] + right._costs[b, last];
                        if (!(cost < _costs[first, last])) continue;
                        _costs[first, last] = _costs[last, first] = cost;
                        (_meetings[first, last], _meetings[last, first]) = ((a, b), (b, a));
                    }
            }
    }

    /// <summary>All of them.</summary>
    public int[] Leaves { get; }

    /// <summary>The mean distance of two trees' leaves.</summary>
    public static double Mean(ClassTree a, ClassTree b, double[,] distances) =>
        a.Leaves.Sum(i => b.Leaves.Sum(j => distances[i, j])) / ((double)a.Leaves.Length * b.Leaves.Length);

    /// <summary>The cheapest order of all leaves; that of two directions which begins with the lower.</summary>
    public int[] BestOrder()
    {
        (int first, int last, double least) = (Leaves[0], Leaves[0], double.PositiveInfinity);
        foreach (int a in Leaves.Order())
            foreach (int b in Leaves.Order())
                if (_costs[a, b] < least) (first, last, least) = (a, b, _costs[a, b]);
        List<int> order = [];
        Append(order, first, last);
        return [.. order];
    }

    private void Append(List<int> order, int first, int last)
    {
        if (_left is null || _right is null)
        {
            order.Add(first);
            return;
        }
        (int a, int b) = _meetings[first, last];
        bool isTurned = _right.Leaves.Contains(first);
        (isTurned ? _right : _left).Append(order, first, a);
        (isTurned ? _left : _right).Append(order, b, last);
    }

    private static double[,] Infinite(int n)
    {
        double[,] costs = new double[n, n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++) costs[a, b] = double.PositiveInfinity;
        return costs;
    }
}
