using System.Text;
using Spectre.Console;

namespace Hinge.Cli.Pictures;

/// <summary>Shows images in the terminal: in colours where it has them, else in shades, two characters a pixel.</summary>
internal static class TerminalPicture
{
    private const string PositiveShades = " ░▒▓█", NegativeShades = " ·-=#";
    private const int Gap = 3;

    public static void Show(Terminal terminal, PanelRow picture)
    {
        bool hasColors = terminal.Out.Profile.Capabilities is { Ansi: true, ColorSystem: not ColorSystem.NoColors };
        int width = Math.Max(2 * picture.Shape.Columns, picture.Panels.Max(panel => panel.Title.Length));
        int perLine = Math.Max(1, (terminal.Out.Profile.Width + Gap) / (width + Gap));
        foreach (Panel[] panels in picture.Panels.Chunk(perLine))
        {
            terminal.Line(Join(panels.Select(panel => panel.Title.PadRight(width))));
            for (int row = 0; row < picture.Shape.Rows; row++)
            {
                string padding = new(' ', width - 2 * picture.Shape.Columns);
                string line = Join(panels.Select(panel => Pixels(picture, panel, row, hasColors) + padding));
                if (hasColors) terminal.Show(new Markup(line + "\n"));
                else terminal.Line(line);
            }
        }
        if (!hasColors && picture.Panels.Any(panel => panel.Pixels.Any(pixel => pixel < 0)))
            terminal.Line($"{PositiveShades.TrimStart()} positive, {NegativeShades.TrimStart()} negative");
    }

    private static string Join(IEnumerable<string> cells) => string.Join(new string(' ', Gap), cells).TrimEnd(' ');

    private static string Pixels(PanelRow picture, Panel panel, int row, bool hasColors)
    {
        StringBuilder line = new();
        for (int column = 0; column < picture.Shape.Columns; column++)
        {
            double intensity = picture.Intensity(panel, row, column);
            if (hasColors)
            {
                (byte red, byte green, byte blue) = PanelRow.Color(intensity);
                line.Append("[on #").Append(Convert.ToHexString([red, green, blue])).Append("]  [/]");
                continue;
            }
            string shades = intensity > 0 ? PositiveShades : NegativeShades;
            int shade = intensity == 0 ? 0 : Math.Clamp((int)Math.Round(4 * Math.Abs(intensity)), 1, 4);
            line.Append(shades[shade], 2);
        }
        return line.ToString();
    }
}
