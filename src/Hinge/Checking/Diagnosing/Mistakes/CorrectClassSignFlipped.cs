namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>correct-class-sign-flipped</c>.</summary>
internal sealed class CorrectClassSignFlipped : Mistake
{
    public override string Id => "correct-class-sign-flipped";

    public override string CodePattern => "dW[:, y[i]] += X[i]";

    public override string Explanation =>
        "The correct class's column receives +x where it must receive −x: s_y stands with a minus in max(0, s_j − s_y + Δ). Write dW[:, y[i]] -= X[i].";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.CorrectClass == CorrectClassRule.PerViolation ? program with { CorrectClass = CorrectClassRule.Flipped } : null;
}
