namespace Hinge.Checking.StudentPrograms;

/// <summary>
/// The first program as posted: the correct class is skipped only where the left-over margin is positive. Else its own
/// margin is computed, which is Δ: the loss grows by Δ, while dW gains x − x = 0. So its gradient is right and its loss
/// is not, and a check of the gradient alone passes.
/// </summary>
public sealed class FirstProgram : StudentProgram
{
    /// <inheritdoc/>
    public override string Id => "first";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Code { get; } =
    [
        "if j == y[i]:",
        "    if margin > 0:",
        "        continue",
        "margin = s[j] - s[y[i]] + 1",
        "if margin > 0:",
        "    loss += margin",
        "    dW[:, j] += X[i]",
        "    dW[:, y[i]] -= X[i]",
    ];

    private protected override ProgramTurn Turn(int j, int label, double? leftOver, double computed)
    {
        bool tests = j == label;
        if (tests && leftOver > 0) return new ProgramTurn(j, leftOver, tests, Margin: null, 0, 0, 0);
        return computed > 0
            ? new ProgramTurn(j, leftOver, tests, computed, computed, Added: 1, Subtracted: 1)
            : new ProgramTurn(j, leftOver, tests, computed, 0, 0, 0);
    }
}
