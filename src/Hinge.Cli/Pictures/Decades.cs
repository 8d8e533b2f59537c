using System.Globalization;
using ScottPlot.TickGenerators;

namespace Hinge.Cli.Pictures;

/// <summary>Ticks at powers of ten, on axes that hold exponents: 0.001, 0.01, and beyond four decimals 1e-5; small ones at 2 to 9.</summary>
internal static class Decades
{
    /// <summary>So many labels fit an axis.</summary>
    private const int Most = 9;

    /// <summary>The ticks from one exponent to another.</summary>
    public static NumericManual Ticks(double low, double high)
    {
        NumericManual ticks = new();
        int step = Math.Max(1, (int)Math.Ceiling((high - low) / Most));
        for (int power = (int)Math.Floor(low); power <= high; power++)
        {
            if (power >= low) Add(ticks, power, isNamed: power % step == 0);
            for (int digit = 2; step == 1 && digit <= 9; digit++)
                if (power + Math.Log10(digit) is double minor && minor >= low && minor <= high) ticks.AddMinor(minor);
        }
        return ticks;
    }

    /// <summary>The name of a power of ten.</summary>
    public static string Name(int power) =>
        Math.Abs(power) <= 4 ? Math.Pow(10, power).ToString("0.####", CultureInfo.InvariantCulture) : $"1e{power.ToString(CultureInfo.InvariantCulture)}";

    private static void Add(NumericManual ticks, int power, bool isNamed)
    {
        if (isNamed) ticks.AddMajor(power, Name(power));
        else ticks.AddMinor(power);
    }
}
