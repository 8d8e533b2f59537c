namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>missing-wrong-class-term</c>.</summary>
internal sealed class MissingWrongClassTerm : Mistake
{
    public override string Id => "missing-wrong-class-term";

    public override string CodePattern => "dW[:, y[i]] -= X[i]   # and nothing for j";

    public override string Explanation =>
        "The violating classes' columns are never touched. Each violated term max(0, s_j − s_y + Δ) holds s_j, so each must add x to column j: add dW[:, j] += X[i].";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.AddsWrongClassRows ? program with { AddsWrongClassRows = false } : null;
}
