using System.Globalization;
using System.Text;
using Hinge.Data.Text;

namespace Hinge.Data.Tests.Text;

/// <summary>The terms of a text, one string each: the plain specification.</summary>
internal static class PlainTerms
{
    /// <summary>What character terms begin with, so that none is a word.</summary>
    public const char CharacterMark = '~';

    /// <summary>The words: maximal runs of letters, numbers and marks, lower-cased, that begin with a letter or a number.</summary>
    public static List<string> Words(string? text)
    {
        List<string> words = [];
        StringBuilder word = new();
        foreach (Rune rune in (text ?? "").EnumerateRunes())
        {
            bool isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;
            if (Rune.IsLetter(rune) || Rune.IsNumber(rune) || (isMark && word.Length > 0))
            {
                word.Append(Rune.ToLowerInvariant(rune));
            }
            else if (word.Length > 0)
            {
                words.Add(word.ToString());
                word.Clear();
            }
        }
        if (word.Length > 0) words.Add(word.ToString());
        return words;
    }

    /// <summary>Every occurrence of every term.</summary>
    public static List<string> Of(string? text, TextOptions options)
    {
        List<string> words = Words(text), terms = [];
        for (int n = options.ShortestWordGram; n <= options.LongestWordGram; n++)
            for (int first = 0; first + n <= words.Count; first++)
                terms.Add(string.Join(' ', words.GetRange(first, n)));
        foreach (string word in words)
        {
            Rune[] padded = [new(' '), .. word.EnumerateRunes(), new(' ')];
            for (int n = options.ShortestCharacterGram; n <= options.LongestCharacterGram; n++)
            {
                for (int first = 0; first == 0 || first + n <= padded.Length; first++)
                    terms.Add(CharacterMark + string.Concat(padded.Skip(first).Take(n)));
                if (n >= padded.Length) break;
            }
        }
        return terms;
    }
}
