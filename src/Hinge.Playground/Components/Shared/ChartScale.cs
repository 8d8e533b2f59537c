using System.Text;

namespace Hinge.Playground.Components.Shared;

/// <summary>Where values lie on a chart of SVG: what <c>Chart</c> draws axes for, and what is drawn in it is placed by.</summary>
/// <param name="XFrom">The value at the left edge.</param>
/// <param name="XTo">The value at the right edge.</param>
/// <param name="YFrom">The value at the lower edge; above 0 where <see cref="IsLogY"/>.</param>
/// <param name="YTo">The value at the upper edge.</param>
public sealed record ChartScale(double XFrom, double XTo, double YFrom, double YTo)
{
    /// <summary>The whole chart's width, in SVG's units.</summary>
    public double Width { get; init; } = 640;

    /// <summary>The whole chart's height, in SVG's units.</summary>
    public double Height { get; init; } = 300;

    /// <summary>Whether heights are by the logarithm of values.</summary>
    public bool IsLogY { get; init; }

    /// <summary>The left edge of what is drawn; numbers are beside it.</summary>
    public double Left { get; init; } = 58;

    /// <summary>The right edge.</summary>
    public double Right => Width - 14;

    /// <summary>The upper edge.</summary>
    public double Top { get; init; } = 12;

    /// <summary>The lower edge; numbers and the title are below.</summary>
    public double Bottom => Height - 42;

    /// <summary>Round values along the lower edge.</summary>
    public IReadOnlyList<double> XTicks => Ticks(XFrom, XTo, 7);

    /// <summary>Round values along the left edge.</summary>
    public IReadOnlyList<double> YTicks => IsLogY ? Powers(YFrom, YTo) : Ticks(YFrom, YTo, 5);

    /// <summary>Where a value is from the left.</summary>
    public double X(double value) => Left + (value - XFrom) / (XTo - XFrom) * (Right - Left);

    /// <summary>Where a value is from the top.</summary>
    public double Y(double value)
    {
        double share = IsLogY ? Math.Log(Math.Max(value, YFrom) / YFrom) / Math.Log(YTo / YFrom) : (value - YFrom) / (YTo - YFrom);
        return Bottom - share * (Bottom - Top);
    }

    /// <summary>Values as the points of a polyline.</summary>
    public string Polyline(IEnumerable<(double X, double Y)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        StringBuilder text = new();
        foreach ((double x, double y) in values)
            text.Append(Numbers.Attribute(X(x))).Append(',').Append(Numbers.Attribute(Y(y))).Append(' ');
        return text.ToString();
    }

    /// <summary>Steps so small beside the values that these no longer tell them apart have no ticks.</summary>
    private const double MostSteps = 1e12;

    /// <summary>Below it a logarithmic axis ends.</summary>
    private const double LeastPower = 1e-300;

    /// <summary>Multiples of 1, 2 or 5 times a power of ten, about so many.</summary>
    public static IReadOnlyList<double> Ticks(double from, double to, int count)
    {
        double rough = (to - from) / count;
        if (!(rough > 0 && double.IsFinite(rough))) return [from];
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * (rough / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        double first = Math.Ceiling(from / step - 1e-9);
        if (!(Math.Abs(first) < MostSteps)) return [from];
        List<double> ticks = [];
        // Counted in steps: adding them up would gather rounding.
        for (int n = 0; n <= 2 * count && (first + n) * step <= to + 1e-9 * step; n++) ticks.Add(first + n == 0 ? 0 : (first + n) * step);
        return ticks;
    }

    private static List<double> Powers(double from, double to)
    {
        int first = (int)Math.Ceiling(Math.Log10(Math.Max(from, LeastPower)) - 1e-9), last = (int)Math.Floor(Math.Log10(Math.Clamp(to, LeastPower, double.MaxValue)) + 1e-9), step = Math.Max(1, (last - first + 5) / 6);
        List<double> ticks = [];
        for (int exponent = first; exponent <= last; exponent += step) ticks.Add(Math.Pow(10, exponent));
        return ticks;
    }
}
