using System.Text;
using System.Text.Json;

namespace Hinge.Data.Text;

/// <summary>
/// Turns texts into sparse rows of numbers: one column for each term (a word, some words in a row, some characters in a row), weighed by
/// how often the text has it and how few texts have it.
/// </summary>
/// <remarks>
/// <para>
/// value(text, term) = tf · idf, tf = 1 + ln n for n occurrences, idf = 1 + ln((1 + N)/(1 + N_term)) for a term that N_term of the N texts
/// fitted on have; then each row is divided by its length. Any of the three can be switched off. It is the smooth formula of scikit-learn's
/// <c>TfidfVectorizer</c>. Computed in double, rounded to float at the end.
/// </para>
/// <para>
/// A word is a maximal run of letters, numbers and marks (the Unicode categories L, N and M) that begins with a letter or a number,
/// lower-cased character by character without regard to any culture; all else separates. Words of a single letter count. A text that is null
/// is the empty text, whose row is zero; half of a surrogate pair separates words.
/// </para>
/// <para>
/// The columns of a vocabulary are in increasing order of their terms' Unicode scalar values. Hashed terms add up in a column they share.
/// What is fitted does not depend on the order of the texts, and nothing on the number of threads.
/// </para>
/// <para>Instances are immutable and may be used by several threads at once.</para>
/// </remarks>
public sealed class TextVectorizer
{
    private readonly Dictionary<string, int>? _columns;

    private TextVectorizer(TextVectorizerState state)
    {
        State = state;
        if (state.Terms is not { } terms) return;
        _columns = new(terms.Count, StringComparer.Ordinal);
        for (int c = 0; c < terms.Count; c++) _columns.Add(terms[c], c);
    }

    /// <summary>All that it knows, to be stored. <see cref="FromState"/> gives an equal vectorizer back.</summary>
    public TextVectorizerState State { get; }

    /// <summary>What is made of a text.</summary>
    public TextOptions Options => State.Options;

    /// <summary>D, the number of columns, at least 1.</summary>
    public int FeatureCount => Options.HashBits is { } bits ? 1 << bits : State.Terms!.Count;

    /// <summary>
    /// The term of each column, or null where terms are hashed. Words are joined by a space; a character term begins with <c>~</c>.
    /// </summary>
    public IReadOnlyList<string>? FeatureNames => State.Terms;

    /// <summary>Chooses the terms, and counts how many texts have each.</summary>
    /// <param name="texts">N ≥ 1 texts: those of the rows that a model is trained on, and no others.</param>
    /// <param name="options">What is made of a text; null for the defaults.</param>
    /// <param name="threads">How many threads may work, at least 1; null for one a processor. The result does not depend on it.</param>
    /// <exception cref="ArgumentException">An option is out of range, there is no text, or no term is in enough of them.</exception>
    public static TextVectorizer Fit(IReadOnlyList<string?> texts, TextOptions? options = null, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new TextOptions();
        options.Validate();
        RequireThreads(threads);
        if (texts.Count == 0) throw new ArgumentException("texts must hold at least one; got none.", nameof(texts));
        if (options.HashBits is { } bits)
        {
            if (!options.WeighsByRarity) return new(new() { Options = options, TextCount = texts.Count });
            int[] columnCounts = new int[1 << bits];
            foreach (string? text in texts)
                foreach (int column in HashedCounts(text, options).Keys)
                    columnCounts[column]++;
            return new(new() { Options = options, TextCount = texts.Count, TextCounts = columnCounts });
        }
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        foreach (string? text in texts)
            foreach (string term in PlainTerms.Of(text, options).Distinct())
                counts[term] = counts.GetValueOrDefault(term) + 1;
        IEnumerable<KeyValuePair<string, int>> kept = counts.Where(term => term.Value >= options.MinimumTexts).OrderBy(term => term.Key, ScalarOrder.Instance);
        if (options.TermLimit is { } limit)
            kept = kept.OrderByDescending(term => term.Value).Take(limit).OrderBy(term => term.Key, ScalarOrder.Instance);
        KeyValuePair<string, int>[] terms = [.. kept];
        if (terms.Length == 0)
            throw new ArgumentException($"texts must share terms: no term is in at least {options.MinimumTexts.ToString(System.Globalization.CultureInfo.InvariantCulture)} of them. Leave the text out, or lower MinimumTexts.", nameof(texts));
        return new(new() { Options = options, TextCount = texts.Count, Terms = [.. terms.Select(term => term.Key)], TextCounts = [.. terms.Select(term => term.Value)] });
    }

