namespace Hinge.Clinic;

/// <summary>A checker's errors.</summary>
/// <param name="Name">The checker.</param>
/// <param name="FalseAlarms">Right gradients called wrong: float64 random, at kinks, float32 random, at kinks.</param>
/// <param name="Misses">Wrong gradients not called wrong, in the same order.</param>
public sealed record CheckerRow(string Name, IReadOnlyList<int> FalseAlarms, IReadOnlyList<int> Misses)
{
    /// <summary>The row in Markdown.</summary>
    public string ToMarkdown() => $"| {Name} | {string.Join(" | ", FalseAlarms)} | {string.Join(" | ", Misses)} |";
}
