namespace Hinge.Cli.Pictures;

/// <summary>A font of 3×5 dots for what titles of images are made of; other characters are left blank.</summary>
internal static class SmallLetters
{
    private const int LetterWidth = 3, LetterHeight = 5;

    /// <summary>Rows from the top, three bits each.</summary>
    private static readonly Dictionary<char, int[]> Letters = new()
    {
        ['0'] = [7, 5, 5, 5, 7],
        ['1'] = [2, 6, 2, 2, 7],
        ['2'] = [7, 1, 7, 4, 7],
        ['3'] = [7, 1, 7, 1, 7],
        ['4'] = [5, 5, 7, 1, 1],
        ['5'] = [7, 4, 7, 1, 7],
        ['6'] = [7, 4, 7, 5, 7],
        ['7'] = [7, 1, 2, 2, 2],
        ['8'] = [7, 5, 7, 5, 7],
        ['9'] = [7, 5, 7, 1, 7],
        ['+'] = [0, 2, 7, 2, 0],
        ['−'] = [0, 0, 7, 0, 0],
        ['-'] = [0, 0, 7, 0, 0],
        ['·'] = [0, 0, 2, 0, 0],
        ['.'] = [0, 0, 0, 0, 2],
        [':'] = [0, 2, 0, 2, 0],
        ['='] = [0, 7, 0, 7, 0],
        ['x'] = [0, 5, 2, 5, 0],
        ['y'] = [0, 5, 7, 1, 6],
        ['d'] = [1, 1, 7, 5, 7],
        ['W'] = [5, 5, 5, 7, 5],
        ['['] = [6, 4, 4, 4, 6],
        [']'] = [3, 1, 1, 1, 3],
        [','] = [0, 0, 0, 2, 4],
    };

    public static int Width(string text, int scale) => text.Length * (LetterWidth + 1) * scale;

    public static int Height(int scale) => LetterHeight * scale;

    public static void Draw(PngImage image, string text, int left, int top, int scale)
    {
        for (int c = 0; c < text.Length; c++)
        {
            if (!Letters.TryGetValue(text[c], out int[]? rows)) continue;
            for (int row = 0; row < LetterHeight; row++)
                for (int column = 0; column < LetterWidth; column++)
                    if ((rows[row] >> (LetterWidth - 1 - column) & 1) != 0)
                        image.Fill(left + (c * (LetterWidth + 1) + column) * scale, top + row * scale, scale, (40, 40, 40));
        }
    }
}
