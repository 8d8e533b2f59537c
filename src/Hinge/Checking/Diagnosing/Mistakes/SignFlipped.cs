namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>sign-flipped</c>.</summary>
internal sealed class SignFlipped : Mistake
{
    public override string Id => "sign-flipped";

    public override string CodePattern => "dW[:, j] -= X[i]; dW[:, y[i]] += X[i]";

    public override string Explanation =>
        "The whole gradient has the wrong sign: it points down the loss instead of up. The gradient is the direction of steepest ascent; descent subtracts it. Flip the signs.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.DataScale > 0 && program.PenaltyScale >= 0 ? program with { DataScale = -program.DataScale, PenaltyScale = -program.PenaltyScale } : null;
}
