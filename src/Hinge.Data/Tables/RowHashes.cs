using System.Runtime.CompilerServices;

namespace Hinge.Data.Tables;

/// <summary>
/// A 64-bit number from what a row holds in some columns: the same for equal rows, wherever they stand. h = mix(h ⊕ value) for each column, with
/// the finalizer of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). Not cryptographic.
/// </summary>
internal static class RowHashes
{
    /// <summary>The hashes of some rows.</summary>
    /// <param name="columns">The columns, in a fixed order.</param>
    /// <param name="rows">Which rows.</param>
    public static ulong[] Of(IReadOnlyList<TableColumn> columns, int[] rows)
    {
        ulong[] hashes = new ulong[rows.Length];
        foreach (TableColumn column in columns) Add(column, rows, hashes);
        return hashes;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Add(TableColumn column, int[] rows, ulong[] hashes)
    {
        ulong[] ofTexts = column is TextColumn { Values: { } values } ? [.. values.Select(OfText)] : [];
        for (int r = 0; r < rows.Length; r++)
        {
            int row = rows[r];
            ulong state = hashes[r];
            if (column.IsMissing(row))
            {
                hashes[r] = Mix(state ^ ulong.MaxValue);
                continue;
            }
            switch (column)
            {
                case NumberColumn numbers:
                    state = Mix(state ^ BitConverter.DoubleToUInt64Bits(numbers.Values[row]));
                    break;
                case DateColumn dates:
                    state = Mix(state ^ (ulong)dates.Moment(row).Ticks);
                    break;
                case TextColumn texts:
                    state = Mix(state ^ ofTexts[texts.Codes[row]]);
                    break;
                case VectorColumn vectors:
                    foreach (float x in vectors.Row(row)) state = Mix(state ^ BitConverter.SingleToUInt32Bits(x));
                    break;
                default:
                    throw new InvalidOperationException($"A column of type {column.Type} has no values.");
            }
            hashes[r] = state;
        }
    }

    private static ulong OfText(string text)
    {
        ulong state = (ulong)text.Length;
        foreach (char c in text) state = Mix(state ^ c);
        return state;
    }

    private static ulong Mix(ulong state)
    {
        ulong z = state + 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
