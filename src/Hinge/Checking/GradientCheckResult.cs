namespace Hinge.Checking;

/// <summary>One entry of a gradient beside its numeric derivative.</summary>
/// <param name="Feature">The row of dW.</param>
/// <param name="Class">The column of dW.</param>
/// <param name="Analytic">The gradient under test.</param>
/// <param name="Numeric">The central difference.</param>
/// <param name="Left">The one-sided difference from below.</param>
/// <param name="Right">The one-sided difference from above.</param>
/// <param name="RelativeError">|a − n| / max(|a|, |n|, floor), or at a kink the distance from [Left, Right] on that scale; infinite where one is NaN.</param>
/// <param name="Step">h of the differences: the first at which they agreed, else the smallest.</param>
/// <param name="IsAtKink">Whether there is no derivative here, and the gradient's entry lies between the one-sided differences.</param>
public sealed record GradientCheckEntry(int Feature, int Class, double Analytic, double Numeric, double Left, double Right, double RelativeError, double Step, bool IsAtKink);

/// <summary>What a gradient check found.</summary>
/// <param name="Value">The function's value at the weights.</param>
/// <param name="Entries">The entries checked, at least one.</param>
/// <param name="Tolerance">The largest relative error that counts as agreement.</param>
public sealed record GradientCheckResult(double Value, IReadOnlyList<GradientCheckEntry> Entries, double Tolerance)
{
    /// <summary>The entry that disagrees most.</summary>
    public GradientCheckEntry Worst => Entries.MaxBy(entry => entry.RelativeError)!;

    /// <summary>How many entries are at a kink and accepted as part of a subgradient.</summary>
    public int KinkCount => Entries.Count(entry => entry.IsAtKink);

    /// <summary>Whether every entry agrees, or is part of a subgradient at a kink.</summary>
    public bool IsCorrect => Worst.RelativeError <= Tolerance;
}