    /// <summary><see cref="Fit"/>, and the rows of the same texts, in less time than one after the other.</summary>
    /// <param name="texts">N ≥ 1 texts: those of the rows that a model is trained on, and no others.</param>
    /// <param name="options">What is made of a text; null for the defaults.</param>
    /// <param name="threads">How many threads may work, at least 1; null for one a processor. The result does not depend on it.</param>
    /// <returns>The vectorizer, and the N×D rows that its <see cref="Transform(IReadOnlyList{string?}, int?)"/> would give.</returns>
    /// <exception cref="ArgumentException">An option is out of range, there is no text, or no term is in enough of them.</exception>
    public static (TextVectorizer Vectorizer, SparseMatrix<float> Rows) FitTransform(IReadOnlyList<string?> texts, TextOptions? options = null, int? threads = null)
    {
        TextVectorizer vectorizer = Fit(texts, options, threads);
        return (vectorizer, vectorizer.Transform(texts, threads));
    }

    /// <summary>The vectorizer whose <see cref="State"/> was stored.</summary>
    /// <exception cref="ArgumentException">The state is none that fitting gives.</exception>
    public static TextVectorizer FromState(TextVectorizerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        state = state with { Terms = state.Terms is { } terms ? [.. terms] : null, TextCounts = state.TextCounts is { } counts ? [.. counts] : null };
        TextStateRules.Require(state);
        return new(state);
    }

    /// <summary>The vectorizer that <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">One JSON object, UTF-8.</param>
    /// <exception cref="ArgumentException">It is not JSON of a state, or the state is none that fitting gives.</exception>
    public static TextVectorizer FromJson(ReadOnlySpan<byte> json)
    {
        TextVectorizerState? state;
        try
        {
            state = JsonSerializer.Deserialize(json, TextStateJson.Default.TextVectorizerState);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"json must be the stored state of a text vectorizer: {e.Message}", nameof(json), e);
        }
        return FromState(state ?? throw new ArgumentException("json must be the stored state of a text vectorizer; got null.", nameof(json)));
    }

    /// <summary>The <see cref="State"/> as one JSON object, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(State, TextStateJson.Default.TextVectorizerState);

    /// <summary>The nonzero entries of a text's row, in increasing order of their columns.</summary>
    /// <param name="text">The text; null is the empty one.</param>
    public (int Column, float Value)[] Transform(string? text)
    {
        IEnumerable<KeyValuePair<int, int>> counts = _columns is null ? HashedCounts(text, Options) : TermCounts(text);
        (int Column, double Value)[] row = [.. counts.OrderBy(entry => entry.Key).Select(entry => (entry.Key, Weight(entry.Key, entry.Value)))];
        double length = Options.ScalesToUnitLength ? Math.Sqrt(row.Sum(entry => entry.Value * entry.Value)) : 1;
        return [.. row.Select(entry => (entry.Column, (float)(entry.Value / length)))];
    }

    /// <summary>The rows of many texts, N×D.</summary>
    /// <param name="texts">N ≥ 0 texts; null among them is the empty one.</param>
    /// <param name="threads">How many threads may work, at least 1; null for one a processor. The result does not depend on it.</param>
    public SparseMatrix<float> Transform(IReadOnlyList<string?> texts, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        RequireThreads(threads);
        long[] offsets = new long[texts.Count + 1];
        List<int> columns = [];
        List<float> values = [];
        for (int i = 0; i < texts.Count; i++)
        {
            foreach ((int column, float value) in Transform(texts[i]))
            {
                columns.Add(column);
                values.Add(value);
            }
            offsets[i + 1] = columns.Count;
        }
        return new(FeatureCount, offsets, [.. columns], [.. values]);
    }

    private static void RequireThreads(int? threads)
    {
        if (threads is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(threads));
    }

    private Dictionary<int, int> TermCounts(string? text)
    {
        Dictionary<int, int> counts = [];
        foreach (string term in PlainTerms.Of(text, Options))
            if (_columns!.TryGetValue(term, out int column))
                counts[column] = counts.GetValueOrDefault(column) + 1;
        return counts;
    }

    private static Dictionary<int, int> HashedCounts(string? text, TextOptions options)
    {
        Dictionary<int, int> counts = [];
        foreach (string term in PlainTerms.Of(text, options))
        {
            ulong hash = Hash(term);
            int column = TermHash.Column(hash, options.HashBits!.Value);
            counts[column] = counts.GetValueOrDefault(column) + (options.SignsHashes && TermHash.IsNegative(hash) ? -1 : 1);
        }
        return new(counts.Where(count => count.Value != 0));
    }

    private static ulong Hash(string term)
    {
        if (term[0] == PlainTerms.CharacterMark) return TermHash.OfWord(Encoding.UTF8.GetBytes(term));
        ulong[] words = [.. term.Split(' ').Select(word => TermHash.OfWord(Encoding.UTF8.GetBytes(word)))];
        return words.Aggregate(TermHash.OfGram);
    }

    private double Weight(int column, int count)
    {
        double frequency = Options.DampsCounts ? Math.CopySign(1 + Math.Log(Math.Abs(count)), count) : count;
        return Options.WeighsByRarity ? frequency * (1 + Math.Log((1.0 + State.TextCount) / (1.0 + State.TextCounts![column]))) : frequency;
    }
}
