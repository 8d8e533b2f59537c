using CsCheck;
using Hinge.Cli.Pictures;

namespace Hinge.Cli.Tests.Pictures;

/// <summary>Seriation against the definition: every order that the tree allows is tried.</summary>
public sealed class ClassOrderTests
{
    private static readonly Gen<int[]> Confusions = Gen.Int[2, 6].SelectMany(k => Gen.Int[0, 20].Array[k * k]);

    [Fact]
    public void Of_AnyConfusions_IsTheCheapestOrderOfTheTree() => Confusions.Sample(confusion =>
    {
        int k = (int)Math.Sqrt(confusion.Length);
        double[,] distances = ClassOrder.Distances(confusion, [.. Enumerable.Range(0, k)]);
        int[] order = ClassOrder.Of(distances);
        Assert.Equal(Enumerable.Range(0, k), order.Order());
        double least = Orders(Tree(distances)).Min(allowed => Cost(allowed, distances));
        Assert.Equal(least, Cost(order, distances), 1e-12);
    });

    [Fact]
    public void Of_TwoPairsMistakenForEachOther_PutsEachPairTogether()
    {
        // 0 and 2 are taken for each other, 1 and 3 too.
        int[] confusion =
        [
            8, 0, 2, 0,
            0, 8, 0, 2,
            3, 0, 7, 0,
            0, 1, 0, 9,
        ];
        double[,] distances = ClassOrder.Distances(confusion, [0, 1, 2, 3]);
        Assert.Equal(1 - (0.2 + 0.3) / 2, distances[0, 2], 1e-15);
        Assert.Equal(1 - (0.2 + 0.1) / 2, distances[3, 1], 1e-15);
        int[] order = ClassOrder.Of(distances);
        Assert.Equal(1, Math.Abs(Array.IndexOf(order, 0) - Array.IndexOf(order, 2)));
        Assert.Equal(1, Math.Abs(Array.IndexOf(order, 1) - Array.IndexOf(order, 3)));
    }

    [Fact]
    public void Of_NoneOrOneClass_IsThat()
    {
        Assert.Empty(ClassOrder.Of(new double[0, 0]));
        Assert.Equal([0], ClassOrder.Of(new double[1, 1]));
    }

    [Fact]
    public void MostConfused_CountsMistakesOfBothKinds()
    {
        // Mistakes: 0 has 5 + 1, 1 has 5, 2 has 1 + 2, 3 has 2.
        int[] confusion =
        [
            9, 5, 0, 0,
            0, 9, 0, 0,
            1, 0, 9, 2,
            0, 0, 0, 9,
        ];
        Assert.Equal([0, 1, 2], ClassOrder.MostConfused(confusion, 3));
        Assert.Equal([0, 1], ClassOrder.MostConfused(confusion, 2));
        Assert.Equal([0, 1, 2, 3], ClassOrder.MostConfused(confusion, 40));
    }

    private static double Cost(int[] order, double[,] distances) => Enumerable.Range(1, order.Length - 1).Sum(at => distances[order[at - 1], order[at]]);

    /// <summary>Average linkage, pairs of nested lists; leaves are integers.</summary>
    private static object Tree(double[,] distances)
    {
        List<(object Node, int[] Leaves)> roots = [.. Enumerable.Range(0, distances.GetLength(0)).Select(leaf => ((object)leaf, new[] { leaf }))];
        while (roots.Count > 1)
        {
            (int a, int b) = (from i in Enumerable.Range(0, roots.Count) from j in Enumerable.Range(i + 1, roots.Count - i - 1) select (i, j))
                .MinBy(pair => (from x in roots[pair.i].Leaves from y in roots[pair.j].Leaves select distances[x, y]).Sum() / ((double)roots[pair.i].Leaves.Length * roots[pair.j].Leaves.Length));
            roots[a] = ((roots[a].Node, roots[b].Node), [.. roots[a].Leaves, .. roots[b].Leaves]);
            roots.RemoveAt(b);
        }
        return roots[0].Node;
    }

    private static IEnumerable<int[]> Orders(object node)
    {
        if (node is int leaf) return [[leaf]];
        (object left, object right) = ((object, object))node;
        return from a in Orders(left) from b in Orders(right) from order in new int[][] { [.. a, .. b], [.. b, .. a] } select order;
    }
}
