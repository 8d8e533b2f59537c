namespace Hinge.Data.Text;

/// <summary>All that a <see cref="TextVectorizer"/> knows, as plain data.</summary>
public sealed record TextVectorizerState
{
    /// <summary>What is made of a text.</summary>
    public required TextOptions Options { get; init; }

    /// <summary>N, the number of texts that it was fitted on.</summary>
    public required int TextCount { get; init; }

    /// <summary>The term of each column, in increasing order of their Unicode scalar values; null where <see cref="TextOptions.HashBits"/> is given.</summary>
    public IReadOnlyList<string>? Terms { get; init; }

    /// <summary>In how many of the N texts each column's term occurs; null for hashed terms that are not weighed by their rarity.</summary>
    public IReadOnlyList<int>? TextCounts { get; init; }
}
