using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>Draws images with their titles in rows, and what their colours mean. Negative pixels hold a small minus where there is room, for grey print.</summary>
internal static class PanelSheet
{
    /// <summary>Points.</summary>
    private const float Margin = 24, Between = 16, LargestWidth = 156, TitleSize = 13, TitleRoom = 20, ScaleHeight = 40;

    /// <summary>Pixels below this many points hold no minus, nor do those fainter than this.</summary>
    private const float MarkedPixel = 6;
    private const double MarkedIntensity = 0.12;

    /// <summary>How many pixels of the drawn bitmap an image is wide at least: enlarged so, no viewer blurs it.</summary>
    private const int BitmapWidth = 320;

    /// <summary>Draws below what the picture has.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="images">One or more.</param>
    /// <param name="unit">What a pixel is, for the scale of the colours.</param>
    public static void Add(Picture picture, PanelRow images, string unit)
    {
        int count = images.Panels.Count, perRow = PerRow(count);
        float width = Math.Min(LargestWidth, (Picture.Width - 2 * Margin - (perRow - 1) * Between) / perRow);
        float height = width * images.Shape.Rows / images.Shape.Columns;
        for (int first = 0; first < count; first += perRow)
        {
            SKRect place = picture.Take(TitleRoom + height + Between);
            int start = first;
            picture.Add(canvas =>
            {
                for (int p = start; p < Math.Min(start + perRow, count); p++)
                {
                    float left = Margin + (p - start) * (width + Between);
                    Lettering.Draw(canvas, Fitting(images.Panels[p].Title, width), left, place.Top + TitleSize, TitleSize, PlotPaper.Ink);
                    Draw(canvas, images, images.Panels[p], SKRect.Create(left, place.Top + TitleRoom, width, height));
                }
            });
        }
        AddScale(picture, images, unit);
    }

    /// <summary>Rows of up to six, of up to eight where there are many: ten make two rows.</summary>
    private static int PerRow(int count) => count <= 6 ? count : count <= 12 ? (count + 1) / 2 : count <= 30 ? 6 : 8;

    private static string Fitting(string title, float width)
    {
        for (int most = title.Length; most > 1; most--)
            if (Lettering.Label(title, most) is var label && Lettering.Width(label, TitleSize) <= width) return label;
        return Lettering.Label(title, 1);
    }

    private static void Draw(SKCanvas canvas, PanelRow images, Panel panel, SKRect at)
    {
        ImageShape shape = images.Shape;
        int scale = Math.Max(1, BitmapWidth / shape.Columns);
        using SKBitmap bitmap = new(scale * shape.Columns, scale * shape.Rows);
        for (int y = 0; y < bitmap.Height; y++)
            for (int x = 0; x < bitmap.Width; x++)
            {
                (byte red, byte green, byte blue) = PanelRow.Color(images.Intensity(panel, y / scale, x / scale));
                bitmap.SetPixel(x, y, new SKColor(red, green, blue));
            }
        using SKImage image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, at, new SKSamplingOptions(SKFilterMode.Nearest));
        float pixel = at.Width / shape.Columns;
        using SKPaint mark = new() { Color = new SKColor(255, 255, 255, 230), StrokeWidth = Math.Max(1, pixel / 12), IsAntialias = true };
        for (int row = 0; pixel >= MarkedPixel && row < shape.Rows; row++)
            for (int column = 0; column < shape.Columns; column++)
            {
                if (images.Intensity(panel, row, column) > -MarkedIntensity) continue;
                float middle = at.Left + (column + 0.5f) * pixel, y = at.Top + (row + 0.5f) * pixel;
                canvas.DrawLine(middle - pixel / 5, y, middle + pixel / 5, y, mark);
            }
        using SKPaint frame = new() { Color = PlotPaper.Grey.ToSKColor(), IsStroke = true, StrokeWidth = 0.75f, IsAntialias = true };
        canvas.DrawRect(at, frame);
    }

    private static void AddScale(Picture picture, PanelRow images, string unit)
    {
        SKRect place = picture.Take(ScaleHeight);
        bool isSigned = images.Panels.Any(panel => !panel.HasOwnScale && panel.Pixels.Any(pixel => pixel < 0));
        string largest = Numbers.Short(images.Largest), own = images.Panels.Any(panel => panel.HasOwnScale) ? "; x has a scale of its own" : "";
        picture.Add(canvas =>
        {
            const int Steps = 9;
            float x = Margin;
            string low = isSigned ? $"−{largest}" : "0";
            Lettering.Draw(canvas, low, x, place.Top + 14, 12, PlotPaper.Soft);
            x += Lettering.Width(low, 12) + 8;
            for (int step = 0; step < Steps; step++, x += 14)
            {
                double intensity = isSigned ? -1 + 2.0 * step / (Steps - 1) : (double)step / (Steps - 1);
                (byte red, byte green, byte blue) = PanelRow.Color(intensity);
                using SKPaint fill = new() { Color = new SKColor(red, green, blue) };
                canvas.DrawRect(x, place.Top + 3, 14, 14, fill);
                using SKPaint mark = new() { Color = SKColors.White, StrokeWidth = 1.2f };
                if (intensity <= -MarkedIntensity) canvas.DrawLine(x + 4, place.Top + 10, x + 10, place.Top + 10, mark);
            }
            Lettering.Draw(canvas, $"+{largest}   {unit}{own}", x + 8, place.Top + 14, 12, PlotPaper.Soft);
        });
    }
}
