namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>missing-correct-class-term</c>.</summary>
internal sealed class MissingCorrectClassTerm : Mistake
{
    public override string Id => "missing-correct-class-term";

    public override string CodePattern => "dW[:, j] += X[i]   # and nothing for y[i]";

    public override string Explanation =>
        "The correct class's column is never touched. Each violated term max(0, s_j − s_y + Δ) holds s_y too, so each must subtract x from column y: add dW[:, y[i]] -= X[i] beside dW[:, j] += X[i].";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.CorrectClass == CorrectClassRule.PerViolation ? program with { CorrectClass = CorrectClassRule.Never } : null;
}
