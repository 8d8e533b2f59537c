namespace Hinge.Data.Describing;

/// <summary>Which rows hold the same features, as floats.</summary>
internal static class EqualRows
{
    /// <summary>For each row the first that is equal to it: itself where none before it is.</summary>
    public static int[] Firsts(FeatureMatrix features)
    {
        ulong[] hashes = RowHash.OfAll(features, seed: 0);
        int[] order = [.. Enumerable.Range(0, hashes.Length)], firsts = new int[hashes.Length];
        Array.Sort(order, (a, b) => (hashes[a], a).CompareTo((hashes[b], b)));
        for (int r = 0; r < order.Length; r++)
        {
            int row = order[r];
            firsts[row] = row;
            // Rows of one hash are equal but for accidents, so the first of them nearly always is the one.
            for (int s = r; s > 0 && hashes[order[s - 1]] == hashes[row];)
            {
                int other = firsts[order[--s]];
                if (!AreEqual(features, row, other)) continue;
                firsts[row] = other;
                break;
            }
        }
        return firsts;
    }

    private static bool AreEqual(FeatureMatrix features, int a, int b)
    {
        Entries left = new([]), right = new([]);
        features.VisitNonzeros(a, ref left);
        features.VisitNonzeros(b, ref right);
        return left.All.SequenceEqual(right.All);
    }

    private readonly struct Entries(List<(int Column, float Value)> all) : INonzeroVisitor
    {
        public List<(int Column, float Value)> All => all;

        public void Visit(int column, double value)
        {
            if ((float)value != 0) all.Add((column, (float)value));
        }
    }
}
