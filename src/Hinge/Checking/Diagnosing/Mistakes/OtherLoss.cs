namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>other-loss:NAME</c>: the exact gradient of another built-in loss.</summary>
internal sealed class OtherLoss(string name) : Mistake
{
    public override string Id => $"other-loss:{name}";

    public override string CodePattern => $"# the loss of {name}";

    public override string Explanation =>
        $"This is the exact gradient of another loss, {name}. If that one was meant, say --loss {name}; otherwise compare the formulas in docs/objective.md.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program is { OtherLoss: null, CorrectClass: CorrectClassRule.PerViolation, AddsWrongClassRows: true, HasDelta: true, LabelShift: 0 } ? program with { OtherLoss = name } : null;
}
