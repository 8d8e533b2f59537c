namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>doubled-regularization</c>.</summary>
internal sealed class DoubledRegularization : Mistake
{
    public override string Id => "doubled-regularization";

    public override string CodePattern => "dW += 2 * reg * W   # for a loss with 0.5 * reg * np.sum(W * W)";

    public override string Explanation =>
        "The regularization's gradient is twice what it must be: the derivative of ½λ‖W‖² is λW, and of λ‖W‖² it is 2λW. Add it once, with the factor that belongs to the loss.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.PenaltyScale) == 1 ? program with { PenaltyScale = 2 * program.PenaltyScale } : null;
}
