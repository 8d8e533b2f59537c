using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>What rounding alone may do to a program's scores and gradient, in the precision that it works in.</summary>
internal sealed record Precision
{
    private const double SingleEpsilon = 1.0 / (1 << 24), DoubleEpsilon = 1.0 / (1L << 53);

    private readonly double _epsilon;
    private readonly double _features;

    public Precision(bool isSingle, int exampleCount, int featureCount)
    {
        IsSingle = isSingle;
        _epsilon = isSingle ? SingleEpsilon : DoubleEpsilon;
        _features = Math.Sqrt(featureCount);
        // Rounding in sums of n terms grows like √n when errors are independent; the rest is room for other orders.
        Sum = _epsilon * (32 + 8 * Math.Sqrt(exampleCount) + 4 * _features);
    }

    /// <summary>Whether the program works in float32.</summary>
    public bool IsSingle { get; }

    /// <summary>The error of an entry of dW, relative to the sum of the sizes of its terms.</summary>
    public double Sum { get; }

    /// <summary>The error of a difference of two scores whose terms are bounded by <paramref name="bound"/>: below it a violation counts as zero.</summary>
    public double Violation(double bound) => _epsilon * (16 + 4 * _features) * bound;

    /// <summary>The error of an entry for a loss: where coefficients depend on scores smoothly, these add theirs.</summary>
    public double SumFor(Loss loss, double largestScore) =>
        loss.IsSmooth ? Sum * (4 + 4 * largestScore) : Sum;

    /// <summary>float32 where any of the arrays is, or where every entry of dW is a float32 number.</summary>
    public static Precision Of(MeanForm form, bool anySingle, ReadOnlySpan<double> gradient)
    {
        bool isSingle = anySingle;
        if (!isSingle)
        {
            isSingle = true;
            foreach (double g in gradient)
                isSingle &= (float)g == g || double.IsNaN(g);
            // Whole numbers and zeros are float32 numbers in any precision.
            isSingle &= gradient.ContainsAnyExcept(0.0) && !AreWhole(gradient);
        }
        return new Precision(isSingle, form.Data.ExampleCount, form.Data.Features.FeatureCount);
    }

    private static bool AreWhole(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (value != Math.Round(value)) return false;
        return true;
    }
}
