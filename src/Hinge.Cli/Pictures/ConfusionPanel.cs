using Hinge.Models;
using ScottPlot;
using SkiaSharp;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>
/// Draws who is taken for whom, similar classes side by side, and in line with the rows precision, recall and the number of examples of each
/// class.
/// </summary>
/// <param name="evaluation">At least one example.</param>
/// <param name="names">All classes' names.</param>
/// <param name="order">The classes to show, in their order.</param>
internal sealed class ConfusionPanel(Evaluation evaluation, IReadOnlyList<string> names, int[] order)
{
    /// <summary>Points.</summary>
    private const float Margin = 24, LargestCell = 38, ShareWidth = 170, CountWidth = 120, Between = 26, AxisSize = 14, TitleRoom = 30, ScaleHeight = 34;

    private const string Words = "who is taken for whom, in examples";

    /// <summary>Cells below this hold no number.</summary>
    private const float NumberCell = 15;

    private readonly int _largestSupport = Math.Max(1, order.Select(evaluation.Support).DefaultIfEmpty(0).Max());

    private string[] Labels => [.. order.Select(y => Lettering.Label(names[y], 20))];

    /// <summary>Draws below what the picture has.</summary>
    public void AddTo(Picture picture)
    {
        string[] labels = Labels;
        int n = order.Length;
        float labelSize = n <= 16 ? 13 : n <= 26 ? 11 : 9, nameWidth = labels.Max(label => Lettering.Width(label, labelSize));
        float left = Margin + AxisSize + 10 + nameWidth + 8;
        float cell = Math.Min(LargestCell, (Picture.Width - left - Between - ShareWidth - Between - CountWidth - Margin) / n);
        bool isTurned = labels.Any(label => Lettering.Width(label, labelSize) > cell - 4);
        float below = (isTurned ? nameWidth : labelSize) + 12 + AxisSize + 14;
        SKRect place = picture.Take(TitleRoom + n * cell + below + ScaleHeight);
        float top = place.Top + TitleRoom;
        SKRect matrix = SKRect.Create(left, top, n * cell, n * cell);
        // Where cells are at their largest, what is left of the page goes to the bars, but for the room of the words above few classes.
        float right = Math.Max(matrix.Right, matrix.Left + Lettering.Width(Words, 14, isBold: true));
        float spare = Picture.Width - right - 2 * Between - ShareWidth - CountWidth - Margin;
        SKRect shares = SKRect.Create(right + Between, top, ShareWidth + 0.6f * spare, n * cell);
        SKRect counts = SKRect.Create(shares.Right + Between, top, CountWidth + 0.4f * spare, n * cell);
        picture.Add(canvas =>
        {
            DrawCells(canvas, matrix, cell);
            DrawNames(canvas, matrix, cell, labels, labelSize, isTurned, below);
            DrawShares(canvas, shares, cell);
            DrawCounts(canvas, counts, cell);
            DrawScale(canvas, matrix.Left, matrix.Bottom + below);
        });
    }

