using Hinge.Checking.Diagnosing;

namespace Hinge.Checking;

/// <summary>One entry of a gradient beside its numeric derivative.</summary>
/// <param name="Feature">The row of dW.</param>
/// <param name="Class">The column of dW.</param>
/// <param name="Analytic">The gradient under test.</param>
/// <param name="Numeric">The central difference, extrapolated where one step did not settle it.</param>
/// <param name="Left">The one-sided difference from below.</param>
/// <param name="Right">The one-sided difference from above.</param>
/// <param name="RelativeError">|a − n| / max(|a|, |n|), or at a kink the distance from [Left, Right] on that scale; infinite where one is NaN. Where values are noisy it may be large for a right entry: see <see cref="Allowed"/>.</param>
/// <param name="Step">h of the differences.</param>
/// <param name="IsAtKink">Whether there is no derivative here, and the gradient's entry lies between the one-sided differences.</param>
public sealed record GradientCheckEntry(int Feature, int Class, double Analytic, double Numeric, double Left, double Right, double RelativeError, double Step, bool IsAtKink)
{
    /// <summary>The answer for this entry.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>By how much rounding and extrapolation may have moved <see cref="Numeric"/>.</summary>
    public double Error { get; init; }

    /// <summary>|a − n|, or at a kink the distance from [Left, Right].</summary>
    public double Difference { get; init; }

    /// <summary>The difference that tolerance, rounding and extrapolation explain; above it the entry is wrong, unless one-sided differences say otherwise.</summary>
    public double Allowed { get; init; }

    /// <summary>The difference as a share of what is allowed; infinite where one is NaN.</summary>
    internal double Excess => Difference == 0 ? 0 : Difference / Allowed is var excess && double.IsNaN(excess) ? double.PositiveInfinity : excess;
}

/// <summary>A term of a loss that is exactly at its kink, or so near that no step fits between.</summary>
/// <param name="Example">The example, from 0.</param>
/// <param name="Class">The class.</param>
public sealed record Kink(int Example, int Class);

/// <summary>What a gradient check found.</summary>
/// <param name="Value">The function's value at the weights.</param>
/// <param name="Entries">The entries checked, at least one.</param>
/// <param name="Tolerance">The largest relative error that counts as agreement where values are exact.</param>
public sealed record GradientCheckResult(double Value, IReadOnlyList<GradientCheckEntry> Entries, double Tolerance)
{
    /// <summary>The answer, from the entries and from the random directions.</summary>
    public Verdict Verdict { get; init; }

    /// <summary>Why the check could not be made, such as a value that is NaN; else null.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// To what share of the gradient's length the random directions tell that it is right: ‖g − ∇F‖/‖g‖ is at most about
    /// this, where the verdict is not wrong. At kinks it holds beside them, where there is no room for a mistake.
    /// </summary>
    public double TestedTo { get; init; } = double.PositiveInfinity;

    /// <summary>How often the function was evaluated.</summary>
    public int Evaluations { get; init; }

    /// <summary>
    /// p of |F(W + hV) − F(W) − h·g·V| = O(hᵖ) along a random direction: 2 for a right gradient of a smooth function, 1
    /// for a wrong one and at kinks; null where nothing is left of the difference but rounding.
    /// </summary>
    public double? Order { get; init; }

    /// <summary>The step that told most.</summary>
    public double Step { get; init; }

    /// <summary>By how much values scatter for their rounding or other noise.</summary>
    public double Noise { get; init; }

    /// <summary>The arithmetic in which the function works, as given or as told from its results.</summary>
    public FunctionPrecision Precision { get; init; }

    /// <summary>The loss's terms at their kink, at most 1000; empty where the terms are not known.</summary>
    public IReadOnlyList<Kink> Kinks { get; init; } = [];

    /// <summary>Where the gradient is wrong: columns of dW, at most 16.</summary>
    public IReadOnlyList<int> Columns { get; init; } = [];

    /// <summary>Where the gradient is wrong: rows of dW, at most 16.</summary>
    public IReadOnlyList<int> Features { get; init; } = [];

    /// <summary>The examples by themselves with a wrong gradient, at most 16; empty where the function could not be asked for single ones.</summary>
    public IReadOnlyList<int> Examples { get; init; } = [];

    /// <summary>The entry that disagrees most for what is allowed there.</summary>
    public GradientCheckEntry Worst => WorstFirst.First();

    /// <summary>The entries, wrong ones first, then by how much of what is allowed they differ.</summary>
    public IEnumerable<GradientCheckEntry> WorstFirst => Entries.OrderByDescending(entry => entry.Verdict == Verdict.Wrong).ThenByDescending(entry => entry.Excess);

    /// <summary>How many entries are at a kink and accepted as part of a subgradient.</summary>
    public int KinkCount => Entries.Count(entry => entry.IsAtKink);

    /// <summary>Whether the verdict is that every entry agrees, or is part of a subgradient at a kink.</summary>
    public bool IsCorrect => Verdict is Verdict.Correct or Verdict.ValidSubgradient;
}
