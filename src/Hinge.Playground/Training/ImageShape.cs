using Hinge.Data;

namespace Hinge.Playground.Training;

/// <summary>How the features of an example lie in an image.</summary>
/// <param name="Rows">Its height in pixels.</param>
/// <param name="Columns">Its width in pixels.</param>
public readonly record struct ImageShape(int Rows, int Columns)
{
    /// <summary>More features than these are no image that a page shows.</summary>
    private const int FeatureLimit = 1 << 12;

    /// <summary>The square that the features fill but for less than half a row, as where the last pixels are always empty; null where there is none, or the features have names.</summary>
    public static ImageShape? Of(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        int d = data.Features.FeatureCount, side = (int)Math.Ceiling(Math.Sqrt(d));
        const int Least = 4;
        return data.FeatureNames is null && d <= FeatureLimit && side >= Least && (side * side == d || (side * side - d) * 2 < side) ? new ImageShape(side, side) : null;
    }
}
