namespace Hinge.Checking.StudentPrograms;

/// <summary>One example's way through a program, turn by turn.</summary>
/// <param name="Label">y.</param>
/// <param name="LeftOver">What <c>margin</c> held before the first turn; null where it had no value.</param>
/// <param name="Turns">One a class.</param>
public sealed record ProgramTrace(int Label, double? LeftOver, IReadOnlyList<ProgramTurn> Turns)
{
    /// <summary>What the example adds to the loss.</summary>
    public double Loss => Turns.Sum(turn => turn.LossAdded);

    /// <summary>What <c>margin</c> holds afterwards, for the next example.</summary>
    public double? MarginAfter => Turns[^1].MarginAfter;

    /// <summary>Which multiple of x each column of dW receives, length K.</summary>
    public int[] Coefficients()
    {
        int[] coefficients = new int[Turns.Count];
        foreach (ProgramTurn turn in Turns)
        {
            coefficients[turn.Class] += turn.Added;
            coefficients[Label] -= turn.Subtracted;
        }
        return coefficients;
    }

    /// <summary>The first class at whose turn something else is added than by another program, or null.</summary>
    /// <param name="other">The other program's trace of the same example.</param>
    public int? PartsFrom(ProgramTrace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int j = 0; j < Turns.Count; j++)
            if (!Turns[j].AddsTheSameAs(other.Turns[j])) return j;
        return null;
    }
}
