using Hinge.Playground.Sessions;

namespace Hinge.Playground.Components.Plane;

/// <summary>Where the plane's points lie in the drawing.</summary>
public static class PlaneScale
{
    /// <summary>The drawing's width and height.</summary>
    public const double Size = 640;

    private const double Margin = 12, Center = Size / 2, Unit = (Center - Margin) / PlaneState.Extent;

    /// <summary>From the left.</summary>
    public static double X(double x) => Center + Unit * x;

    /// <summary>From the top: the plane's second axis points up, the drawing's down.</summary>
    public static double Y(double y) => Center - Unit * y;

    /// <summary>The first coordinate of a place in the drawing.</summary>
    public static double FromX(double place) => (place - Center) / Unit;

    /// <summary>The second coordinate of a place in the drawing.</summary>
    public static double FromY(double place) => (Center - place) / Unit;

    /// <summary>As the text of attributes.</summary>
    internal static string XText(double x) => Numbers.Attribute(X(x));

    /// <summary>As the text of attributes.</summary>
    internal static string YText(double y) => Numbers.Attribute(Y(y));
}
