using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>Turns counts into values: tf · idf, and rows of length 1.</summary>
internal sealed class RowWeights
{
    // 1 + ln n for the counts that come often.
    private static readonly double[] SmallLogarithms = [.. Enumerable.Range(0, 64).Select(n => 1 + Math.Log(n))];

    private readonly TextOptions _options;
    private readonly double[]? _rarities;

    /// <summary>The weights of a vectorizer.</summary>
    public RowWeights(TextOptions options, int textCount, IReadOnlyList<int>? textCounts)
    {
        _options = options;
        if (!options.WeighsByRarity) return;
        _rarities = new double[textCounts!.Count];
        for (int c = 0; c < _rarities.Length; c++) _rarities[c] = 1 + Math.Log((1.0 + textCount) / (1.0 + textCounts[c]));
    }

    /// <summary>The columns and values of a row's entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Weigh(ReadOnlySpan<ulong> entries, Span<int> columns, Span<float> values)
    {
        double squares = 0;
        for (int e = 0; e < entries.Length; e++)
        {
            double value = Value(entries[e]);
            squares += value * value;
        }
        double length = _options.ScalesToUnitLength ? Math.Sqrt(squares) : 1;
        for (int e = 0; e < entries.Length; e++)
        {
            columns[e] = TextRows.Number(entries[e]);
            values[e] = (float)(Value(entries[e]) / length);
        }
    }

    private double Value(ulong entry)
    {
        int count = TextRows.CountOf(entry);
        double value = _options.DampsCounts ? Damped(count) : count;
        return _rarities is null ? value : value * _rarities[TextRows.Number(entry)];
    }

    private static double Damped(int count) =>
        (uint)count < (uint)SmallLogarithms.Length ? SmallLogarithms[count] : Math.CopySign(1 + Math.Log(Math.Abs((double)count)), count);
}
