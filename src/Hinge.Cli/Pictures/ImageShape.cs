using System.Globalization;

namespace Hinge.Cli.Pictures;

/// <summary>The rows and columns of images whose pixels are the features, row by row.</summary>
internal readonly record struct ImageShape(int Rows, int Columns)
{
    /// <summary>Reads "8x8". Of the last row less than half may be missing, as in svmlight files whose last pixels are always 0.</summary>
    /// <exception cref="ArgumentException">The text is no shape, or not one of featureCount pixels.</exception>
    public static ImageShape Parse(string text, int featureCount)
    {
        string[] parts = text.Split('x', '×');
        if (parts.Length != 2 || !TryParse(parts[0], out int rows) || !TryParse(parts[1], out int columns))
            throw new ArgumentException($"--shape must be ROWSxCOLUMNS, such as 8x8; got {text}.");
        long pixels = (long)rows * columns;
        if (pixels < featureCount || 2 * (pixels - featureCount) >= (rows == 1 ? 1 : columns))
            throw new ArgumentException($"--shape must have as many pixels as there are features: {featureCount}; got {text}, which has {pixels}. Give the rows and columns of one image.");
        return new ImageShape(rows, columns);
    }

    private static bool TryParse(string text, out int length) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length > 0;
}
