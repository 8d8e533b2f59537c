namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>averaged-twice</c>.</summary>
internal sealed class AveragedTwice : Mistake
{
    public override string Id => "averaged-twice";

    public override string CodePattern => "dW /= num_train   # twice";

    public override string Explanation =>
        "The sum over examples was divided by their number N twice. Divide once.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        Math.Abs(program.DataScale) == 1 && exampleCount > 1 ? program with { DataScale = program.DataScale / exampleCount } : null;
}
