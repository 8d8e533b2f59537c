namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>missing-regularization</c>.</summary>
internal sealed class MissingRegularization : Mistake
{
    public override string Id => "missing-regularization";

    public override string CodePattern => "# dW += 2 * reg * W is missing";

    public override string Explanation =>
        "The gradient of the regularization is missing. The loss contains λ‖W‖², so add its gradient, 2λW (λW for ½λ‖W‖²).";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.PenaltyScale) == 1 ? program with { PenaltyScale = 0 } : null;
}
