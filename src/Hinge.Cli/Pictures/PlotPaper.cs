using Hinge.Models;
using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>What all plots are drawn on: size, colours, letters, and the PNG file.</summary>
internal static class PlotPaper
{
    /// <summary>Pixels; everything is drawn at <see cref="Scale"/> times its usual size, for sharp letters.</summary>
    private const int Width = 1800;
    private const float Scale = 2;

    /// <summary>The first of these that the machine has is used; else its own default.</summary>
    private static readonly string[] Letters = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica", "Arial"];

    public static readonly Color Ink = Color.FromHex("#24292f"), Faint = Color.FromHex("#e6e9ed"), Blue = Color.FromHex("#1f5fa8"), Pale = Color.FromHex("#a9c4e4"), Red = Color.FromHex("#b3362a"), Green = Color.FromHex("#3a7d44");

    private static string? FontName => Array.Find(Letters, SKFontManager.Default.FontFamilies.Contains);

    /// <summary>Looks before long work whether a picture can be drawn and named so.</summary>
    /// <param name="option">The option that asks for it.</param>
    /// <param name="path">The file.</param>
    /// <exception cref="ArgumentException">The name is not that of a PNG file.</exception>
    /// <exception cref="IOException">The drawing library or fonts are missing.</exception>
    public static void RequireDrawable(string option, string path)
    {
        if (!path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{option} must name a .png file; got {path}.");
        try
        {
            using SKFont letters = new(SKTypeface.FromFamilyName(FontName));
            if (!letters.ContainsGlyphs("C0"))
                throw new IOException($"{option} needs fonts for its letters; there are none on this machine. Install some, such as the package fonts-dejavu-core, or leave {option} out.");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new IOException($"{option} needs the library libSkiaSharp; it cannot be loaded on this machine. Leave {option} out.", e);
        }
    }

    /// <summary>An empty plot.</summary>
    public static Plot NewPlot()
    {
        Plot plot = new() { ScaleFactor = Scale };
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Faint;
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Title.Label.FontSize = 18;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontSize = 15;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
        }
        plot.Legend.FontSize = 13;
        plot.Legend.OutlineColor = Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        if (FontName is { } font) plot.Font.Set(font);
        return plot;
    }

    /// <summary>Writes plots one below the other, each of a height in pixels, to a PNG file, atomically.</summary>
    public static void Save(string path, params (Plot Plot, int Height)[] plots)
    {
        using SKSurface surface = SKSurface.Create(new SKImageInfo(Width, plots.Sum(part => part.Height)));
        surface.Canvas.Clear(SKColors.White);
        int top = 0;
        foreach ((Plot plot, int height) in plots)
        {
            // By way of an image of its own: rendering clears the whole canvas.
            using SKBitmap bitmap = SKBitmap.Decode(plot.GetImageBytes(Width, height));
            surface.Canvas.DrawBitmap(bitmap, 0, top);
            top += height;
        }
        using SKImage image = surface.Snapshot();
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        AtomicFile.Write(path, stream => png.SaveTo(stream));
    }
}
