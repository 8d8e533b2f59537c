using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Hinge.Cli.Tests;

/// <summary>NumPy files, written and read by code that shares nothing with the program's.</summary>
internal static partial class Npy
{
    public static void Write(string path, float[] values, params int[] shape) =>
        File.WriteAllBytes(path, [.. Header("<f4", shape), .. values.SelectMany(BitConverter.GetBytes)]);

    public static void Write(string path, double[] values, params int[] shape) =>
        File.WriteAllBytes(path, [.. Header("<f8", shape), .. values.SelectMany(BitConverter.GetBytes)]);

    public static void Write(string path, long[] values, params int[] shape) =>
        File.WriteAllBytes(path, [.. Header("<i8", shape), .. values.SelectMany(BitConverter.GetBytes)]);

    public static byte[] Header(string descriptor, params int[] shape) =>
        Header($"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(length => string.Create(CultureInfo.InvariantCulture, $"{length},")))}), }}");

    public static byte[] Header(string dictionary)
    {
        string padded = dictionary.PadRight((10 + dictionary.Length + 64) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)padded.Length, (byte)(padded.Length >> 8), .. Encoding.ASCII.GetBytes(padded)];
    }

    public static (string Descriptor, int[] Shape, double[] Values) Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int start = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
        string header = Encoding.ASCII.GetString(bytes, 10, start - 10);
        string descriptor = Descriptor().Match(header).Groups[1].Value;
        int[] shape = [.. Shape().Match(header).Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(length => int.Parse(length, CultureInfo.InvariantCulture))];
        int size = descriptor[2] - '0';
        double[] values = [.. Enumerable.Range(0, (bytes.Length - start) / size).Select(e => size == 4 ? BitConverter.ToSingle(bytes, start + e * size) : BitConverter.ToDouble(bytes, start + e * size))];
        return (descriptor, shape, values);
    }

    [GeneratedRegex("'descr': '([^']*)'")]
    private static partial Regex Descriptor();

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex Shape();
}
