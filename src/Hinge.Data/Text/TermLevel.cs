namespace Hinge.Data.Text;

/// <summary>The terms of one number of words, or of characters, in order.</summary>
/// <param name="Strings">The words, or the characters of character terms; empty for terms of several words.</param>
/// <param name="Keys">For terms of several words: the number of the term without its last word in its level, above the number of that word.</param>
/// <param name="TextCounts">How many texts have each.</param>
internal sealed record TermLevel(string[] Strings, ulong[] Keys, int[] TextCounts);
