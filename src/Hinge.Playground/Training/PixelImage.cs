using System.Buffers.Binary;

namespace Hinge.Playground.Training;

/// <summary>Numbers as an image in an address (a bitmap of 24 bits): blue below 0, white at 0, orange above, as far as they reach.</summary>
public static class PixelImage
{
    private const int HeaderLength = 54;

    /// <summary>Colours that the colour-blind tell apart too.</summary>
    private static readonly (double Red, double Green, double Blue) Below = (5, 80, 160), Above = (190, 75, 0), Middle = (255, 255, 255);

    /// <summary>The image as the source of an <c>img</c>.</summary>
    /// <param name="values">Row by row; what is missing at the end is 0.</param>
    /// <param name="rows">Its height in pixels.</param>
    /// <param name="columns">Its width in pixels.</param>
    /// <param name="largest">The magnitude of the strongest colour.</param>
    public static string Source(ReadOnlySpan<double> values, int rows, int columns, double largest)
    {
        int stride = (3 * columns + 3) / 4 * 4;
        byte[] bytes = new byte[HeaderLength + rows * stride];
        (bytes[0], bytes[1]) = ((byte)'B', (byte)'M');
        Write(2, bytes.Length);
        Write(10, HeaderLength);
        Write(14, 40);
        Write(18, columns);
        // A negative height: rows from above.
        Write(22, -rows);
        (bytes[26], bytes[28]) = (1, 24);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                int index = r * columns + c;
                double share = index < values.Length && largest > 0 ? Math.Clamp(values[index] / largest, -1, 1) : 0;
                (double Red, double Green, double Blue) end = share < 0 ? Below : Above;
                double part = double.IsNaN(share) ? 0 : Math.Abs(share);
                int at = HeaderLength + r * stride + 3 * c;
                bytes[at] = Mix(Middle.Blue, end.Blue, part);
                bytes[at + 1] = Mix(Middle.Green, end.Green, part);
                bytes[at + 2] = Mix(Middle.Red, end.Red, part);
            }
        }
        return "data:image/bmp;base64," + Convert.ToBase64String(bytes);

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);

        static byte Mix(double from, double to, double part) => (byte)Math.Round(from + (to - from) * part);
    }
}
