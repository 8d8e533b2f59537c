namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>not-averaged</c>.</summary>
internal sealed class NotAveraged : Mistake
{
    public override string Id => "not-averaged";

    public override string CodePattern => "# dW /= num_train is missing";

    public override string Explanation =>
        "The sum over examples was not divided by their number N, though the loss is their mean. Divide dW by N before the regularization is added.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.DataScale) == 1 && exampleCount > 1 ? program with { DataScale = program.DataScale * exampleCount } : null;
}
