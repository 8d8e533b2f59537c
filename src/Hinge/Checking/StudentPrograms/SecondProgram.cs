namespace Hinge.Checking.StudentPrograms;

/// <summary>
/// The second program: x is subtracted from the correct class's column under <c>if j == y[i]</c>, where margin is left
/// over from the turn before, hence at most once an example and for the wrong reason. Its loss is right and its gradient
/// is not.
/// </summary>
public sealed class SecondProgram : StudentProgram
{
    /// <inheritdoc/>
    public override string Id => "second";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Code { get; } =
    [
        "if j == y[i]:",
        "    if margin > 0:",
        "        dW[:, y[i]] -= X[i]",
        "    continue",
        "margin = s[j] - s[y[i]] + 1",
        "if margin > 0:",
        "    loss += margin",
        "    dW[:, j] += X[i]",
    ];

    private protected override ProgramTurn Turn(int j, int label, double? leftOver, double computed)
    {
        if (j == label) return new ProgramTurn(j, leftOver, TestsLeftOver: true, Margin: null, 0, 0, leftOver > 0 ? 1 : 0);
        return computed > 0
            ? new ProgramTurn(j, leftOver, TestsLeftOver: false, computed, computed, Added: 1, Subtracted: 0)
            : new ProgramTurn(j, leftOver, TestsLeftOver: false, computed, 0, 0, 0);
    }
}
