namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>halved-regularization</c>.</summary>
internal sealed class HalvedRegularization : Mistake
{
    public override string Id => "halved-regularization";

    public override string CodePattern => "dW += reg * W   # for a loss with reg * np.sum(W * W)";

    public override string Explanation =>
        "The regularization's gradient is half of what it must be: the derivative of λ‖W‖² is 2λW. If the loss was meant to have ½λ‖W‖², give --half.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.PenaltyScale) == 1 ? program with { PenaltyScale = 0.5 * program.PenaltyScale } : null;
}
