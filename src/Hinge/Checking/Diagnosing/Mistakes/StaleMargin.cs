namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>stale-margin</c>.</summary>
internal sealed class StaleMargin : Mistake
{
    public override string Id => "stale-margin";

    public override string CodePattern => "if j == y[i]:\n    if margin > 0: dW[:, y[i]] -= X[i]\n    continue";

    public override string Explanation =>
        "The correct class's column is updated under j == y[i], where margin still has its value from the turn of the loop before: from class y − 1, or from the last class of the previous example where y is 0. So x is subtracted at most once, and for the wrong reason. Move dW[:, y[i]] -= X[i] into the branch where margin > 0 has just been computed, beside dW[:, j] += X[i].";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.CorrectClass == CorrectClassRule.PerViolation ? program with { CorrectClass = CorrectClassRule.StaleMargin } : null;
}
