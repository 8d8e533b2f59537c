namespace Hinge.Data.Text;

/// <summary>The order of strings by their Unicode scalar values, which is that of their UTF-8 bytes and of Python's strings.</summary>
internal sealed class ScalarOrder : IComparer<string>
{
    public static ScalarOrder Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(string? x, string? y) => Compare(x.AsSpan(), y.AsSpan());

    /// <summary>Negative if <paramref name="x"/> comes first, zero if they are equal. Neither may hold half of a surrogate pair.</summary>
    public static int Compare(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        int common = x.CommonPrefixLength(y);
        if (common == x.Length || common == y.Length) return x.Length.CompareTo(y.Length);
        // Where both differ in a surrogate, the other halves decide as the halves do; a surrogate stands for more than any other character.
        return char.IsSurrogate(x[common]) == char.IsSurrogate(y[common])
            ? x[common].CompareTo(y[common])
            : char.IsSurrogate(x[common]) ? 1 : -1;
    }
}
