namespace Hinge.Cli.Pictures;

/// <summary>Images of one shape, side by side, on one scale but for those that have their own: red where positive, blue where negative.</summary>
internal sealed class PanelRow(ImageShape shape, IReadOnlyList<Panel> panels)
{
    private readonly double _largest = panels.Where(panel => !panel.HasOwnScale).Select(panel => panel.Largest).DefaultIfEmpty(0).Max();

    public ImageShape Shape => shape;

    public IReadOnlyList<Panel> Panels => panels;

    /// <summary>The largest magnitude of the common scale.</summary>
    public double Largest => _largest;

    /// <summary>A pixel in [−1, 1], 1 being the largest magnitude of its scale.</summary>
    public double Intensity(Panel panel, int row, int column)
    {
        double largest = panel.HasOwnScale ? panel.Largest : _largest;
        return largest > 0 ? Pixel(panel, row * shape.Columns + column) / largest : 0;
    }

    /// <summary>Pixels that the features do not reach are 0.</summary>
    private static double Pixel(Panel panel, int at) => at < panel.Pixels.Length ? panel.Pixels[at] : 0;

    /// <summary>From blue over white to red, the ends of the RdBu scale.</summary>
    public static (byte Red, byte Green, byte Blue) Color(double intensity)
    {
        (double r, double g, double b) = intensity > 0 ? (178, 24, 43) : (33, 102, 172);
        double t = Math.Abs(intensity);
        return (Mix(r), Mix(g), Mix(b));

        byte Mix(double end) => (byte)Math.Round(255 + t * (end - 255));
    }
}