    private void DrawCells(SKCanvas canvas, SKRect matrix, float cell)
    {
        Lettering.Draw(canvas, Words, matrix.Left, matrix.Top - 10, 14, Ink, isBold: true);
        int k = names.Count;
        Fill(canvas, matrix, CellPaper);
        using SKPaint fill = new() { IsAntialias = false };
        using SKPaint line = new() { Color = Faint.ToSKColor(), IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        for (int row = 0; row < order.Length; row++)
        {
            int support = evaluation.Support(order[row]);
            for (int column = 0; column < order.Length; column++)
            {
                int count = evaluation.Confusion[order[row] * k + order[column]];
                SKRect at = SKRect.Create(matrix.Left + column * cell, matrix.Top + row * cell, cell, cell);
                if (count == 0) continue;
                double share = Math.Sqrt((double)count / support);
                fill.Color = Shade(share).ToSKColor();
                canvas.DrawRect(at, fill);
                string text = Numbers.Count(count);
                float size = Math.Min(12, 0.42f * cell);
                if (cell < NumberCell || Lettering.Width(text, size) > cell - 2) continue;
                Lettering.Draw(canvas, text, at.MidX, at.MidY + 0.36f * size, size, share > 0.6 ? CellPaper : CellInk, SKTextAlign.Center, isBold: row == column);
            }
        }
        for (int at = 0; at <= order.Length; at++)
        {
            canvas.DrawLine(matrix.Left + at * cell, matrix.Top, matrix.Left + at * cell, matrix.Bottom, line);
            canvas.DrawLine(matrix.Left, matrix.Top + at * cell, matrix.Right, matrix.Top + at * cell, line);
        }
    }

    private static void DrawNames(SKCanvas canvas, SKRect matrix, float cell, string[] labels, float size, bool isTurned, float below)
    {
        for (int at = 0; at < labels.Length; at++)
        {
            Lettering.Draw(canvas, labels[at], matrix.Left - 8, matrix.Top + (at + 0.5f) * cell + 0.36f * size, size, Ink, SKTextAlign.Right);
            float x = matrix.Left + (at + 0.5f) * cell;
            if (isTurned) Turned(canvas, labels[at], x + 0.36f * size, matrix.Bottom + 8, size, SKTextAlign.Right);
            else Lettering.Draw(canvas, labels[at], x, matrix.Bottom + 6 + size, size, Ink, SKTextAlign.Center);
        }
        Lettering.Draw(canvas, "predicted as", matrix.MidX, matrix.Bottom + below - 10, AxisSize, Ink, SKTextAlign.Center);
        Turned(canvas, "is", Margin + AxisSize, matrix.MidY, AxisSize, SKTextAlign.Center);
    }

    private static void Turned(SKCanvas canvas, string text, float x, float y, float size, SKTextAlign align)
    {
        canvas.Save();
        canvas.RotateDegrees(-90, x, y);
        Lettering.Draw(canvas, text, x, y, size, Ink, align);
        canvas.Restore();
    }

    private void DrawShares(SKCanvas canvas, SKRect place, float cell)
    {
        float x = place.Left;
        foreach ((string name, Color color) in new[] { ("precision", Blue), ("recall", Pale) })
        {
            Fill(canvas, SKRect.Create(x, place.Top - 20, 11, 11), color);
            Lettering.Draw(canvas, name, x + 16, place.Top - 10, 14, Ink, isBold: true);
            x += 30 + Lettering.Width(name, 14, isBold: true);
        }
        using SKPaint grid = new() { Color = Faint.ToSKColor(), StrokeWidth = 1, IsAntialias = true };
        foreach (int percent in new[] { 0, 25, 50, 75, 100 })
        {
            float at = place.Left + percent / 100f * place.Width;
            canvas.DrawLine(at, place.Top, at, place.Bottom, grid);
            if (percent % 50 == 0) Lettering.Draw(canvas, $"{percent} %", at, place.Bottom + 18, 12, Ink, SKTextAlign.Center);
        }
        for (int row = 0; row < order.Length; row++)
        {
            float height = 0.38f * cell, top = place.Top + row * cell + 0.12f * cell;
            DrawShare(canvas, place, top, height, evaluation.Precision(order[row]), Blue, CellPaper);
            DrawShare(canvas, place, top + height, height, evaluation.Recall(order[row]), Pale, CellInk);
        }
    }

    private static void DrawShare(SKCanvas canvas, SKRect place, float top, float height, double share, Color color, Color ink)
    {
        float width = (float)share * place.Width, size = Math.Min(10.5f, height - 1);
        Fill(canvas, SKRect.Create(place.Left, top, width, height), color);
        string text = (100 * share).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        if (size < 8) return;
        bool fits = width > Lettering.Width(text, size) + 8;
        Lettering.Draw(canvas, text, place.Left + (fits ? width - 4 : width + 4), top + height / 2 + 0.36f * size, size, fits ? ink : Ink, fits ? SKTextAlign.Right : SKTextAlign.Left);
    }

    private void DrawCounts(SKCanvas canvas, SKRect place, float cell)
    {
        Lettering.Draw(canvas, "examples", place.Left, place.Top - 10, 14, Ink, isBold: true);
        float size = Math.Min(11, cell - 1), numbers = Lettering.Width(Numbers.Count(_largestSupport), size) + 8;
        for (int row = 0; row < order.Length; row++)
        {
            int support = evaluation.Support(order[row]);
            float width = (place.Width - numbers) * support / _largestSupport, middle = place.Top + (row + 0.5f) * cell;
            Fill(canvas, SKRect.Create(place.Left, middle - 0.32f * cell, width, 0.64f * cell), Grey);
            if (size >= 6) Lettering.Draw(canvas, Numbers.Count(support), place.Left + width + 5, middle + 0.36f * size, size, Ink);
        }
    }

    /// <summary>What the cells' colours mean.</summary>
    private static void DrawScale(SKCanvas canvas, float left, float top)
    {
        const string Meaning = "share of the class's examples:";
        Lettering.Draw(canvas, Meaning, left, top + 12, 12, Soft);
        float x = left + Lettering.Width(Meaning, 12) + 10;
        foreach (double share in new[] { 0.01, 0.05, 0.2, 0.5, 1 })
        {
            Fill(canvas, SKRect.Create(x, top + 2, 12, 12), Shade(Math.Sqrt(share)));
            string text = $"{100 * share:0} %";
            Lettering.Draw(canvas, text, x + 17, top + 12, 12, Soft);
            x += 30 + Lettering.Width(text, 12);
        }
    }

    private static void Fill(SKCanvas canvas, SKRect at, Color color)
    {
        if (!(at.Width > 0)) return;
        using SKPaint paint = new() { Color = color.ToSKColor(), IsAntialias = true };
        canvas.DrawRect(at, paint);
    }

    /// <summary>From nearly white to dark blue, ever darker: it keeps its order in grey.</summary>
    private static Color Shade(double intensity)
    {
        (double r, double g, double b) = (8, 48, 107);
        return new Color(Mix(r), Mix(g), Mix(b));

        byte Mix(double end) => (byte)Math.Round(244 + Math.Clamp(intensity, 0, 1) * (end - 244));
    }
}
