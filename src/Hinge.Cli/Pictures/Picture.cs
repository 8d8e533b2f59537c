using System.Globalization;
using System.Xml.Linq;
using Hinge.Models;
using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>
/// Plots and drawings below a heading, one below the other, written as PNG or as SVG. Lengths are in points, of which a PNG file has two
/// pixels each.
/// </summary>
internal sealed class Picture
{
    /// <summary>The width of all pictures, which fits a printed page.</summary>
    public const float Width = 900;

    private const float PixelsPerPoint = 2;
    private const float Margin = 24, TitleSize = 18, SubtitleSize = 13, LineHeight = 1.4f, LegendHeight = 26;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private readonly List<Action<SKCanvas>> _parts = [];
    private readonly string _title;
    private float _height;

    /// <summary>In whole points.</summary>
    private float Height => MathF.Ceiling(_height);

    /// <summary>Begins with a heading.</summary>
    /// <param name="title">What is shown: the words for those who cannot see it too.</param>
    /// <param name="subtitle">Of what, in smaller letters; a line end begins a new line.</param>
    /// <param name="showsTitle">Whether the title is drawn; not where a page has it already.</param>
    public Picture(string title, string subtitle, bool showsTitle = true)
    {
        _title = Lettering.Label(title, int.MaxValue);
        _height = showsTitle ? Margin : 4;
        if (showsTitle)
            foreach (string line in Lettering.Wrap(_title, TitleSize, Width - 2 * Margin, isBold: true))
                AddLine(line, TitleSize, PlotPaper.Ink, isBold: true);
        foreach (string part in subtitle.Split('\n'))
            foreach (string line in Lettering.Wrap(Lettering.Label(part, int.MaxValue), SubtitleSize, Width - 2 * Margin)) AddLine(line, SubtitleSize, PlotPaper.Soft, isBold: false);
        _height += 8;
    }

    /// <summary>What it shows.</summary>
    public string Title => _title;

    /// <summary>Takes a place below all that is there, as wide as the picture.</summary>
    public SKRect Take(float height)
    {
        _height += height;
        return new SKRect(0, _height - height, Width, _height);
    }

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

    /// <summary>Adds a plot below all that is there.</summary>
    public void Add(Plot plot, float height) => Add(plot, Take(height));

    /// <summary>Adds what is drawn by hand, in places that were taken.</summary>
    public void Add(Action<SKCanvas> draw) => _parts.Add(draw);

    /// <summary>Adds a line of text below all that is there.</summary>
    public void AddLine(string text, float size, Color color, bool isBold)
    {
        SKRect place = Take(LineHeight * size);
        Add(canvas => Lettering.Draw(canvas, text, Margin, place.Bottom - 0.4f * size, size, color, isBold: isBold));
    }

    /// <summary>Adds below all that is there what its colours mean, in one line.</summary>
    public void AddLegend(params (Color Color, string Text)[] entries)
    {
        SKRect place = Take(LegendHeight);
        Add(canvas =>
        {
            float x = Margin;
            foreach ((Color color, string text) in entries)
            {
                using SKPaint paint = new() { Color = color.ToSKColor(), IsAntialias = true };
                canvas.DrawRect(x, place.Top + 4, 12, 12, paint);
                Lettering.Draw(canvas, text, x + 18, place.Top + 15, SubtitleSize, PlotPaper.Ink);
                x += 18 + Lettering.Width(text, SubtitleSize) + 24;
            }
        });
    }

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
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
            Draw(canvas);
        stream.Position = 0;
        XElement svg = XElement.Load(stream);
        svg.SetAttributeValue("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {Width} {Height}"));
        svg.SetAttributeValue("role", "img");
        svg.SetAttributeValue("aria-labelledby", prefix + "title");
        svg.AddFirst(new XElement(Svg + "title", new XAttribute("id", prefix + "title"), _title));
        foreach (XElement element in svg.DescendantsAndSelf())
        {
            if (element.Attribute("font-family") is { } family) family.Value = string.Join(", ", family.Value.Split(", ").Append("sans-serif"));
            foreach (string place in new[] { "x", "y" })
                if (element.Name == Svg + "text" && element.Attribute(place) is { } list) list.Value = Rounded(list.Value);
            if (prefix.Length == 0) continue;
            if (element.Attribute("id") is { } id && element.Name != Svg + "title") id.Value = prefix + id.Value;
            foreach (XAttribute attribute in element.Attributes())
                attribute.Value = attribute.Name.LocalName == "href" && attribute.Value.StartsWith('#') ? $"#{prefix}{attribute.Value[1..]}" : attribute.Value.Replace("url(#", $"url(#{prefix}", StringComparison.Ordinal);
        }
        return svg;
    }

    /// <summary>The places of a text's letters to a tenth of a point, without the comma that Skia leaves at their end.</summary>
    private static string Rounded(string list) =>
        string.Join(' ', list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture).ToString("0.#", CultureInfo.InvariantCulture)));

    private byte[] ToPng()
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo((int)(PixelsPerPoint * Width), (int)(PixelsPerPoint * Height)));
        surface.Canvas.Scale(PixelsPerPoint);
        Draw(surface.Canvas);
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        using SKPaint paper = new() { Color = SKColors.White };
        canvas.DrawRect(0, 0, Width, Height, paper);
        foreach (Action<SKCanvas> part in _parts) part(canvas);
    }
}
