using System.Globalization;

namespace Hinge.Data;

/// <summary>Cuts examples into a part to train on and one to test on, by the hashes of their rows.</summary>
/// <remarks>
/// A row's hash as a number u in [0, 1) is compared with the test share, so its side depends on the seed and the row
/// alone: neither the order of the rows nor those added later matter, and equal rows are never on both sides, which
/// would test on what was trained on. The price is that the part's size varies by about √(N·share·(1 − share)).
/// </remarks>
internal static class RowSplit
{
    /// <summary>The examples of both parts, each in order.</summary>
    /// <param name="data">The examples.</param>
    /// <param name="testShare">In (0, 1).</param>
    /// <param name="seed">Another seed, another cut.</param>
    /// <param name="stratify">Whether to cut within each class, as near to the share as can be.</param>
    /// <param name="name">What an error calls the share.</param>
    /// <exception cref="ArgumentOutOfRangeException">testShare is not in (0, 1), or a part would be empty.</exception>
    public static (int[] Train, int[] Test) Examples(Dataset data, double testShare, int seed, bool stratify, string name)
    {
        if (!(testShare > 0 && testShare < 1))
            throw new ArgumentOutOfRangeException(name, testShare, $"{name} must lie between 0 and 1.");
        // Features of a table depend on what else is in it; the cells that they came from do not.
        ulong[] hashes = data.Origin?.RowHashes is { } ofTable ? Array.ConvertAll(ofTable(), hash => RowHash.Of(hash, seed)) : RowHash.OfAll(data.Features, seed);
        bool[] isTest = stratify ? ByClass(data.Labels, hashes, testShare) : Array.ConvertAll(hashes, hash => Unit(hash) < testShare);
        int testCount = isTest.Count(test => test);
        if (testCount == 0 || testCount == isTest.Length)
        {
            string remedy = stratify ? "Choose a share nearer to one half" : "Choose another share or seed, or stratify";
            throw new ArgumentOutOfRangeException(name, testShare, string.Create(CultureInfo.InvariantCulture, $"{name} must leave examples in both parts; of {isTest.Length} examples it takes {testCount}, equal rows together. {remedy}."));
        }
        int[] train = new int[isTest.Length - testCount], test = new int[testCount];
        int trained = 0, tested = 0;
        for (int i = 0; i < isTest.Length; i++)
        {
            if (isTest[i]) test[tested++] = i;
            else train[trained++] = i;
        }
        return (train, test);
    }

    /// <summary>In each class the rows of the lowest hashes; the cut lies between different hashes, where it comes nearest to the share.</summary>
    private static bool[] ByClass(Labels labels, ulong[] hashes, double testShare)
    {
        bool[] isTest = new bool[hashes.Length];
        int[] order = [.. Enumerable.Range(0, hashes.Length)];
        Array.Sort(order, (a, b) => (labels[a], hashes[a]).CompareTo((labels[b], hashes[b])));
        for (int start = 0, end; start < order.Length; start = end)
        {
            int y = labels[order[start]];
            for (end = start; end < order.Length && labels[order[end]] == y;) end++;
            foreach (int i in order.AsSpan(start, NearestCut(order.AsSpan(start..end), hashes, testShare))) isTest[i] = true;
        }
        return isTest;
    }

    /// <summary>How many of a class's rows, sorted by hash, go to the test part; the fewer where two cuts are as near.</summary>
    private static int NearestCut(ReadOnlySpan<int> sorted, ulong[] hashes, double testShare)
    {
        double wanted = testShare * sorted.Length;
        int below = Math.Min((int)wanted, sorted.Length - 1), above = below + 1;
        while (below > 0 && hashes[sorted[below - 1]] == hashes[sorted[below]]) below--;
        while (above < sorted.Length && hashes[sorted[above - 1]] == hashes[sorted[above]]) above++;
        return wanted - below <= above - wanted ? below : above;
    }

    private static double Unit(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));
}
