using System.Buffers.Binary;
using System.Text;

namespace Hinge.Tests.Data.Numpy;

/// <summary>Builds .npy files byte by byte, right ones and wrong ones.</summary>
internal static class NpyBytes
{
    public const string Pair = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }";

    /// <summary>A whole file.</summary>
    /// <param name="header">The dictionary, as NumPy or an enemy would write it.</param>
    /// <param name="data">What follows the header.</param>
    /// <param name="version">1, 2 or 3; others are for error tests.</param>
    /// <param name="headerLength">What the length field claims; null for the truth.</param>
    public static byte[] File(string header, byte[] data, int version = 1, uint? headerLength = null)
    {
        byte[] text = version == 3 ? Encoding.UTF8.GetBytes(header + "\n") : Encoding.Latin1.GetBytes(header + "\n");
        byte[] length = new byte[version == 1 ? 2 : 4];
        uint claimed = headerLength ?? (uint)text.Length;
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)claimed);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, claimed);
        return [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. text, .. data];
    }

    public static string Header(string descriptor, string shape, bool isFortranOrder = false) =>
        $"{{'descr': '{descriptor}', 'fortran_order': {(isFortranOrder ? "True" : "False")}, 'shape': {shape}, }}";

    public static byte[] Doubles(params double[] values)
    {
        byte[] bytes = new byte[8 * values.Length];
        for (int e = 0; e < values.Length; e++)
            BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * e), values[e]);
        return bytes;
    }

    public static byte[] Singles(params float[] values)
    {
        byte[] bytes = new byte[4 * values.Length];
        for (int e = 0; e < values.Length; e++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * e), values[e]);
        return bytes;
    }
}
