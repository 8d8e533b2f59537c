using System.Xml.Linq;
using SkiaSharp;

namespace Hinge.Cli.Tests.Pictures;

/// <summary>Reads pictures that the program wrote.</summary>
internal static class DrawnPicture
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The texts of an SVG file, after a look at what every such file must be.</summary>
    public static string[] Texts(string path)
    {
        XElement root = XElement.Load(path);
        Assert.Equal(Svg + "svg", root.Name);
        Assert.Equal("img", root.Attribute("role")!.Value);
        XElement title = root.Element(Svg + "title")!;
        Assert.Equal(root.Attribute("aria-labelledby")!.Value, title.Attribute("id")!.Value);
        Assert.NotEmpty(title.Value);
        Assert.Equal($"0 0 {root.Attribute("width")!.Value} {root.Attribute("height")!.Value}", root.Attribute("viewBox")!.Value);
        string[] ids = [.. root.Descendants().Attributes("id").Select(id => id.Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.DoesNotContain(root.Descendants().Attributes(), attribute => attribute.Name.LocalName != "href" && attribute.Value.Contains("NaN", StringComparison.OrdinalIgnoreCase));
        return [.. root.Descendants(Svg + "text").Select(text => text.Value.Trim())];
    }

    /// <summary>A PNG file, decoded: 1800 pixels wide, and not all of one colour.</summary>
    public static (int Height, HashSet<SKColor> Colors) Pixels(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        using SKBitmap bitmap = SKBitmap.Decode(file);
        Assert.Equal(1800, bitmap.Width);
        HashSet<SKColor> colors = [.. bitmap.Pixels];
        Assert.True(colors.Count > 20, $"{path} has {colors.Count} colours");
        return (bitmap.Height, colors);
    }
}
