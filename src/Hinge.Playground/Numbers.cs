using System.Globalization;

namespace Hinge.Playground;

/// <summary>How numbers look on the page, whatever the culture: with a true minus sign, except in attributes.</summary>
internal static class Numbers
{
    /// <summary>Four significant digits.</summary>
    public static string Short(double value) => Minus(value.ToString("G4", CultureInfo.InvariantCulture));

    /// <summary>Ten significant digits, for comparing.</summary>
    public static string Long(double value) => Minus(value.ToString("G10", CultureInfo.InvariantCulture));

    /// <summary>Three decimals.</summary>
    public static string Fixed(double value) => Minus(value.ToString("0.000;-0.000;0.000", CultureInfo.InvariantCulture));

    /// <summary>Three decimals with a sign; 0 for zero.</summary>
    public static string Signed(double value) => Minus(value.ToString("+0.000;-0.000;0", CultureInfo.InvariantCulture));

    /// <summary>Two decimals with a sign, for narrow cells.</summary>
    public static string Cell(double value) => Minus(value.ToString("+0.00;-0.00;0", CultureInfo.InvariantCulture));

    /// <summary>For the ticks of axes: short, in powers of ten where very small or large.</summary>
    public static string Tick(double value) => Math.Abs(value) is > 0 and (< 1e-3 or >= 1e5) ? Minus(value.ToString("0.#e0", CultureInfo.InvariantCulture)) : Minus(value.ToString("0.####", CultureInfo.InvariantCulture));

    /// <summary>Two significant digits in scientific notation.</summary>
    public static string Scientific(double value) => Minus(value.ToString("0.0e-0", CultureInfo.InvariantCulture));

    /// <summary>With separators between thousands.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A share as percents with one decimal.</summary>
    public static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    /// <summary>For attributes of SVG and of inputs, which know no culture.</summary>
    public static string Attribute(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>All digits, for values that a test or a script reads.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Minus(string text) => text.Replace('-', '−');
}
