namespace Hinge.Checking.Diagnosing;

/// <summary>The answer to: is this gradient right?</summary>
public enum Verdict
{
    /// <summary>It is the gradient.</summary>
    Correct,

    /// <summary>There is no gradient at these weights, and it is a subgradient.</summary>
    ValidSubgradient,

    /// <summary>It is wrong beyond what rounding explains.</summary>
    Wrong,

    /// <summary>It is off by somewhat more than rounding usually explains, without a pattern.</summary>
    Noisy,
}

/// <summary>A mistake found.</summary>
/// <param name="Id">Its stable name, such as <c>missing-correct-class-term</c>.</param>
/// <param name="Confidence">1 where nothing else explains what was found; less where others explain it as well.</param>
/// <param name="Explanation">What it does, why that is wrong, and how to mend it.</param>
/// <param name="CodePattern">What the code looks like that makes it; empty where that is not known.</param>
public sealed record FoundMistake(string Id, double Confidence, string Explanation, string CodePattern);

/// <summary>How much of a term of the gradient was found in dW.</summary>
/// <param name="Name">The term in words.</param>
/// <param name="Expected">How often it belongs there: 1.</param>
/// <param name="Found">How often it is there, by least squares.</param>
public sealed record TermShare(string Name, double Expected, double Found);

/// <summary>A class's column of dW that is off.</summary>
/// <param name="Class">The column.</param>
/// <param name="RelativeError">‖found − expected‖/‖expected‖ of the column.</param>
public sealed record ColumnError(int Class, double RelativeError);

/// <summary>What was found in a user's gradient.</summary>
/// <param name="Verdict">The answer; it takes the loss value into account where one was given.</param>
/// <param name="RelativeError">‖dW − gradient‖/‖gradient‖; where kinks leave a choice, to the nearest subgradient.</param>
/// <param name="GradientIsRight">Whether dW by itself is right.</param>
/// <param name="LossIsRight">Whether the loss value is right; null where none was given.</param>
/// <param name="ExpectedLoss">The loss as it should be.</param>
/// <param name="Mistakes">What explains the error; empty where nothing known does.</param>
/// <param name="Terms">dW taken apart into the terms of the gradient.</param>
/// <param name="Columns">The columns (classes) that are off.</param>
/// <param name="Examples">The examples whose part in dW is off, ascending: those missing, or those of which the first mistake gets the terms wrong. Empty where that cannot be told, and where the mistake is of no example but of the whole, see <see cref="Extent"/>.</param>
/// <param name="KinkCount">How many (example, class) terms are exactly at their kink.</param>
public sealed record DiagnosisReport(
    Verdict Verdict,
    double RelativeError,
    bool GradientIsRight,
    bool? LossIsRight,
    double ExpectedLoss,
    IReadOnlyList<FoundMistake> Mistakes,
    IReadOnlyList<TermShare> Terms,
    IReadOnlyList<ColumnError> Columns,
    IReadOnlyList<int> Examples,
    int KinkCount)
{
    /// <summary>What of the gradient the mistakes touch.</summary>
    public MistakeExtent Extent { get; init; }
}
