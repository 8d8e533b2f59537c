using CsCheck;

namespace Hinge.Testing;

/// <summary>Generators of damaged files.</summary>
public static class MutatedBytes
{
    /// <summary>Little-endian numbers that lengths and counts are seldom prepared for.</summary>
    private static readonly byte[][] Extremes =
    [
        [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80], [0xFF, 0xFF], [0, 0, 0, 0x40], [0xFE, 0xFF, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0, 0x80], [0, 0, 0, 0, 1, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
    ];

    /// <summary>Arbitrary bytes, up to <paramref name="longest"/>.</summary>
    public static Gen<byte[]> Random(int longest) => Gen.Byte.Array[0, longest];

    /// <summary><paramref name="valid"/> with up to eight bytes replaced, sometimes by ones from <paramref name="telling"/>, then perhaps cut.</summary>
    public static Gen<byte[]> Of(byte[] valid, string telling)
    {
        Gen<byte> value = Gen.OneOf(Gen.Byte, Gen.Char[telling].Select(c => (byte)c));
        Gen<(int At, byte Value)> edit = Gen.Select(Gen.Int[0, valid.Length - 1], value);
        return Gen.Select(edit.Array[1, 8], Gen.OneOf(Gen.Const(valid.Length), Gen.Int[0, valid.Length])).Select((edits, length) =>
        {
            byte[] bytes = [.. valid];
            foreach ((int at, byte changed) in edits)
                bytes[at] = changed;
            return bytes[..length];
        });
    }

    /// <summary>
    /// <paramref name="valid"/> after up to six blows: bytes replaced, put in, taken out or repeated, numbers of 2 to 8 bytes made extreme, the
    /// end cut off; so lengths and counts lie, and parts move.
    /// </summary>
    /// <param name="valid">A file that is whole.</param>
    /// <param name="telling">Characters that mean something in it.</param>
    public static Gen<byte[]> Battered(byte[] valid, string telling)
    {
        Gen<byte> value = telling.Length == 0 ? Gen.Byte : Gen.OneOf(Gen.Byte, Gen.Char[telling].Select(c => (byte)c));
        Gen<Func<byte[], byte[]>> blow = Gen.Select(Gen.Int[0, 5], Gen.Int[0, int.MaxValue], Gen.Int[1, 40], value.Array[1, 12], Gen.Int[0, Extremes.Length - 1])
            .Select((kind, place, length, content, extreme) => (Func<byte[], byte[]>)(bytes =>
            {
                int at = bytes.Length == 0 ? 0 : place % bytes.Length, end = Math.Min(bytes.Length, at + length);
                return kind switch
                {
                    0 => [.. bytes[..at], .. content, .. bytes[Math.Min(bytes.Length, at + content.Length)..]],
                    1 => [.. bytes[..at], .. content, .. bytes[at..]],
                    2 => [.. bytes[..at], .. bytes[end..]],
                    3 => [.. bytes[..end], .. bytes[at..]],
                    4 => [.. bytes[..at], .. Extremes[extreme], .. bytes[Math.Min(bytes.Length, at + Extremes[extreme].Length)..]],
                    _ => length % 4 == 0 ? bytes[..at] : bytes,
                };
            }));
        return blow.Array[1, 6].Select(blows => blows.Aggregate(valid, (bytes, strike) => strike(bytes)));
    }

    /// <summary>Text made of <paramref name="characters"/> only: closer to the grammar than arbitrary bytes.</summary>
    public static Gen<byte[]> From(string characters, int longest) =>
        Gen.Char[characters].Select(c => (byte)c).Array[0, longest];
}
