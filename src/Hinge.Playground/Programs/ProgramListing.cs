using Hinge.Checking.Diagnosing;
using Hinge.Checking.StudentPrograms;

namespace Hinge.Playground.Programs;

/// <summary>
/// Writes a <see cref="GradientProgram"/> of the Weston–Watkins loss as code: each property that says what the program does wrong becomes the
/// lines that do it. F(W) = (1/N) Σ_i Σ_{j≠y} max(0, s_j − s_y + Δ) + λ‖W‖²; delta is Δ and reg is λ.
/// </summary>
internal static class ProgramListing
{
    /// <summary>What a student's program says for Δ = 1.</summary>
    private const string OneAsDelta = " + 1", Delta = " + delta";

    /// <summary>One of the student's three: its own lines, in the two loops.</summary>
    public static IReadOnlyList<CodeLine> Of(StudentProgram student)
    {
        List<string> lines = ["loss = 0", "dW = np.zeros((D, K))"];
        // Python would stop where y[0] is 0 and margin is asked for before it has a value.
        if (student is not IntendedProgram) lines.Add("margin = 0   # else a NameError where y[0] is 0");
        lines.AddRange(["for i in range(N):", "    s = X[i] @ W", "    for j in range(K):"]);
        lines.AddRange(student.Code.Select(line => $"        {line.Replace(OneAsDelta, Delta, StringComparison.Ordinal)}"));
        lines.AddRange(["loss /= N", "dW /= N", "loss += reg * np.sum(W * W)", "dW += 2 * reg * W"]);
        return [.. lines.Select(line => new CodeLine(line))];
    }

    /// <summary>A program of the catalogue.</summary>
    /// <param name="program">The program; not one with two factors of the same kind.</param>
    /// <param name="exampleCount">N.</param>
    public static IReadOnlyList<CodeLine> Of(GradientProgram program, int exampleCount)
    {
        int n = exampleCount;
        List<string> lines = ["loss = 0", program.IsTransposed ? "dW = np.zeros((K, D))" : "dW = np.zeros((D, K))"];
        if (program.LabelShift != 0) lines.Add(program.LabelShift > 0 ? "y = (y + 1) % K   # counted from 1 by mistake" : "y = (y - 1) % K   # column -1 is the last one");
        if (program.CorrectClass == CorrectClassRule.StaleMargin) lines.Add("margin = 0");
        lines.Add("for i in range(N):");
        lines.Add("    s = X[i] @ W");
        lines.AddRange(Example(program).Select(line => $"    {line}"));
        lines.Add("loss /= N");
        double scale = Math.Abs(program.DataScale), penalty = Math.Abs(program.PenaltyScale);
        string regularization = $"dW {(program.PenaltyScale < 0 ? "-" : "+")}= {(penalty == 0.5 ? "" : penalty == 2 ? "4 * " : "2 * ")}reg * W{(program.IsTransposed ? ".T" : "")}";
        bool isAveragedLast = n > 2 && penalty == 1.0 / n;   // of two examples it is the half
        if (isAveragedLast) lines.Add(regularization);
        if (scale != n) lines.Add("dW /= N");
        if (scale == 1.0 / n) lines.Add("dW /= N   # again");
        lines.Add("loss += reg * np.sum(W * W)");
        if (!isAveragedLast && penalty != 0) lines.Add(regularization);
        return [.. lines.Select(line => new CodeLine(line))];
    }

    /// <summary>What it does with one example.</summary>
    private static IEnumerable<string> Example(GradientProgram program)
    {
        string plus = program.DataScale < 0 ? "-" : "+", minus = program.DataScale < 0 ? "+" : "-";
        if (program.CorrectClass == CorrectClassRule.Flipped) minus = plus;
        string wrong = $"{Column("j")} {plus}= ", correct = $"{Column("y[i]")} {minus}= ";
        if (program.OtherLoss is { } other) return OtherLossListing.Of(other, wrong, correct, Column("worst") + $" {plus}= ", Column("j") + $" {minus}= ");

        bool isOnce = program.CorrectClass == CorrectClassRule.OncePerExample;
        List<string> lines = [];
        if (isOnce) lines.Add("violations = 0");
        lines.Add("for j in range(K):");
        lines.Add("    if j == y[i]:");
        if (program.CorrectClass == CorrectClassRule.StaleMargin) lines.AddRange(["        if margin > 0:", $"            {correct}X[i]"]);
        lines.Add("        continue");
        lines.Add($"    margin = s[j] - s[y[i]]{(program.HasDelta ? Delta : "")}");
        lines.Add("    if margin > 0:");
        lines.Add("        loss += margin");
        if (program.AddsWrongClassRows) lines.Add($"        {wrong}X[i]");
        if (program.CorrectClass is CorrectClassRule.PerViolation or CorrectClassRule.Flipped) lines.Add($"        {correct}X[i]");
        if (isOnce) lines.AddRange(["        violations += 1", "if violations > 0:", $"    {correct}X[i]"]);
        return lines;

        string Column(string index) => program.IsTransposed ? $"dW[{index}]" : $"dW[:, {index}]";
    }
}
