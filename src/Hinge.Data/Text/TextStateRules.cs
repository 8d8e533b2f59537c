using System.Globalization;

namespace Hinge.Data.Text;

/// <summary>The rules that a state must keep, wherever it comes from.</summary>
internal static class TextStateRules
{
    /// <exception cref="ArgumentException">The state breaks a rule.</exception>
    public static void Require(TextVectorizerState state)
    {
        TextOptions options = state.Options ?? throw new ArgumentException("the text options must be given; got none.");
        options.Validate();
        if (state.TextCount < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"textCount must be at least 1; got {state.TextCount}."));
        if (options.HashBits is { } bits) RequireHashed(state, options, 1 << bits);
        else RequireVocabulary(state, options);
    }

    private static void RequireHashed(TextVectorizerState state, TextOptions options, int columns)
    {
        if (state.Terms is not null)
            throw new ArgumentException("terms must be left out where they are hashed.");
        if (options.WeighsByRarity != state.TextCounts is not null)
            throw new ArgumentException("textCounts must be given for hashed terms exactly where they are weighed by their rarity.");
        if (state.TextCounts is not { } counts) return;
        RequireCount(counts.Count, columns, "column");
        RequireRange(counts, least: 0, state.TextCount);
    }

    private static void RequireVocabulary(TextVectorizerState state, TextOptions options)
    {
        if (state.Terms is not { Count: > 0 } terms)
            throw new ArgumentException("terms must hold at least one; got none.");
        if (terms.Count > (options.TermLimit ?? int.MaxValue))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"terms must be at most {options.TermLimit}, the limit of the options; got {terms.Count}."));
        if (state.TextCounts is not { } counts)
            throw new ArgumentException("textCounts must be given beside terms; got none.");
        RequireCount(counts.Count, terms.Count, "term");
        RequireRange(counts, options.MinimumTexts, state.TextCount);
        for (int t = 0; t < terms.Count; t++)
        {
            if (!IsTerm(terms[t], options))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"every term must be one that a text can have under the options; term {t} is not."));
            if (t > 0 && ScalarOrder.Compare(terms[t - 1], terms[t]) >= 0)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"terms must increase in the order of their characters; term {t} does not follow term {t - 1}."));
        }
    }

    /// <summary>Whether it has the form of a term. Whether its characters are letters and small is not asked: another version of Unicode may say otherwise.</summary>
    private static bool IsTerm(string? term, TextOptions options)
    {
        if (string.IsNullOrEmpty(term)) return false;
        int characters = 0, words = 1;
        char previous = ' ';
        for (int c = 0; c < term.Length; c++, characters++)
        {
            if (char.IsSurrogate(term[c]) && (c + 1 == term.Length || !char.IsSurrogatePair(term[c], term[++c]))) return false;
            if (term[c] == ' ' && previous == ' ' && term[0] != CharacterGrams.Mark) return false;
            if (term[c] == ' ') words++;
            previous = term[c];
        }
        if (term[0] == CharacterGrams.Mark) return characters > 1 && characters - 1 <= options.LongestCharacterGram;
        return previous != ' ' && words >= options.ShortestWordGram && words <= options.LongestWordGram;
    }

    private static void RequireCount(int count, int columns, string of)
    {
        if (count != columns)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"textCounts must be one a {of}, {columns}; got {count}."));
    }

    private static void RequireRange(IReadOnlyList<int> counts, int least, int most)
    {
        for (int c = 0; c < counts.Count; c++)
            if (counts[c] < least || counts[c] > most)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"textCounts must lie in [{least}, {most}]; got {counts[c]} at {c}."));
    }
}
