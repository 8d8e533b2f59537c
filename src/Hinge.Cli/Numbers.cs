using System.Globalization;
using System.Text.Json.Nodes;

namespace Hinge.Cli;

/// <summary>How numbers look, whatever the culture.</summary>
internal static class Numbers
{
    /// <summary>Six significant digits.</summary>
    public static string Short(double value) => value.ToString("G6", CultureInfo.InvariantCulture);

    /// <summary>Two significant digits in scientific notation.</summary>
    public static string Scientific(double value) => value.ToString("0.0e-0", CultureInfo.InvariantCulture);

    /// <summary>With a sign and four decimals, a true minus sign in front of negatives.</summary>
    public static string Signed(double value) => value.ToString("+0.0000;−0.0000;0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits with a sign.</summary>
    public static string Weight(double value) => (value < 0 ? "−" : "+") + Math.Abs(value).ToString("G3", CultureInfo.InvariantCulture);

    public static string Percent(double share) => (100 * share).ToString("0.00", CultureInfo.InvariantCulture) + " %";

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";

    /// <summary>A JSON number, or null where JSON has none.</summary>
    public static JsonNode? Json(double value) => double.IsFinite(value) ? JsonValue.Create(value) : null;
}
