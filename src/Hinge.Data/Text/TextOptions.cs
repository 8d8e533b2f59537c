using System.Globalization;

namespace Hinge.Data.Text;

/// <summary>What <see cref="TextVectorizer"/> makes of a text: which terms, and how they are weighed.</summary>
/// <remarks>
/// With its defaults, and apart from what a word is, the same as scikit-learn's
/// <c>TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), min_df=2)</c>.
/// </remarks>
public sealed record TextOptions
{
    /// <summary>The most words that a term may be asked to join.</summary>
    public const int WordGramLimit = 8;

    /// <summary>The most characters that a term may be asked to hold.</summary>
    public const int CharacterGramLimit = 16;

    /// <summary>The most bits of <see cref="HashBits"/>.</summary>
    public const int HashBitsLimit = 24;

    /// <summary>The fewest words that are joined to a term, in [1, <see cref="LongestWordGram"/>]; default 1. Without meaning where there are no word terms.</summary>
    public int ShortestWordGram { get; init; } = 1;

    /// <summary>The most words that are joined to a term, at most <see cref="WordGramLimit"/>; default 2. 0 for no word terms.</summary>
    public int LongestWordGram { get; init; } = 2;

    /// <summary>The fewest characters (Unicode scalar values) of a character term, in [1, <see cref="LongestCharacterGram"/>]; default 3. Without meaning where there are no character terms.</summary>
    public int ShortestCharacterGram { get; init; } = 3;

    /// <summary>
    /// The most characters of a character term, at most <see cref="CharacterGramLimit"/>; default 0 for no character terms. They are taken from
    /// each word with a space before and behind it, as <c>analyzer="char_wb"</c> does in scikit-learn; a word no longer than a term is one term.
    /// </summary>
    public int LongestCharacterGram { get; init; }

    /// <summary>A term belongs to the vocabulary if at least so many texts have it; at least 1, default 2. Without meaning for <see cref="HashBits"/>.</summary>
    public int MinimumTexts { get; init; } = 2;

    /// <summary>
    /// The most terms of the vocabulary, at least 1: those that most texts have, and among equals the first in the vocabulary's order. Null, the
    /// default, for all. Not together with <see cref="HashBits"/>.
    /// </summary>
    public int? TermLimit { get; init; }

    /// <summary>b, to give terms one of 2^b columns by their hash in place of a vocabulary; in [1, <see cref="HashBitsLimit"/>], or null, the default.</summary>
    public int? HashBits { get; init; }

    /// <summary>Whether half of the terms, by their hash, count negatively, so that those that share a column cancel on average; default no. Only for <see cref="HashBits"/>.</summary>
    public bool SignsHashes { get; init; }

    /// <summary>Whether a term that a text has n times weighs 1 + ln n in place of n; default yes.</summary>
    public bool DampsCounts { get; init; } = true;

    /// <summary>Whether a term that n of N texts have is multiplied by 1 + ln((1 + N)/(1 + n)); default yes.</summary>
    public bool WeighsByRarity { get; init; } = true;

    /// <summary>Whether each row is scaled to length 1, unless it is zero; default yes.</summary>
    public bool ScalesToUnitLength { get; init; } = true;

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        RequireGrams(nameof(LongestWordGram), LongestWordGram, WordGramLimit, nameof(ShortestWordGram), ShortestWordGram);
        RequireGrams(nameof(LongestCharacterGram), LongestCharacterGram, CharacterGramLimit, nameof(ShortestCharacterGram), ShortestCharacterGram);
        if (LongestWordGram == 0 && LongestCharacterGram == 0)
            throw new ArgumentException("LongestWordGram or LongestCharacterGram must be above 0; got 0 for both, which leaves no terms.");
        if (MinimumTexts < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"MinimumTexts must be at least 1; got {MinimumTexts}."));
        if (TermLimit is < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"TermLimit must be at least 1, or null for no limit; got {TermLimit}."));
        if (HashBits is < 1 or > HashBitsLimit)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"HashBits must lie in [1, {HashBitsLimit}], or be null for a vocabulary; got {HashBits}."));
        if (HashBits is not null && TermLimit is not null)
            throw new ArgumentException("TermLimit must be left out where HashBits is given: hashed terms have no vocabulary to limit.");
        if (SignsHashes && HashBits is null)
            throw new ArgumentException("SignsHashes must be left out where HashBits is: a vocabulary gives each term a column of its own.");
    }

    private static void RequireGrams(string longestName, int longest, int limit, string shortestName, int shortest)
    {
        if (longest < 0 || longest > limit)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{longestName} must lie in [0, {limit}]; got {longest}."));
        if (longest > 0 && (shortest < 1 || shortest > longest))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{shortestName} must lie in [1, {longest}]; got {shortest}."));
    }
}
