using Hinge.Cli.Verbs.Weighing;
using SkiaSharp;
using static Hinge.Cli.Pictures.PlotPaper;

namespace Hinge.Cli.Pictures;

/// <summary>Draws classes' strongest features as bars to the right and left of a line, two classes side by side, all on one scale.</summary>
internal static class FeatureBars
{
    /// <summary>Points.</summary>
    private const float Margin = 24, Between = 28, RowHeight = 16, TitleRoom = 26, NameSize = 11.5f, BelowPanel = 18;

    /// <summary>Draws below what the picture has.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="classes">One or more.</param>
    /// <param name="names">All classes' names.</param>
    public static void Add(Picture picture, IReadOnlyList<ClassFeatures> classes, IReadOnlyList<string> names)
    {
        double largest = classes.SelectMany(features => features.Raising.Concat(features.Lowering)).Select(feature => Math.Abs(feature.Weight)).DefaultIfEmpty(0).Max();
        float width = (Picture.Width - 2 * Margin - Between) / 2;
        foreach (ClassFeatures[] pair in classes.Chunk(2))
        {
            SKRect place = picture.Take(TitleRoom + pair.Max(RowCount) * RowHeight + BelowPanel);
            picture.Add(canvas =>
            {
                for (int p = 0; p < pair.Length; p++)
                    Draw(canvas, pair[p], Lettering.Label(names[pair[p].Class], 40), largest, Margin + p * (width + Between), place.Top, width);
            });
        }
    }

    private static int RowCount(ClassFeatures features) => Math.Max(1, features.Raising.Count + features.Lowering.Count);

    private static void Draw(SKCanvas canvas, ClassFeatures features, string name, double largest, float left, float top, float width)
    {
        Lettering.Draw(canvas, name, left, top + 16, 14, Ink, isBold: true);
        float middle = left + width / 2;
        using SKPaint line = new() { Color = Grey.ToSKColor(), StrokeWidth = 1, IsAntialias = true };
        canvas.DrawLine(middle, top + TitleRoom, middle, top + TitleRoom + RowCount(features) * RowHeight, line);
        if (features.Raising.Count + features.Lowering.Count == 0) Lettering.Draw(canvas, "no weight but zero", middle + 8, top + TitleRoom + 12, NameSize, Soft);
        int row = 0;
        foreach (WeighedFeature feature in features.Raising.Concat(features.Lowering.Reverse()))
        {
            float y = top + TitleRoom + row++ * RowHeight, length = (float)(Math.Abs(feature.Weight) / largest) * (width / 2 - 50);
            bool raises = feature.Weight > 0;
            using SKPaint fill = new() { Color = (raises ? Red : Blue).ToSKColor(), IsAntialias = true };
            canvas.DrawRect(raises ? middle : middle - length, y + 2, length, RowHeight - 4, fill);
            // A name stands on the free side of the line, the weight at the end of its bar.
            Lettering.Draw(canvas, Fitting(feature.Name, width / 2 - 10), raises ? middle - 6 : middle + 6, y + 12, NameSize, Ink, raises ? SKTextAlign.Right : SKTextAlign.Left);
            Lettering.Draw(canvas, Numbers.Weight(feature.Weight), raises ? middle + length + 4 : middle - length - 4, y + 12, 10.5f, Soft, raises ? SKTextAlign.Left : SKTextAlign.Right);
        }
    }

    private static string Fitting(string name, float width)
    {
        string label = Lettering.Label(name, 60);
        while (label.Length > 2 && Lettering.Width(label, NameSize) > width) label = Lettering.Label(label, label.Length - 2);
        return label;
    }
}
