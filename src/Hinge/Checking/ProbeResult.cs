using Hinge.Checking.Diagnosing;

namespace Hinge.Checking;

/// <summary>What a probe along one direction found.</summary>
internal sealed record ProbeResult(double Analytic, double Numeric, double Left, double Right, double Error, double RelativeError, double Step, Verdict Verdict)
{
    /// <summary>|a − n|, or at a kink the distance from the one-sided derivatives.</summary>
    public double Difference { get; init; }

    /// <summary>The difference that tolerance, rounding and extrapolation explain.</summary>
    public double Allowed { get; init; }

    /// <summary>Whether the one-sided derivatives differ.</summary>
    public bool IsAtKink { get; init; }

    /// <summary>The step at which the one-sided differences enclose the derivative most narrowly.</summary>
    public double SharpStep { get; init; }

    /// <summary>By how much g·V and the numeric derivative differ, or at a kink may differ, as a share of what g·V typically is.</summary>
    public double Open { get; init; }

    /// <summary>The order of the Taylor test; null without one.</summary>
    public double? Order { get; init; }

    /// <summary>Why it is wrong, where no value could be had.</summary>
    public string? Reason { get; init; }
}
