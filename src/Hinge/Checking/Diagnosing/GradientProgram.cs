using Hinge.Data;

namespace Hinge.Checking.Diagnosing;

/// <summary>When a program subtracts x from the correct class's column.</summary>
public enum CorrectClassRule
{
    /// <summary>For every violating class: right.</summary>
    PerViolation,

    /// <summary>Never.</summary>
    Never,

    /// <summary>Once an example that has a violation, however many there are.</summary>
    OncePerExample,

    /// <summary>Under <c>if j == y[i]</c>, by the margin left over from the turn of the loop before.</summary>
    StaleMargin,

    /// <summary>For every violating class, but adding x.</summary>
    Flipped,
}

/// <summary>
/// What a program that means to compute the gradient really computes: the right one, or one with mistakes. Each
/// property is a place where such programs go wrong; the defaults are right.
/// </summary>
public sealed record GradientProgram
{
    /// <summary>The right program.</summary>
    public static GradientProgram Right { get; } = new();

    /// <summary>Whether the violation has its Δ.</summary>
    public bool HasDelta { get; init; } = true;

    /// <summary>What is added to each label, modulo K.</summary>
    public int LabelShift { get; init; }

    /// <summary>Whether +x goes to the violating classes' columns.</summary>
    public bool AddsWrongClassRows { get; init; } = true;

    /// <summary>When −x goes to the correct class's column.</summary>
    public CorrectClassRule CorrectClass { get; init; }

    /// <summary>Another built-in loss in place of the one meant, or null.</summary>
    public string? OtherLoss { get; init; }

    /// <summary>The factor of the sum over examples, 1 being the mean.</summary>
    public double DataScale { get; init; } = 1;

    /// <summary>The factor of the regularization's gradient.</summary>
    public double PenaltyScale { get; init; } = 1;

    /// <summary>Whether dW is K×D.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>What this program makes of the terms at kinks; null where a term is not for itself (once an example, stale).</summary>
    internal List<KinkChoice>? ChoicesOf(IReadOnlyList<KinkChoice> choices, Dataset data, int classCount)
    {
        double correct = CorrectClass switch
        {
            CorrectClassRule.PerViolation => 1,
            CorrectClassRule.Flipped => -1,
            CorrectClassRule.Never => 0,
            _ => double.NaN,
        };
        if (double.IsNaN(correct)) return null;
        double wrong = AddsWrongClassRows ? 1 : 0;
        List<KinkChoice> result = [];
        foreach (KinkChoice choice in choices)
        {
            int y = DataTerms.Label(data, choice.Example, LabelShift, classCount);
            result.Add(choice with
            {
                Value1 = choice.Value1 * (choice.Column1 == y ? correct : wrong),
                Value2 = choice.Value2 * (choice.Column2 == y ? correct : wrong),
            });
        }
        return result;
    }
}
