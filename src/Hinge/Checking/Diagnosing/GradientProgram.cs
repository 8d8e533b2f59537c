using Hinge.Data;
using Hinge.Losses;

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

    /// <summary>Whether it treats each example as the right program does: then its mistakes are of the whole, such as a factor.</summary>
    internal bool HasRightExamples => this with { DataScale = 1, PenaltyScale = 1, IsTransposed = false } == Right;

    /// <summary>The loss whose terms it takes.</summary>
    /// <param name="meant">The loss meant.</param>
    internal Loss LossFor(Loss meant) =>
        OtherLoss is { } name ? Loss.Create(name)
        : HasDelta ? meant
        : Loss.Create(meant.Name, new Delta(0));

    /// <summary>Turns its loss's coefficients of an example into those that it adds.</summary>
    /// <param name="coefficients">Length K.</param>
    /// <param name="label">The label as the program sees it.</param>
    /// <param name="leftOverIsPositive">Whether the margin left over at the label's turn is positive.</param>
    internal void Spoil(Span<double> coefficients, int label, bool leftOverIsPositive)
    {
        double correct = coefficients[label];
        coefficients[label] = 0;
        bool hasViolation = coefficients.ContainsAnyExcept(0.0);
        if (!AddsWrongClassRows) coefficients.Clear();
        coefficients[label] = CorrectClass switch
        {
            CorrectClassRule.PerViolation => correct,
            CorrectClassRule.Flipped => -correct,
            CorrectClassRule.OncePerExample => hasViolation ? -1 : 0,
            CorrectClassRule.StaleMargin => leftOverIsPositive ? -1 : 0,
            _ => 0,
        };
    }

    /// <summary>What this program may make of the terms at kinks.</summary>
    internal List<KinkChoice> ChoicesOf(IReadOnlyList<KinkChoice> choices, Dataset data, int classCount)
    {
        List<KinkChoice> result = [];
        foreach (KinkChoice choice in choices)
        {
            int y = DataTerms.Label(data, choice.Example, LabelShift, classCount);
            double wrong = AddsWrongClassRows ? 1 : 0, correct = CorrectClass switch
            {
                CorrectClassRule.PerViolation => 1,
                CorrectClassRule.Flipped => -1,
                _ => 0,
            };
            KinkChoice own = choice with
            {
                Value1 = choice.Value1 * (choice.Column1 == y ? correct : wrong),
                Value2 = choice.Value2 * (choice.Column2 == y ? correct : wrong),
            };
            result.Add(own);
            // Once an example, or by a stale margin: then −x at y is decided apart from +x at j.
            if (CorrectClass is CorrectClassRule.OncePerExample or CorrectClassRule.StaleMargin)
                result.Add(choice with { Column1 = y, Value1 = -1, Column2 = -1, Value2 = 0 });
        }
        return result;
    }
}
