using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Hinge.Data.Text;

/// <summary>
/// The hash that gives terms their columns. Models rely on it, so it never changes: 64 bits; multiply and rotate over the eight-byte words of
/// the UTF-8 text, the last filled up with zeros, then the finishing steps of SplitMix64 (Steele, Lea &amp; Flood, OOPSLA 2014).
/// </summary>
internal static class TermHash
{
    /// <summary>What comes before a character term as a word of its own: the hash of the word <c>~</c>.</summary>
    public static readonly ulong CharacterMark = OfWord([(byte)'~', 0, 0, 0, 0, 0, 0, 0], 1);

    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    /// <summary>The hash of a word, or of the characters of a character term.</summary>
    /// <param name="padded">The UTF-8 text, then zeros to a multiple of eight bytes at least.</param>
    /// <param name="length">How many bytes the text has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ulong OfWord(ReadOnlySpan<byte> padded, int length)
    {
        ulong hash = (ulong)length * Multiplier;
        for (int b = 0; b < length; b += sizeof(ulong))
            hash = Add(hash, BinaryPrimitives.ReadUInt64LittleEndian(padded[b..]));
        return Finish(hash);
    }

    /// <summary>The hash of a term of several words from those of the term without its last word, and of that word.</summary>
    public static ulong OfGram(ulong prefix, ulong word) => Finish(Add(prefix, word));

    /// <summary>The column of a term among 2^bits.</summary>
    public static int Column(ulong hash, int bits) => (int)(hash & ((1UL << bits) - 1));

    /// <summary>Whether a term counts negatively where hashes are signed.</summary>
    public static bool IsNegative(ulong hash) => hash >> 63 != 0;

    private static ulong Add(ulong hash, ulong word) => (BitOperations.RotateLeft(hash, 5) ^ word) * Multiplier;

    private static ulong Finish(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
