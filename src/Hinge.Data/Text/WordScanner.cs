using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Hinge.Data.Text;

/// <summary>Finds the words of a text, lower-cased, one after the other: for ASCII by a table, for all else by Unicode's categories.</summary>
/// <remarks>A word is a maximal run of letters, numbers and marks that begins with a letter or a number. Holds one text at a time.</remarks>
internal sealed class WordScanner
{
    // A character of four bytes, and the zeros behind it.
    private const int Room = 4 + sizeof(ulong);

    private byte[] _word = new byte[256];
    private string _text = "";
    private int _position;

    /// <summary>Each ASCII character that belongs to words, lower-cased; 0 for all others.</summary>
    private static ReadOnlySpan<byte> Ascii =>
        "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"u8 +
        "0123456789\0\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0\0abcdefghijklmnopqrstuvwxyz\0\0\0\0\0"u8;

    /// <summary>How many bytes the word has.</summary>
    public int Length { get; private set; }

    /// <summary>The word in UTF-8, then zeros to a multiple of eight bytes at least.</summary>
    public ReadOnlySpan<byte> Padded => _word;

    /// <summary>Begins with a text; null is the empty one.</summary>
    public void Begin(string? text)
    {
        _text = text ?? "";
        _position = 0;
    }

    /// <summary>Goes to the next word.</summary>
    /// <returns>False if there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next()
    {
        ReadOnlySpan<char> text = _text;
        ReadOnlySpan<byte> ascii = Ascii;
        Span<byte> word = _word;
        int p = _position, n = 0;
        while ((uint)p < (uint)text.Length)
        {
            if (n + Room > word.Length)
            {
                Array.Resize(ref _word, (int)Math.Min(2L * word.Length, Array.MaxLength));
                word = _word;
            }
            char c = text[p];
            if (c < ascii.Length)
            {
                byte lower = ascii[c];
                if (lower != 0) word[n++] = lower;
                else if (n > 0) break;
                p++;
            }
            else
            {
                int written = Other(text[p..], isInside: n > 0, word[n..], out int consumed);
                if (written == 0 && n > 0) break;
                n += written;
                p += consumed;
            }
        }
        _position = p;
        Length = n;
        word.Slice(n, sizeof(ulong)).Clear();
        return n > 0;
    }

    /// <summary>The first scalar value of the text, which is not ASCII, if it belongs to a word.</summary>
    /// <returns>How many bytes it takes; 0 if it belongs to no word.</returns>
    private static int Other(ReadOnlySpan<char> text, bool isInside, Span<byte> word, out int consumed)
    {
        if (Rune.DecodeFromUtf16(text, out Rune rune, out consumed) != OperationStatus.Done) return 0;
        bool belongs = Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => true,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => true,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => isInside,
            _ => false,
        };
        return belongs ? Rune.ToLowerInvariant(rune).EncodeToUtf8(word) : 0;
    }
}
