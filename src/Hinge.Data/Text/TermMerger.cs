using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>
/// Joins what the counters of several threads found into one vocabulary, which does not depend on which of them read a text.
/// </summary>
/// <remarks>
/// Level by level: character terms, words, then terms of two words and so on, each level numbered in the order of its terms. A space comes
/// before every character of a word, so that terms of words are ordered as the numbers of their words are. A term is not even looked up where
/// the term without its last word, or that word, is in too few texts: it cannot be in more than they are.
/// </remarks>
internal sealed class TermMerger
{
    private const int LeftOut = -1;

    private readonly TextOptions _options;
    private readonly TermCounter[] _counters;
    private readonly int _threads;
    // For each counter, by term: its level, and its number there. By word: its number in the level of words.
    private readonly byte[][] _levelOf;
    private readonly int[][] _numbers;
    private readonly int[][] _wordNumbers;

    private TermMerger(TextOptions options, TermCounter[] counters, int threads)
    {
        _options = options;
        _counters = counters;
        _threads = threads;
        _levelOf = [.. counters.Select(LevelsOf)];
        _numbers = [.. counters.Select(counter => new int[counter.Terms.Length])];
        _wordNumbers = new int[counters.Length][];
    }

    /// <summary>The vocabulary.</summary>
    public static MergedTerms Merge(TextOptions options, TermCounter[] counters, int threads)
    {
        TermMerger merger = new(options, counters, threads);
        List<TermLevel> levels = [merger.MergeStrings(level: 0, counter => counter.Characters), merger.MergeStrings(level: 1, counter => counter.Words)];
        while (levels.Count <= options.LongestWordGram) levels.Add(merger.MergePairs(levels.Count));
        return merger.GiveColumns(new TermColumns(options, levels));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte[] LevelsOf(TermCounter counter)
    {
        ReadOnlySpan<TermCounter.Term> terms = counter.Terms;
        byte[] levels = new byte[terms.Length];
        for (int t = 0; t < terms.Length; t++)
        {
            int parent = terms[t].Parent;
            levels[t] = parent >= 0 ? (byte)(levels[parent] + 1) : parent == TermCounter.IsWord ? (byte)1 : (byte)0;
        }
        return levels;
    }

    /// <summary>The level of the words, or of the character terms.</summary>
    private TermLevel MergeStrings(int level, Func<TermCounter, WordTable> stringsOf)
    {
        WordTable merged = new();
        GrowingList<int> counts = new();
        for (int c = 0; c < _counters.Length; c++)
        {
            WordTable strings = stringsOf(_counters[c]);
            int[] numbers = new int[strings.Count];
            for (int s = 0; s < numbers.Length; s++)
            {
                numbers[s] = merged.FindOrAdd(strings, s);
                if (numbers[s] == counts.Count) counts.Add(0);
            }
            ReadOnlySpan<TermCounter.Term> terms = _counters[c].Terms;
            for (int t = 0; t < terms.Length; t++)
                if (_levelOf[c][t] == level) counts[_numbers[c][t] = numbers[terms[t].Word]] += terms[t].TextCount;
            if (level == 1) _wordNumbers[c] = numbers;
        }

        int[] kept = merged.InOrder(Enumerable.Range(0, merged.Count).Where(s => counts[s] >= _options.MinimumTexts));
        int[] places = new int[merged.Count];
        Array.Fill(places, LeftOut);
        for (int k = 0; k < kept.Length; k++) places[kept[k]] = k;
        for (int c = 0; c < _counters.Length; c++)
        {
            for (int t = 0; t < _numbers[c].Length; t++)
                if (_levelOf[c][t] == level) _numbers[c][t] = places[_numbers[c][t]];
            if (level != 1) continue;
            foreach (ref int number in _wordNumbers[c].AsSpan()) number = places[number];
        }
        return new TermLevel([.. kept.Select(merged.Text)], [], [.. kept.Select(s => counts[s])]);
    }

    /// <summary>A level of terms of several words. The threads share its terms out by their hash.</summary>
    private TermLevel MergePairs(int level)
    {
        (ulong[] Keys, int[] Counts)[] shares = new (ulong[], int[])[_threads];
        TextBlocks.ForEach(_threads, share => shares[share] = MergeShare(level, share));
        ulong[] keys = [.. shares.SelectMany(share => share.Keys)];
        int[] counts = [.. shares.SelectMany(share => share.Counts)];
        Array.Sort(keys, counts);
        TextBlocks.ForEach(_counters.Length, c => NumberPairs(level, c, keys));
        return new TermLevel([], keys, counts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (ulong[] Keys, int[] Counts) MergeShare(int level, int share)
    {
        PairTable merged = new();
        GrowingList<ulong> keys = new();
        GrowingList<int> counts = new();
        for (int c = 0; c < _counters.Length; c++)
        {
            ReadOnlySpan<TermCounter.Term> terms = _counters[c].Terms;
            ReadOnlySpan<byte> levels = _levelOf[c];
            for (int t = 0; t < terms.Length; t++)
            {
                if (levels[t] != level || !TryKey(c, terms[t], out ulong key) || (uint)PairTable.Hash(key) % (uint)_threads != share) continue;
                int number = merged.FindOrAdd(key, keys.Count);
                if (number == keys.Count)
                {
                    keys.Add(key);
                    counts.Add(0);
                }
                counts[number] += terms[t].TextCount;
            }
        }
        int kept = 0;
        for (int k = 0; k < keys.Count; k++)
        {
            if (counts[k] < _options.MinimumTexts) continue;
            keys[kept] = keys[k];
            counts[kept++] = counts[k];
        }
        return (keys.Span[..kept].ToArray(), counts.Span[..kept].ToArray());
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void NumberPairs(int level, int c, ulong[] keys)
    {
        PairTable places = new(keys.Length);
        for (int k = 0; k < keys.Length; k++) places.FindOrAdd(keys[k], k);
        ReadOnlySpan<TermCounter.Term> terms = _counters[c].Terms;
        for (int t = 0; t < terms.Length; t++)
            if (_levelOf[c][t] == level) _numbers[c][t] = TryKey(c, terms[t], out ulong key) ? places.Find(key) : LeftOut;
    }

    /// <summary>The numbers of a term's parent and of its last word, unless one of them is left out.</summary>
    private bool TryKey(int c, in TermCounter.Term term, out ulong key)
    {
        int parent = _numbers[c][term.Parent], word = _wordNumbers[c][term.Word];
        key = PairTable.Key(parent, word);
        return (parent | word) >= 0;
    }

    private MergedTerms GiveColumns(TermColumns columns)
    {
        int[][] columnsOfTerms = new int[_counters.Length][];
        TextBlocks.ForEach(_counters.Length, c =>
        {
            int[] given = _numbers[c];
            for (int t = 0; t < given.Length; t++)
                if (given[t] >= 0) given[t] = columns.Of(_levelOf[c][t], given[t]);
            columnsOfTerms[c] = given;
        });
        return new MergedTerms(columns.Terms, columns.TextCounts, columnsOfTerms);
    }
}
