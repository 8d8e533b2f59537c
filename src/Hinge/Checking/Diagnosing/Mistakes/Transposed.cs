namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>transposed</c>.</summary>
internal sealed class Transposed : Mistake
{
    public override string Id => "transposed";

    public override string CodePattern => "dW = coefficients.T @ X   # K×D";

    public override string Explanation =>
        "dW is the transpose of the gradient, K×D where W is D×K. Compute X.T @ coefficients, or transpose.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.IsTransposed ? null : program with { IsTransposed = true };
}
