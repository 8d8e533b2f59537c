namespace Hinge.Data.Featurization;

/// <summary>How texts use words: whether they are text, or names.</summary>
internal static class WordUse
{
    /// <summary>Texts of so many words on average are text.</summary>
    private const int WordsOfText = 2;

    /// <summary>
    /// Whether the values are text: of several words between blanks, or, like <c>libfoo-java</c> and <c>www.example.org</c>, of several words
    /// between other signs, each used twice or more on average. Universally unique identifiers are not.
    /// </summary>
    /// <param name="values">Different texts, one or more.</param>
    public static bool IsText(IReadOnlyList<string> values)
    {
        long blanks = 0, words = 0;
        HashSet<string> different = new(StringComparer.Ordinal);
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = different.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (string value in values)
        {
            blanks += Count(value, char.IsWhiteSpace);
            for (int start = 0, end; start < value.Length; start = end + 1)
            {
                for (end = start; end < value.Length && char.IsLetterOrDigit(value[end]);) end++;
                if (end == start) continue;
                words++;
                lookup.Add(value.AsSpan(start, end - start));
            }
        }
        if (blanks >= WordsOfText * (long)values.Count) return true;
        return words >= WordsOfText * (long)values.Count && words >= 2L * different.Count && !values.All(value => Guid.TryParse(value, out _));
    }

    /// <summary>How many runs of characters there are between those that separate.</summary>
    private static int Count(string text, Predicate<char> separates)
    {
        int count = 0;
        for (int c = 0; c < text.Length; c++)
            if (!separates(text[c]) && (c == 0 || separates(text[c - 1]))) count++;
        return count;
    }
}
