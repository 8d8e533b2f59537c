namespace Hinge.Checking.StudentPrograms;

/// <summary>One turn of the loop over classes: what the program sees in <c>margin</c> and what it adds.</summary>
/// <param name="Class">j.</param>
/// <param name="LeftOver">The value that <c>margin</c> still has from the turn before; null where it has none yet.</param>
/// <param name="TestsLeftOver">Whether the program asks <c>if margin > 0</c> of that left-over value.</param>
/// <param name="Margin">The value that the turn computes; null where the turn skips that line.</param>
/// <param name="LossAdded">What is added to the loss.</param>
/// <param name="Added">How many times x is added to column j.</param>
/// <param name="Subtracted">How many times x is subtracted from column y.</param>
public sealed record ProgramTurn(int Class, double? LeftOver, bool TestsLeftOver, double? Margin, double LossAdded, int Added, int Subtracted)
{
    /// <summary>What <c>margin</c> holds when the turn ends.</summary>
    public double? MarginAfter => Margin ?? LeftOver;

    /// <summary>Whether Python stops here with a NameError: <c>margin</c> is asked for before it was ever given a value.</summary>
    public bool TestsUndefined => TestsLeftOver && LeftOver is null;

    /// <summary>Whether this turn adds the same as another.</summary>
    public bool AddsTheSameAs(ProgramTurn other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return LossAdded == other.LossAdded && Added == other.Added && Subtracted == other.Subtracted;
    }
}
