namespace Hinge.Cli.Pictures;

/// <summary>Draws images with their titles into a PNG file.</summary>
internal static class PngPicture
{
    /// <summary>How wide an image becomes, in screen pixels, as far as whole pixels allow.</summary>
    private const int PanelWidth = 160;

    private const int Border = 12, LetterScale = 4;

    public static void Write(string path, PanelRow picture)
    {
        int scale = Math.Max(1, PanelWidth / picture.Shape.Columns);
        int panelWidth = Math.Max(scale * picture.Shape.Columns, picture.Panels.Max(panel => SmallLetters.Width(panel.Title, LetterScale)));
        int top = Border + SmallLetters.Height(LetterScale) + Border / 2;
        PngImage image = new(Border + picture.Panels.Count * (panelWidth + Border), top + scale * picture.Shape.Rows + Border);
        for (int p = 0; p < picture.Panels.Count; p++)
        {
            Panel panel = picture.Panels[p];
            int left = Border + p * (panelWidth + Border);
            SmallLetters.Draw(image, panel.Title, left, Border, LetterScale);
            image.Frame(left, top, scale * picture.Shape.Columns, scale * picture.Shape.Rows, (200, 200, 200));
            for (int row = 0; row < picture.Shape.Rows; row++)
                for (int column = 0; column < picture.Shape.Columns; column++)
                    image.Fill(left + column * scale, top + row * scale, scale, PanelRow.Color(picture.Intensity(panel, row, column)));
        }
        Models.AtomicFile.Write(path, image.Write);
    }
}
