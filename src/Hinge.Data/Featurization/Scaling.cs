using System.Globalization;

namespace Hinge.Data.Featurization;

/// <summary>x ↦ (x − Offset)/Divisor, and the x to take where there is none.</summary>
/// <param name="Offset">0, or the mean.</param>
/// <param name="Divisor">Above 0: 1, max |x|, or the deviation √(Σ(x − mean)²/N).</param>
/// <param name="Mean">What stands for a missing value.</param>
internal sealed record Scaling(double Offset, double Divisor, double Mean)
{
    /// <summary>Leaves numbers as they are.</summary>
    public static Scaling None { get; } = new(0, 1, 0);

    internal bool IsValid => double.IsFinite(Offset) && double.IsFinite(Mean) && double.IsFinite(Divisor) && Divisor > 0;

    /// <summary>Learns from numbers, which it sorts: sums in increasing order do not depend on the order of the rows.</summary>
    /// <exception cref="ArgumentException">The numbers are so large that their sum of squares has no float64.</exception>
    public static Scaling Of(double[] values, NumberScale scale)
    {
        if (values.Length == 0) return None;
        Array.Sort(values);
        double mean = values.Sum() / values.Length;
        // Of equal numbers the mean is their value, which the sum may miss by its rounding.
        if (values[0] == values[^1]) mean = values[0];
        double largest = Math.Max(Math.Abs(values[0]), Math.Abs(values[^1]));
        double deviation = Math.Sqrt(values.Sum(x => (x - mean) * (x - mean)) / values.Length);
        Scaling scaling = scale switch
        {
            NumberScale.Standard => new(mean, deviation == 0 ? 1 : deviation, mean),
            NumberScale.MaxAbs => new(0, largest == 0 ? 1 : largest, mean),
            _ => new(0, 1, mean),
        };
        return scaling.IsValid ? scaling : throw new ArgumentException("the numbers must be smaller: their mean or deviation is infinite in float64");
    }

    public double Apply(double x) => (x - Offset) / Divisor;

    /// <summary>As a formula of a number of that name.</summary>
    public string Describe(string name)
    {
        string shifted = Offset == 0 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} {(Offset < 0 ? '+' : '−')} {Math.Abs(Offset):G5}");
        if (Divisor == 1) return shifted;
        return string.Create(CultureInfo.InvariantCulture, $"{(Offset == 0 ? shifted : $"({shifted})")}/{Divisor:G5}");
    }
}
