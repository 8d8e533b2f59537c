namespace Hinge.Cli.Pictures;

/// <summary>
/// Puts classes that are mistaken for each other side by side: average-linkage clustering of their distances, and of all orders that its tree
/// allows the one whose neighbours are the closest (optimal leaf order; Bar-Joseph, Gifford and Jaakkola, Bioinformatics 17, 2001).
/// </summary>
internal static class ClassOrder
{
    /// <summary>The classes to show, at most <paramref name="most"/>: those that take part in the most mistakes, the lower of equals first; in the order of their indices.</summary>
    /// <param name="confusion">K×K, row-major: entry [y·K + j] counts examples of class y predicted as j.</param>
    /// <param name="most">How many fit.</param>
    public static int[] MostConfused(IReadOnlyList<int> confusion, int most)
    {
        int k = (int)Math.Sqrt(confusion.Count);
        long[] mistakes = new long[k];
        for (int y = 0; y < k; y++)
            for (int j = 0; j < k; j++)
            {
                if (y == j) continue;
                mistakes[y] += confusion[y * k + j];
                mistakes[j] += confusion[y * k + j];
            }
        return [.. Enumerable.Range(0, k).OrderByDescending(y => mistakes[y]).Take(most).Order()];
    }

    /// <summary>The distances of some classes: 1 minus the mean of the shares of each that are taken for the other.</summary>
    /// <param name="confusion">K×K.</param>
    /// <param name="classes">Which, n of them.</param>
    /// <returns>n×n, symmetric, in [0, 1] off the diagonal.</returns>
    public static double[,] Distances(IReadOnlyList<int> confusion, int[] classes)
    {
        int k = (int)Math.Sqrt(confusion.Count), n = classes.Length;
        double[] totals = [.. classes.Select(y => (double)Enumerable.Range(0, k).Sum(j => (long)confusion[y * k + j]))];
        double[,] distances = new double[n, n];
        for (int a = 0; a < n; a++)
            for (int b = 0; b < n; b++)
                if (a != b) distances[a, b] = 1 - (Share(a, b) + Share(b, a)) / 2;
        return distances;

        double Share(int a, int b) => totals[a] == 0 ? 0 : confusion[classes[a] * k + classes[b]] / totals[a];
    }

    /// <summary>The order of n things by their distances, n×n: a permutation of 0 to n − 1. Takes O(n⁴) at worst, so n should be some dozens.</summary>
    public static int[] Of(double[,] distances)
    {
        int n = distances.GetLength(0);
        if (n == 0) return [];
        List<ClassTree> roots = [.. Enumerable.Range(0, n).Select(leaf => new ClassTree(leaf, n))];
        while (roots.Count > 1)
        {
            (int first, int second, double least) = (0, 1, double.PositiveInfinity);
            for (int a = 0; a < roots.Count; a++)
                for (int b = a + 1; b < roots.Count; b++)
                    if (ClassTree.Mean(roots[a], roots[b], distances) is var mean && mean < least) (first, second, least) = (a, b, mean);
            ClassTree joined = new(roots[first], roots[second], distances);
            roots.RemoveAt(second);
            roots[first] = joined;
        }
        return roots[0].BestOrder();
    }
}
