using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hinge.Data.SvmLight;

/// <summary>
/// Reads <c>index:value</c> from a window of 32 bytes, without a branch or a loop that depends on how many digits there
/// are: an index of up to 8 digits, a value of up to 16 bytes, digits with a point and a minus sign or without.
/// </summary>
/// <remarks>Where it gives up, <see cref="DecimalNumber"/> and then <see cref="SvmLightTokens{T}"/> read the same, to the same bits.</remarks>
internal static class PairWindow
{
    /// <summary>Bytes that must be left in the text.</summary>
    public const int Length = 32;

    private const int LongestIndex = 8, LongestValue = 16;

    /// <summary>Reads a pair up to the blank behind it.</summary>
    /// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
    /// <param name="text">The text, with <see cref="Length"/> bytes left.</param>
    /// <param name="at">Where the pair begins; moved to the blank behind it where it was read.</param>
    /// <param name="index">The index as it is written.</param>
    /// <param name="value">The value, correctly rounded to T.</param>
    /// <returns>False where the pair is not so simple.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead<T>(ReadOnlySpan<byte> text, ref int at, out int index, out T value)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        index = 0;
        value = default;
        if (!Sse41.IsSupported) return false;
        Vector256<byte> window = Vector256.Create(text.Slice(at, Length));
        int colon = BitOperations.TrailingZeroCount(Vector256.Equals(window, Vector256.Create((byte)':')).ExtractMostSignificantBits());
        int end = BitOperations.TrailingZeroCount(Vector256.LessThanOrEqual(window, Vector256.Create((byte)' ')).ExtractMostSignificantBits());
        if ((uint)(colon - 1) >= LongestIndex || end == Length) return false;
        int start = at + colon + 1;
        bool isNegative = text[start] == '-';
        int sign = isNegative ? 1 : 0;
        if (!TryReadIndex(window.AsUInt64().ToScalar(), colon, out uint number)) return false;
        if (!TryReadValue(text, start + sign, end - colon - 1 - sign, out ulong digits, out int fraction)) return false;
        if (!DecimalNumber.TryRound(digits, -fraction, isNegative, out value)) return false;
        index = (int)number;
        at += end;
        return true;
    }

    /// <summary>The first <paramref name="count"/> bytes, 1 to 8, as digits: moved to the end of the word, behind zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadIndex(ulong word, int count, out uint number)
    {
        // Two shifts by half the distance, since a shift by 64 bits is one by none.
        const ulong Zeros = 0x3030_3030_3030_3030;
        return DecimalNumber.TryReadEightDigits((word << (64 - 8 * count)) | (Zeros >> (4 * count) >> (4 * count)), out number);
    }

    /// <summary>Digits with a point among them or none, taken as a whole number, and how many of them follow the point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryReadValue(ReadOnlySpan<byte> text, int start, int length, out ulong digits, out int fraction)
    {
        digits = 0;
        fraction = 0;
        if ((uint)(length - 1) >= LongestValue) return false;
        Vector128<byte> bytes = Vector128.Create(text.Slice(start, LongestValue));
        Vector128<byte> numbers = bytes - Vector128.Create((byte)'0');
        uint inside = (1u << length) - 1;
        uint areDigits = Vector128.LessThanOrEqual(numbers, Vector128.Create((byte)9)).ExtractMostSignificantBits();
        uint points = Vector128.Equals(bytes, Vector128.Create((byte)'.')).ExtractMostSignificantBits() & inside;
        int point = BitOperations.TrailingZeroCount(points | (1u << length));
        int count = length - (points == 0 ? 0 : 1);
        if (((areDigits | points) & inside) != inside || (points & (points - 1)) != 0 || count == 0) return false;

        // Digit t of 16 comes from byte t − (16 − count), one later where that is behind the point; before the first it is 0.
        Vector128<sbyte> from = Vector128.Create(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15) + Vector128.Create((sbyte)(count - LongestValue));
        from -= Vector128.GreaterThanOrEqual(from, Vector128.Create((sbyte)point));
        Vector128<byte> ordered = Ssse3.Shuffle(numbers, from.AsByte());
        // Neighbours are joined to pairs, fours and eights.
        Vector128<short> pairs = Ssse3.MultiplyAddAdjacent(ordered, Vector128.Create((short)0x010A).AsSByte());
        Vector128<int> fours = Sse2.MultiplyAddAdjacent(pairs, Vector128.Create(0x0001_0064).AsInt16());
        Vector128<int> eights = Sse2.MultiplyAddAdjacent(Sse41.PackUnsignedSaturate(fours, fours).AsInt16(), Vector128.Create(0x0001_2710).AsInt16());
        ulong both = eights.AsUInt64().ToScalar();
        digits = (uint)both * 100_000_000UL + (both >> 32);
        fraction = count - point;
        return true;
    }
}
