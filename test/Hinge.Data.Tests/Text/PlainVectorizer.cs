using System.Text;
using Hinge.Data.Text;

namespace Hinge.Data.Tests.Text;

/// <summary>The specification of <see cref="TextVectorizer"/>: the same terms and values, by strings and dictionaries.</summary>
internal sealed class PlainVectorizer
{
    private readonly TextOptions _options;
    private readonly int _textCount;
    private readonly SortedDictionary<int, int> _textCounts = [];

    public PlainVectorizer(IReadOnlyList<string?> texts, TextOptions options)
    {
        _options = options;
        _textCount = texts.Count;
        if (options.HashBits is null) Terms = ChooseTerms(texts, options);
        foreach (string? text in texts)
            foreach (int column in Counts(text).Keys) _textCounts[column] = _textCounts.GetValueOrDefault(column) + 1;
    }

    public string[]? Terms { get; }

    public int[]? TextCounts =>
        _options.HashBits is { } bits ? _options.WeighsByRarity ? [.. Enumerable.Range(0, 1 << bits).Select(column => _textCounts.GetValueOrDefault(column))] : null : [.. _textCounts.Values];

    public (int Column, double Value)[] Row(string? text)
    {
        (int Column, double Value)[] row = [.. Counts(text).Select(entry => (entry.Key, Weight(entry.Key, entry.Value)))];
        double length = _options.ScalesToUnitLength ? Math.Sqrt(row.Sum(entry => entry.Value * entry.Value)) : 1;
        return [.. row.Select(entry => (entry.Column, entry.Value / length))];
    }

    private static string[] ChooseTerms(IReadOnlyList<string?> texts, TextOptions options)
    {
        IOrderedEnumerable<IGrouping<string, string>> kept = texts.SelectMany(text => PlainTerms.Of(text, options).Distinct())
            .GroupBy(term => term)
            .Where(term => term.Count() >= options.MinimumTexts)
            .OrderByDescending(term => term.Count())
            .ThenBy(term => term.Key, Order);
        return [.. kept.Take(options.TermLimit ?? int.MaxValue).Select(term => term.Key).Order(Order)];
    }

    private static Comparer<string> Order { get; } = Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)));

    private SortedDictionary<int, int> Counts(string? text)
    {
        SortedDictionary<int, int> counts = [];
        foreach (string term in PlainTerms.Of(text, _options))
        {
            int column = Terms is null ? TermHash.Column(Hash(term), _options.HashBits!.Value) : Array.BinarySearch(Terms, term, Order);
            if (column >= 0) counts[column] = counts.GetValueOrDefault(column) + (_options.SignsHashes && TermHash.IsNegative(Hash(term)) ? -1 : 1);
        }
        foreach (int column in counts.Keys.ToArray())
            if (counts[column] == 0) counts.Remove(column);
        return counts;
    }

    private static ulong Hash(string term)
    {
        string[] words = term[0] == CharacterGrams.Mark ? ["~", term[1..]] : term.Split(' ');
        return words.Select(word => TermHash.OfWord([.. Encoding.UTF8.GetBytes(word), .. new byte[8]], Encoding.UTF8.GetByteCount(word))).Aggregate(TermHash.OfGram);
    }

    private double Weight(int column, int count)
    {
        double frequency = _options.DampsCounts ? Math.Sign(count) * (1 + Math.Log(Math.Abs(count))) : count;
        return _options.WeighsByRarity ? frequency * (1 + Math.Log((1.0 + _textCount) / (1.0 + _textCounts.GetValueOrDefault(column)))) : frequency;
    }
}
