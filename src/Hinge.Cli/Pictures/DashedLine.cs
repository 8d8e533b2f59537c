using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>A straight line of dashes, each drawn by itself: of dashed strokes Skia's SVG writer makes no strokes, and complains on the process's own streams.</summary>
/// <param name="from">One end.</param>
/// <param name="to">The other.</param>
/// <param name="color">Of the dashes.</param>
/// <param name="legend">What the legend calls it; none where null.</param>
internal sealed class DashedLine(Coordinates from, Coordinates to, Color color, string? legend = null) : IPlottable
{
    private const float Dash = 7, Gap = 5, Width = 1.4f;

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => legend is null ? [] : [new LegendItem { LabelText = legend, LineColor = color, LineWidth = Width }];

    /// <summary>No part in choosing the axes' limits.</summary>
    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
        Pixel start = Axes.GetPixel(from), end = Axes.GetPixel(to);
        float length = (float)Math.Sqrt(Math.Pow(end.X - start.X, 2) + Math.Pow(end.Y - start.Y, 2));
        if (!(length > 0) || !float.IsFinite(length)) return;
        using SKPaint paint = new() { Color = color.ToSKColor(), StrokeWidth = Width, IsStroke = true, IsAntialias = true };
        for (float at = 0; at < length; at += Dash + Gap)
            rp.Canvas.DrawLine(Point(at), Point(Math.Min(at + Dash, length)), paint);

        SKPoint Point(float at) => new(start.X + at / length * (end.X - start.X), start.Y + at / length * (end.Y - start.Y));
    }
}
