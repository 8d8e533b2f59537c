namespace Hinge.Checking;

/// <summary>One entry of a gradient beside its numeric derivative.</summary>
/// <param name="Feature">The row of dW.</param>
/// <param name="Class">The column of dW.</param>
/// <param name="Analytic">The gradient under test.</param>
/// <param name="Numeric">The central difference that agreed best.</param>
/// <param name="RelativeError">|a − n| / max(|a|, |n|, floor); infinite where one is NaN.</param>
/// <param name="Step">h of that difference.</param>
public sealed record GradientCheckEntry(int Feature, int Class, double Analytic, double Numeric, double RelativeError, double Step);

/// <summary>What a gradient check found.</summary>
/// <param name="Value">The function's value at the weights.</param>
/// <param name="Entries">The entries checked, at least one.</param>
/// <param name="Tolerance">The largest relative error that counts as agreement.</param>
public sealed record GradientCheckResult(double Value, IReadOnlyList<GradientCheckEntry> Entries, double Tolerance)
{
    /// <summary>The entry that disagrees most.</summary>
    public GradientCheckEntry Worst => Entries.MaxBy(entry => entry.RelativeError)!;

    /// <summary>Whether every entry agrees.</summary>
    public bool IsCorrect => Worst.RelativeError <= Tolerance;
}
