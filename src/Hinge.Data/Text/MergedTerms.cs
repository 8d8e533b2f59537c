namespace Hinge.Data.Text;

/// <summary>The vocabulary that several counters found together.</summary>
/// <param name="Terms">The terms in order.</param>
/// <param name="TextCounts">How many texts have each.</param>
/// <param name="Columns">For each counter, by the numbers of its terms: the column of a term, or −1 if it has none.</param>
internal sealed record MergedTerms(string[] Terms, int[] TextCounts, int[][] Columns);
