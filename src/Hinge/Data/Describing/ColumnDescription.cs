namespace Hinge.Data.Describing;

/// <summary>The numbers of a column over all rows, zeros included.</summary>
/// <param name="Column">Which, from 0.</param>
/// <param name="Kind">What numbers they are.</param>
/// <param name="NonzeroCount">How many are not zero: at least one.</param>
/// <param name="Minimum">The smallest.</param>
/// <param name="Maximum">The largest.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">√(mean of (value − mean)²).</param>
public readonly record struct ColumnDescription(
    int Column, ColumnKind Kind, int NonzeroCount, double Minimum, double Maximum, double Mean, double StandardDeviation)
{
    /// <summary>The largest magnitude.</summary>
    public double Scale => Math.Max(Math.Abs(Minimum), Math.Abs(Maximum));
}
