namespace Hinge.Checking.StudentPrograms;

/// <summary>The program that was meant: the correct class is always skipped. Its gradient and its loss are right.</summary>
public sealed class IntendedProgram : StudentProgram
{
    /// <inheritdoc/>
    public override string Id => "meant";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Code { get; } =
    [
        "if j == y[i]:",
        "    continue",
        "margin = s[j] - s[y[i]] + 1",
        "if margin > 0:",
        "    loss += margin",
        "    dW[:, j] += X[i]",
        "    dW[:, y[i]] -= X[i]",
    ];

    private protected override ProgramTurn Turn(int j, int label, double? leftOver, double computed)
    {
        if (j == label) return new ProgramTurn(j, leftOver, TestsLeftOver: false, Margin: null, 0, 0, 0);
        return computed > 0
            ? new ProgramTurn(j, leftOver, TestsLeftOver: false, computed, computed, Added: 1, Subtracted: 1)
            : new ProgramTurn(j, leftOver, TestsLeftOver: false, computed, 0, 0, 0);
    }
}
