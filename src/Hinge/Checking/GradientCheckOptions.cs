using System.Globalization;

namespace Hinge.Checking;

/// <summary>How many entries of a gradient to check, and how strictly.</summary>
public sealed record GradientCheckOptions
{
    /// <summary>How many entries, at least 1; default 100.</summary>
    public int EntryCount { get; init; } = 100;

    /// <summary>How many random directions, each of which tests all entries at once, at least 1; default 6.</summary>
    public int DirectionCount { get; init; } = 6;

    /// <summary>The largest relative error that counts as agreement, above 0; default 1e-5.</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The arithmetic of the function; default: told from its results.</summary>
    public FunctionPrecision Precision { get; init; } = FunctionPrecision.Estimated;

    /// <summary>The seed of the random choice of entries and directions; default 1.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Checks every value against its documented range.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (EntryCount < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"EntryCount must be at least 1; got {EntryCount}."));
        if (DirectionCount < 1)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"DirectionCount must be at least 1; got {DirectionCount}."));
        if (!(Tolerance > 0 && double.IsFinite(Tolerance)))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Tolerance must be finite and above 0; got {Tolerance}."));
        if (!Enum.IsDefined(Precision))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Precision must be Estimated, Double or Single; got {(int)Precision}."));
    }
}
