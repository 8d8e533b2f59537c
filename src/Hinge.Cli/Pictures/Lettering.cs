using System.Text;
using ScottPlot;
using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>Letters that are drawn by hand, and how names are made fit to be drawn.</summary>
internal static class Lettering
{
    /// <summary>How wide a text is, in points.</summary>
    public static float Width(string text, float size, bool isBold = false)
    {
        using SKFont font = FontFor(text, size, isBold);
        return font.MeasureText(text);
    }

    /// <summary>Draws a line of text.</summary>
    /// <param name="canvas">On what.</param>
    /// <param name="text">Without line ends.</param>
    /// <param name="x">Its left end, middle or right end, as <paramref name="align"/> says.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="size">Points.</param>
    /// <param name="color">Its colour.</param>
    /// <param name="align">Which end is at <paramref name="x"/>.</param>
    /// <param name="isBold">Whether it is bold.</param>
    public static void Draw(SKCanvas canvas, string text, float x, float y, float size, Color color, SKTextAlign align = SKTextAlign.Left, bool isBold = false)
    {
        using SKFont font = FontFor(text, size, isBold);
        using SKPaint paint = new() { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawText(text, x, y, align, font, paint);
    }

    /// <summary>Cuts a text into lines that fit, at spaces where there are some.</summary>
    public static IReadOnlyList<string> Wrap(string text, float size, float width, bool isBold = false)
    {
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width($"{line} {word}", size, isBold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            line.Append(line.Length == 0 ? "" : " ").Append(word);
        }
        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }

    /// <summary>A name of the user's as a label: without characters that cannot be drawn, and not longer than <paramref name="most"/>.</summary>
    public static string Label(string name, int most = 24)
    {
        StringBuilder label = new();
        int length = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            if (++length > most)
            {
                label.Append('…');
                break;
            }
            label.Append(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        }
        return label.ToString();
    }

    /// <summary>The usual letters, or those of another font where they lack a character and the machine has it.</summary>
    private static SKFont FontFor(string text, float size, bool isBold)
    {
        SKFontStyle style = isBold ? SKFontStyle.Bold : SKFontStyle.Normal;
        SKTypeface face = SKTypeface.FromFamilyName(PlotPaper.FontName, style);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (face.ContainsGlyph(rune.Value)) continue;
            if (SKFontManager.Default.MatchCharacter(PlotPaper.FontName, style, [], rune.Value) is { } other) face = other;
            break;
        }
        return new SKFont(face, size) { Subpixel = true };
    }
}
