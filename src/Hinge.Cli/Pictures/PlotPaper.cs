using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>
/// What all pictures are drawn with: one look, colours that colour-blind eyes tell apart, and that differ in lightness where they stand for
/// different things, so that they do in grey print too.
/// </summary>
internal static class PlotPaper
{
    /// <summary>The first of these that the machine has and that holds the signs of formulas is used; else its own default.</summary>
    private static readonly string[] Families = ["Open Sans", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Segoe UI", "Helvetica", "Arial"];

    private const string Signs = "½‖²·Σ≠−Δλ√≥→∞";

    public static readonly Color Ink = Color.FromHex("#24292f"), Faint = Color.FromHex("#e6e9ed"), Soft = Color.FromHex("#57606a"), Grey = Color.FromHex("#8b949e"), Blue = Color.FromHex("#1f5fa8"), Pale = Color.FromHex("#a9c4e4"), Red = Color.FromHex("#b3362a"), Green = Color.FromHex("#3a7d44");

    /// <summary>Text on cells of a colour of their own: it stays dark where a page is shown dark.</summary>
    public static readonly Color CellInk = Color.FromHex("#24292e");

    /// <summary>Text on dark cells.</summary>
    public static readonly Color CellPaper = Color.FromHex("#fffffe");

    /// <summary>The ground of the certified region.</summary>
    public static readonly Color Region = Color.FromHex("#e3f1e5");

    private static readonly Lazy<string?> Font = new(ChooseFont);

    /// <summary>The letters; null for the machine's default.</summary>
    public static string? FontName => Font.Value;

    /// <summary>An empty plot.</summary>
    public static Plot NewPlot()
    {
        Plot plot = new();
        plot.FigureBackground.Color = plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(Ink);
        plot.Grid.MajorLineColor = Faint;
        plot.Axes.Right.FrameLineStyle.Width = plot.Axes.Top.FrameLineStyle.Width = 0;
        foreach (IAxis axis in new IAxis[] { plot.Axes.Left, plot.Axes.Bottom })
        {
            axis.Label.FontSize = 15;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
        }
        plot.Legend.FontSize = 13;
        plot.Legend.BackgroundColor = Colors.White;
        plot.Legend.OutlineColor = Faint;
        plot.Legend.ShadowColor = Colors.Transparent;
        if (FontName is { } font) plot.Font.Set(font);
        return plot;
    }

    private static string? ChooseFont()
    {
        string[] there = [.. Families.Where(SKFontManager.Default.FontFamilies.Contains)];
        return Array.Find(there, HasSigns) ?? there.FirstOrDefault();
    }

    private static bool HasSigns(string family)
    {
        using SKTypeface face = SKTypeface.FromFamilyName(family);
        return face.ContainsGlyphs(Signs);
    }
}
