using Hinge.Checking;
using SkiaSharp;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Draws what an example adds to dW at its largest features: one row a feature, one column a class, red where it adds and blue, with a minus, where it takes.</summary>
/// <param name="terms">The classes.</param>
/// <param name="x">The example's features.</param>
/// <param name="classNames">All classes' names.</param>
/// <param name="featureNames">The features' names, or null.</param>
/// <param name="most">How many features to show at most.</param>
internal sealed class GradientCells(ClassTerm[] terms, double[] x, IReadOnlyList<string> classNames, IReadOnlyList<string>? featureNames, int most)
{
    /// <summary>Points.</summary>
    private const float Margin = 24, RowHeight = 20, LargestCell = 64, NameSize = 12, BelowTitle = 10;

    /// <summary>Draws below what the picture has.</summary>
    public void AddTo(Picture picture)
    {
        int[] features = [.. Enumerable.Range(0, x.Length).Where(f => x[f] != 0).OrderByDescending(f => Math.Abs(x[f])).Take(most)];
        int nonzeros = x.Count(value => value != 0);
        string title = features.Length < nonzeros ? $"What it adds to dW at its {features.Length} largest features of {Numbers.Count(nonzeros)}" : "What it adds to dW";
        picture.AddLine(title, 14, Ink, isBold: true);
        if (features.Length == 0 || terms.All(term => term.Coefficient == 0))
        {
            picture.AddLine(features.Length == 0 ? "nothing: all of its features are 0" : "nothing: its gradient is zero", 13, Soft, isBold: false);
            picture.Take(Margin);
            return;
        }
        string[] names = [.. features.Select(f => $"{Lettering.Label(featureNames?[f] ?? $"feature {f}", 34)} = {Numbers.Short(Math.Round(x[f], 4))}")];
        string[] labels = [.. terms.Select(term => Lettering.Label(classNames[term.Class], 20))];
        float left = Margin + names.Max(name => Lettering.Width(name, NameSize)) + 10, cell = Math.Min(LargestCell, (Picture.Width - Margin - left) / terms.Length);
        bool isTurned = labels.Any(label => Lettering.Width(label, NameSize) > cell - 4);
        float below = (isTurned ? labels.Max(label => Lettering.Width(label, NameSize)) : NameSize) + 24;
        SKRect place = picture.Take(BelowTitle + features.Length * RowHeight + below);
        double largest = features.Max(f => Math.Abs(x[f])) * terms.Max(term => Math.Abs(term.Coefficient));
        picture.Add(canvas =>
        {
            for (int row = 0; row < features.Length; row++)
            {
                float top = place.Top + BelowTitle + row * RowHeight;
                Lettering.Draw(canvas, names[row], left - 10, top + RowHeight / 2 + 4.5f, NameSize, Ink, SKTextAlign.Right);
                for (int column = 0; column < terms.Length; column++)
                    DrawCell(canvas, SKRect.Create(left + column * cell, top, cell, RowHeight), terms[column].Coefficient * x[features[row]], largest);
            }
            for (int column = 0; column < terms.Length; column++)
            {
                float middle = left + (column + 0.5f) * cell, bottom = place.Top + BelowTitle + features.Length * RowHeight;
                canvas.Save();
                if (isTurned) canvas.RotateDegrees(-90, middle + 4, bottom + 8);
                Lettering.Draw(canvas, labels[column], isTurned ? middle + 4 : middle, bottom + (isTurned ? 8 : 16), NameSize, Ink, isTurned ? SKTextAlign.Right : SKTextAlign.Center);
                canvas.Restore();
            }
        });
    }

    private static void DrawCell(SKCanvas canvas, SKRect at, double value, double largest)
    {
        double intensity = largest > 0 ? value / largest : 0;
        (byte red, byte green, byte blue) = PanelRow.Color(intensity);
        using SKPaint fill = new() { Color = value == 0 ? CellPaper.ToSKColor() : new SKColor(red, green, blue) };
        canvas.DrawRect(at, fill);
        using SKPaint line = new() { Color = Faint.ToSKColor(), IsStroke = true, StrokeWidth = 1, IsAntialias = true };
        canvas.DrawRect(at, line);
        if (value == 0) return;
        string text = Numbers.Weight(value);
        if (Lettering.Width(text, 10) > at.Width - 4) text = value < 0 ? "−" : "";
        Lettering.Draw(canvas, text, at.MidX, at.MidY + 3.6f, 10, Math.Abs(intensity) > 0.55 ? CellPaper : CellInk, SKTextAlign.Center);
    }
}
