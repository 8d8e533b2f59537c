namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>correct-class-once-per-example</c>.</summary>
internal sealed class CorrectClassOncePerExample : Mistake
{
    public override string Id => "correct-class-once-per-example";

    public override string CodePattern => "if any(margins > 0): dW[:, y[i]] -= X[i]   # outside the loop over j";

    public override string Explanation =>
        "The correct class's column receives −x once for an example, however many classes violate. Every violated term holds s_y, so x must be subtracted once for each of them: move dW[:, y[i]] -= X[i] into the loop, beside dW[:, j] += X[i], or multiply by the number of violations.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.CorrectClass == CorrectClassRule.PerViolation ? program with { CorrectClass = CorrectClassRule.OncePerExample } : null;
}
