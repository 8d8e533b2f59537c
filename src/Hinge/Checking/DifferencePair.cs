namespace Hinge.Checking;

/// <summary>Differences of F over W − hV, W and W + hV.</summary>
/// <param name="Step">h.</param>
/// <param name="Central">The central difference.</param>
/// <param name="Left">The one-sided difference from below.</param>
/// <param name="Right">The one-sided difference from above.</param>
/// <param name="Noise">By how much noise may move Central; twice that for the one-sided ones.</param>
internal readonly record struct DifferencePair(double Step, double Central, double Left, double Right, double Noise)
{
    /// <summary>How far the one-sided differences are apart: for convex F all subgradients are between them.</summary>
    public double Gap => Math.Abs(Right - Left);

    /// <summary>How far outside of them a derivative is.</summary>
    public double Outside(double derivative) =>
        Math.Max(0, Math.Max(Math.Min(Left, Right) - derivative, derivative - Math.Max(Left, Right)));
}
