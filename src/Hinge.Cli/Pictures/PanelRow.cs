namespace Hinge.Cli.Pictures;

/// <summary>Images of one shape and one scale, side by side: red where positive, blue where negative.</summary>
internal sealed class PanelRow(ImageShape shape, IReadOnlyList<Panel> panels)
{
    private readonly double _largest = panels.Max(panel => panel.Pixels.Max(Math.Abs));

    public ImageShape Shape => shape;

    public IReadOnlyList<Panel> Panels => panels;

    /// <summary>A pixel in [−1, 1], 1 being the largest magnitude in any of the panels.</summary>
    public double Intensity(Panel panel, int row, int column) =>
        _largest > 0 ? panel.Pixels[row * shape.Columns + column] / _largest : 0;

    /// <summary>From blue over white to red, the ends of the RdBu scale.</summary>
    public static (byte Red, byte Green, byte Blue) Color(double intensity)
    {
        (double r, double g, double b) = intensity > 0 ? (178, 24, 43) : (33, 102, 172);
        double t = Math.Abs(intensity);
        return (Mix(r), Mix(g), Mix(b));

        byte Mix(double end) => (byte)Math.Round(255 + t * (end - 255));
    }
}
