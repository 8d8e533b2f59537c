using ScottPlot;
using SkiaSharp;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>A column of bars, one a row, from a line at 0, each with its number at its end.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Values">One a row; null for no bar.</param>
/// <param name="Words">What stands at each bar's end.</param>
/// <param name="Colors">Each bar's.</param>
internal sealed record BarColumn(string Title, IReadOnlyList<double?> Values, IReadOnlyList<string> Words, IReadOnlyList<Color> Colors)
{
    private const float WordSize = 11.5f, Room = 8;

    /// <summary>Draws it.</summary>
    /// <param name="canvas">On what.</param>
    /// <param name="place">Of its rows; the title goes above.</param>
    /// <param name="rowHeight">Points.</param>
    public void Draw(SKCanvas canvas, SKRect place, float rowHeight)
    {
        Lettering.Draw(canvas, Title, place.Left, place.Top - 10, 14, Ink, isBold: true);
        double low = Math.Min(0, Values.Min() ?? 0), high = Math.Max(0, Values.Max() ?? 0), range = high > low ? high - low : 1;
        float words = Words.Select(word => Lettering.Width(word, WordSize)).DefaultIfEmpty(0).Max() + Room;
        float before = low < 0 ? words : 0, scale = (place.Width - before - words) / (float)range, zero = place.Left + before + (float)-low * scale;
        for (int row = 0; row < Values.Count; row++)
        {
            float top = place.Top + row * rowHeight;
            if (Values[row] is not { } value) continue;
            float length = (float)Math.Abs(value) * scale;
            using SKPaint fill = new() { Color = Colors[row].ToSKColor(), IsAntialias = true };
            canvas.DrawRect(value < 0 ? zero - length : zero, top + 0.15f * rowHeight, length, 0.7f * rowHeight, fill);
            Lettering.Draw(canvas, Words[row], value < 0 ? zero - length - 5 : zero + length + 5, top + rowHeight / 2 + 0.36f * WordSize, WordSize, Ink, value < 0 ? SKTextAlign.Right : SKTextAlign.Left);
        }
        using SKPaint line = new() { Color = Ink.ToSKColor(), StrokeWidth = 1, IsAntialias = true };
        canvas.DrawLine(zero, place.Top, zero, place.Top + Values.Count * rowHeight, line);
    }
}
