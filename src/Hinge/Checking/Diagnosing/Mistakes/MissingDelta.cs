namespace Hinge.Checking.Diagnosing.Mistakes;

/// <summary><c>missing-delta</c>.</summary>
internal sealed class MissingDelta : Mistake
{
    public override string Id => "missing-delta";

    public override string CodePattern => "margin = scores[j] - scores[y[i]]   # without + 1";

    public override string Explanation =>
        "A class counts as violating only when its score is above the correct one's, not when it comes within the margin: this is a perceptron's update. Add Δ: margin = scores[j] - scores[y[i]] + 1.";

    public override GradientProgram? In(GradientProgram program, int exampleCount) =>
        program.HasDelta && program.OtherLoss is null ? program with { HasDelta = false } : null;
}
