using System.Globalization;
using System.Xml.Linq;
using Hinge.Models;
using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>Plots and drawings, each in a place of its own, written as PNG or as SVG. Lengths are in points, of which a PNG file has two pixels each.</summary>
/// <param name="width">Its width.</param>
/// <param name="height">Its height.</param>
/// <param name="title">What it shows, for those who cannot see it; SVG files hold it.</param>
internal sealed class Picture(float width, float height, string title)
{
    /// <summary>The width of all pictures, which fits a printed page.</summary>
    public const float PageWidth = 900;

    private const float PixelsPerPoint = 2;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<Action<SKCanvas>> _parts = [];

    /// <summary>What it shows.</summary>
    public string Title => title;

    /// <summary>Adds a plot; it lives until the picture has been written.</summary>
    public void Add(Plot plot, SKRect place)
    {
        plot.RenderManager.ClearCanvasBeforeEachRender = false;
        _parts.Add(canvas =>
        {
            canvas.Save();
            plot.Render(canvas, new PixelRect(place.Left, place.Right, place.Bottom, place.Top));
            canvas.Restore();
        });
    }

    /// <summary>Adds what is drawn by hand.</summary>
    public void Add(Action<SKCanvas> draw) => _parts.Add(draw);

    /// <summary>Writes the file, of the format that its ending says, atomically.</summary>
    public void Save(string path)
    {
        byte[] content = PictureFile.IsSvg(path) ? System.Text.Encoding.UTF8.GetBytes(ToSvg().ToString(SaveOptions.DisableFormatting)) : ToPng();
        AtomicFile.Write(path, stream => stream.Write(content));
    }

    /// <summary>The picture as an svg element.</summary>
    /// <param name="prefix">What its identifiers begin with, so that pages may hold several.</param>
    public XElement ToSvg(string prefix = "")
    {
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
            Draw(canvas);
        stream.Position = 0;
        XElement svg = XElement.Load(stream);
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {width} {height}"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-labelledby", prefix + "title");
        svg.AddFirst(new XElement(Svg + "title", new XAttribute("id", prefix + "title"), title));
        foreach (XElement element in svg.DescendantsAndSelf())
        {
            if (element.Attribute("font-family") is { } family) family.Value = string.Join(", ", family.Value.Split(", ").Append("sans-serif"));
            foreach (string place in new[] { "x", "y" })
                if (element.Name == Svg + "text" && element.Attribute(place) is { } list) list.Value = Rounded(list.Value);
            if (prefix.Length == 0) continue;
            if (element.Attribute("id") is { } id && element.Name != Svg + "title") id.Value = prefix + id.Value;
            foreach (XAttribute attribute in element.Attributes())
                attribute.Value = attribute.Value.Replace("url(#", $"url(#{prefix}", StringComparison.Ordinal);
        }
        return svg;
    }

    /// <summary>The places of a text's letters to a tenth of a point, without the comma that Skia leaves at their end.</summary>
    private static string Rounded(string list) =>
        string.Join(' ', list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture)));

    private byte[] ToPng()
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)(PixelsPerPoint * width), (int)(PixelsPerPoint * height)));
        surface.Canvas.Scale(PixelsPerPoint);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        using SKPaint paper = new() { Color = SKColors.White };
        canvas.DrawRect(0, 0, width, height, paper);
        foreach (Action<SKCanvas> part in _parts) part(canvas);
    }
}
