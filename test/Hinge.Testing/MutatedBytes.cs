using CsCheck;

namespace Hinge.Testing;

/// <summary>Generators of damaged files.</summary>
public static class MutatedBytes
{
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

    /// <summary>Text made of <paramref name="characters"/> only: closer to the grammar than arbitrary bytes.</summary>
    public static Gen<byte[]> From(string characters, int longest) =>
        Gen.Char[characters].Select(c => (byte)c).Array[0, longest];
}
