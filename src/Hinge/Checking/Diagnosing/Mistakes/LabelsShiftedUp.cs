namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary>Labels one too high.</summary>
internal sealed class LabelsShiftedUp : Mistake
{
    public override string Id => "labels-shifted";

    public override string CodePattern => "y = labels   # numbered from 1, used as columns from 0";

    public override string Explanation =>
        "The gradient is that of labels one too high (class y + 1 in place of y): labels numbered from 1 were used as columns, which count from 0. Subtract 1 from the labels once.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program is { LabelShift: 0, OtherLoss: null } ? program with { LabelShift = 1 } : null;
}
