using System.Globalization;
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
    private readonly Lazy<Vocabulary>? _vocabulary;
    private readonly RowWeights _weights;

    private TextVectorizer(TextVectorizerState state)
    {
        State = state;
        _weights = new(state.Options, state.TextCount, state.TextCounts);
        if (state.Terms is { } terms) _vocabulary = new(() => new Vocabulary(terms));
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
        return FitRows(texts, options, threads, keepsRows: false).Vectorizer;
    }

    /// <summary><see cref="Fit"/>, and the rows of the same texts, in less time than one after the other.</summary>
    /// <param name="texts">N ≥ 1 texts: those of the rows that a model is trained on, and no others.</param>
    /// <param name="options">What is made of a text; null for the defaults.</param>
    /// <param name="threads">How many threads may work, at least 1; null for one a processor. The result does not depend on it.</param>
    /// <returns>The vectorizer, and the N×D rows that its <see cref="Transform(IReadOnlyList{string?}, int?)"/> would give.</returns>
    /// <exception cref="ArgumentException">An option is out of range, there is no text, or no term is in enough of them.</exception>
    public static (TextVectorizer Vectorizer, SparseMatrix<float> Rows) FitTransform(IReadOnlyList<string?> texts, TextOptions? options = null, int? threads = null)
    {
        (TextVectorizer vectorizer, TextRows[] rows, int threadCount) = FitRows(texts, options, threads, keepsRows: true);
        return (vectorizer, vectorizer.Join(rows, threadCount));
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
            state = JsonSerializer.Deserialize(json, StateJson.Default.TextVectorizerState);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"json must be the stored state of a text vectorizer: {e.Message}", nameof(json), e);
        }
        return FromState(state ?? throw new ArgumentException("json must be the stored state of a text vectorizer; got null.", nameof(json)));
    }

    /// <summary>The <see cref="State"/> as one JSON object, UTF-8.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(State, StateJson.Default.TextVectorizerState);

    /// <summary>The nonzero entries of a text's row, in increasing order of their columns.</summary>
    /// <param name="text">The text; null is the empty one.</param>
    public (int Column, float Value)[] Transform(string? text)
    {
        TextRows rows = new();
        NewReader().Read(text, rows);
        int[] columns = new int[rows.EntryCount];
        float[] values = new float[rows.EntryCount];
        _weights.Weigh(rows.Entries, columns, values);
        return [.. columns.Zip(values)];
    }

    /// <summary>The rows of many texts, N×D.</summary>
    /// <param name="texts">N ≥ 0 texts; null among them is the empty one.</param>
    /// <param name="threads">How many threads may work, at least 1; null for one a processor. The result does not depend on it.</param>
    public SparseMatrix<float> Transform(IReadOnlyList<string?> texts, int? threads = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        int threadCount = ThreadCount(threads);
        return Join([.. TextBlocks.Read(texts, threadCount, NewReader).Select(block => block.Rows)], threadCount);
    }

    private static (TextVectorizer Vectorizer, TextRows[] Rows, int Threads) FitRows(IReadOnlyList<string?> texts, TextOptions? options, int? threads, bool keepsRows)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new TextOptions();
        options.Validate();
        int threadCount = ThreadCount(threads);
        if (texts.Count == 0) throw new ArgumentException("texts must hold at least one; got none.", nameof(texts));
        return options.HashBits is { } bits ? FitHashed(texts, options, bits, threadCount, keepsRows) : FitVocabulary(texts, options, threadCount, keepsRows);
    }

    private static (TextVectorizer Vectorizer, TextRows[] Rows, int Threads) FitHashed(IReadOnlyList<string?> texts, TextOptions options, int bits, int threads, bool keepsRows)
    {
        int[]? textCounts = options.WeighsByRarity ? new int[1 << bits] : null;
        TextRows[] rows = [];
        if (keepsRows || textCounts is not null)
            rows = [.. TextBlocks.Read(texts, threads, () => new TermHasher(options, bits, textCounts, keepsRows)).Select(block => block.Rows)];
        return (new(new() { Options = options, TextCount = texts.Count, TextCounts = textCounts }), rows, threads);
    }

    private static (TextVectorizer Vectorizer, TextRows[] Rows, int Threads) FitVocabulary(IReadOnlyList<string?> texts, TextOptions options, int threads, bool keepsRows)
    {
        (TextRows Rows, TermCounter Counter)[] blocks = TextBlocks.Read(texts, threads, () => new TermCounter(options, keepsRows));
        TermCounter[] counters = [.. blocks.Select(block => block.Counter).Distinct()];
        MergedTerms merged = TermMerger.Merge(options, counters, threads);
        if (merged.Terms.Length == 0)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"texts must share terms: no term is in at least {options.MinimumTexts} of them. Leave the text out, or lower MinimumTexts."), nameof(texts));
        int next = -1;
        if (keepsRows)
        {
            TextBlocks.ForEach(threads, _ =>
            {
                for (int b; (b = Interlocked.Increment(ref next)) < blocks.Length;)
                    blocks[b].Rows.Renumber(merged.Columns[Array.IndexOf(counters, blocks[b].Counter)]);
            });
        }
        return (new(new() { Options = options, TextCount = texts.Count, Terms = merged.Terms, TextCounts = merged.TextCounts }), [.. blocks.Select(block => block.Rows)], threads);
    }

    private static int ThreadCount(int? threads)
    {
        if (threads is { } given) ArgumentOutOfRangeException.ThrowIfLessThan(given, 1, nameof(threads));
        return threads ?? Environment.ProcessorCount;
    }

    private ITextReader NewReader() => Options.HashBits is { } bits ? new TermHasher(Options, bits) : new TermFinder(Options, _vocabulary!.Value);

    /// <summary>The rows of all blocks in order, weighed.</summary>
    private SparseMatrix<float> Join(TextRows[] blocks, int threads)
    {
        int[] firstRows = new int[blocks.Length + 1];
        long[] firstEntries = new long[blocks.Length + 1];
        for (int b = 0; b < blocks.Length; b++)
        {
            firstRows[b + 1] = firstRows[b] + blocks[b].Count;
            firstEntries[b + 1] = firstEntries[b] + blocks[b].EntryCount;
        }
        long[] offsets = new long[firstRows[^1] + 1];
        int[] columns = GC.AllocateUninitializedArray<int>(checked((int)firstEntries[^1]));
        float[] values = GC.AllocateUninitializedArray<float>(columns.Length);
        int next = -1;
        TextBlocks.ForEach(threads, _ =>
        {
            for (int b; (b = Interlocked.Increment(ref next)) < blocks.Length;)
            {
                long offset = firstEntries[b];
                for (int r = 0; r < blocks[b].Count; r++)
                {
                    Span<ulong> row = blocks[b][r];
                    _weights.Weigh(row, columns.AsSpan((int)offset, row.Length), values.AsSpan((int)offset, row.Length));
                    offsets[firstRows[b] + r + 1] = offset += row.Length;
                }
            }
        });
        return new(FeatureCount, offsets, columns, values);
    }
}
