namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>regularization-averaged</c>.</summary>
internal sealed class RegularizationAveraged : Mistake
{
    public override string Id => "regularization-averaged";

    public override string CodePattern => "dW += 2 * reg * W\ndW /= num_train";

    public override string Explanation =>
        "The regularization's gradient was divided by the number of examples N. Only the sum over examples is a mean: divide first, then add the regularization.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.PenaltyScale) == 1 && exampleCount > 2 ? program with { PenaltyScale = program.PenaltyScale / exampleCount } : null;
}
