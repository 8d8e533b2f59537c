namespace Hinge.Data.Describing;

/// <summary>Something in a data set that may not be meant.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Count">How many columns, classes or rows it is about; for contradicting rows, how many any classifier must get wrong.</param>
/// <param name="Places">The first of them, at most <see cref="MostPlaces"/>: indices from 0 of what <paramref name="Kind"/> says.</param>
/// <param name="Text">What was found.</param>
/// <param name="Remedy">What to do about it.</param>
public sealed record Suspicion(SuspicionKind Kind, long Count, IReadOnlyList<int> Places, string Text, string Remedy)
{
    /// <summary>How many places are named at most.</summary>
    public const int MostPlaces = 5;
}
