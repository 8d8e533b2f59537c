namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary>Labels one too low.</summary>
internal sealed class LabelsShiftedDown : Mistake
{
    public override string Id => "labels-shifted";

    public override string CodePattern => "y = labels - 1   # though they count from 0 already";

    public override string Explanation =>
        "The gradient is that of labels one too low (class y − 1 in place of y; −1 means the last column in NumPy): 1 was subtracted from labels that count from 0 already. Leave them as they are.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program is { LabelShift: 0, OtherLoss: null } ? program with { LabelShift = -1 } : null;
}
