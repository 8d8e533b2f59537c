using SkiaSharp;

namespace Hinge.Cli.Pictures;

/// <summary>Looks before long work whether a picture can be drawn and named so.</summary>
internal static class PictureFile
{
    /// <summary>Whether it is to be SVG; else it is PNG.</summary>
    public static bool IsSvg(string path) => path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase);

    /// <summary>Throws unless a picture of this name can be drawn here.</summary>
    /// <param name="option">The option that asks for it.</param>
    /// <param name="path">The file, or null where the option is not given, which is fine.</param>
    /// <exception cref="ArgumentException">The name is not that of a PNG or SVG file.</exception>
    /// <exception cref="IOException">The drawing library or fonts are missing.</exception>
    public static void RequireDrawable(string option, string? path)
    {
        if (path is null) return;
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Plots");
        if (!IsSvg(path) && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"{option} must name a .png or .svg file; got {path}. Change the ending.");
        RequireLetters(option);
    }

    /// <summary>Throws unless letters can be drawn here.</summary>
    /// <exception cref="IOException">The drawing library or fonts are missing.</exception>
    public static void RequireLetters(string option)
    {
        if (!PortablePart.IsIncluded) throw PortablePart.Missing("Plots");
        try
        {
            using SKFont letters = new(SKTypeface.FromFamilyName(PlotPaper.FontName));
            if (!letters.ContainsGlyphs("C0"))
                throw new IOException($"{option} needs fonts for its letters; there are none on this machine. Install some, such as the package fonts-dejavu-core, or leave {option} out.");
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException or BadImageFormatException)
        {
            throw new IOException($"{option} needs the library libSkiaSharp; it cannot be loaded on this machine. Leave {option} out.", e);
        }
    }
}
