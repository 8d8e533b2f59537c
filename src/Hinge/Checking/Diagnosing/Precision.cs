using Hinge.Losses;
using Hinge.Objectives;

namespace Hinge.Checking.Diagnosing;

/// <summary>What rounding alone may do to a program's scores and gradient, in the precision that it works in.</summary>
internal sealed record Precision
{
    private const double SingleEpsilon = 1.0 / (1 << 24), DoubleEpsilon = 1.0 / (1L << 53);

    /// <summary>Room for other orders of summation and other programs' habits.</summary>
    private const double Safety = 8;

    private readonly double _epsilon, _examples, _features;

    public Precision(bool isSingle, int exampleCount, int featureCount)
    {
        IsSingle = isSingle;
        _epsilon = isSingle ? SingleEpsilon : DoubleEpsilon;
        _examples = Math.Sqrt(exampleCount);
        _features = Math.Sqrt(featureCount);
    }

    /// <summary>Whether the program works in float32.</summary>
    public bool IsSingle { get; }

    /// <summary>The error of a difference of two scores whose terms are bounded by <paramref name="bound"/>: below it a violation counts as zero.</summary>
    public double Violation(double bound) => _epsilon * (Safety + _features) * bound;

    /// <summary>
    /// The error of an entry of dW. Adding n terms one after the other rounds each partial sum; the errors add up like
    /// √n times the largest partial sum. Between the sums that were seen, terms of size spread may move it further.
    /// </summary>
    /// <param name="reach">The largest partial sum of the entry that was seen, as a mean over N.</param>
    /// <param name="spread">The root mean square of its terms.</param>
    /// <param name="blocks">How many partial sums were seen.</param>
    /// <param name="penalty">The entry of the regularization.</param>
    public double Sum(double reach, double spread, int blocks, double penalty) =>
        _epsilon * (Safety * _examples * reach + (Safety + _examples / blocks) * spread + Safety * Math.Abs(penalty));

    /// <summary>By how much more an entry may be off for a loss whose coefficients take over the rounding of scores.</summary>
    public double FactorFor(Loss loss, double largestScore) =>
        loss.IsSmooth ? (Safety + Safety * largestScore) * (1 + _features / _examples) : 1;

    /// <summary>The error of a loss value, relative to its size.</summary>
    public double LossValue => _epsilon * Safety * (Safety + _examples + _features);

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
