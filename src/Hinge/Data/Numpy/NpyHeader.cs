using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hinge.Data.Numpy;

/// <summary>
/// The header of a .npy file, versions 1 to 3: magic, version, length, and a Python dictionary with the keys descr,
/// fortran_order and shape (NumPy documentation, "A simple file format for NumPy arrays").
/// </summary>
internal sealed record NpyHeader(string Descriptor, bool IsFortranOrder, int[] Shape)
{
    /// <summary>Longer headers than this hold no plain array.</summary>
    private const int LongestHeader = 1 << 16;

    /// <summary>As many as NumPy has.</summary>
    private const int MostDimensions = 64;

    /// <summary>Longer words are neither keys nor element types.</summary>
    private const int LongestWord = 40;

    public static NpyHeader Read(Stream stream, string name)
    {
        byte[] start = new byte[8];
        if (stream.ReadAtLeast(start, 8, throwOnEndOfStream: false) < 8 || start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new DataFormatException(name, null, "this is no .npy file. Write it with numpy.save.");
        int version = start[6];
        if (version is < 1 or > 3)
            throw new DataFormatException(name, null, $"the .npy version must be 1, 2 or 3; got {version}. Write it with numpy.save.");
        byte[] lengthBytes = new byte[version == 1 ? 2 : 4];
        ReadExactly(stream, lengthBytes, name);
        uint length = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(lengthBytes) : BinaryPrimitives.ReadUInt32LittleEndian(lengthBytes);
        if (length > LongestHeader)
            throw Bad(name, $"its header claims {length} bytes");
        byte[] text = new byte[length];
        ReadExactly(stream, text, name);
        return new Parser(version == 3 ? Encoding.UTF8.GetString(text) : Encoding.Latin1.GetString(text), name).Parse();
    }

    public static byte[] Write(string descriptor, ReadOnlySpan<int> shape)
    {
        StringBuilder dimensions = new();
        foreach (int length in shape)
            dimensions.Append(CultureInfo.InvariantCulture, $"{length}, ");
        string shapeText = shape.Length == 1 ? dimensions.ToString().TrimEnd() : dimensions.ToString().TrimEnd(' ', ',');
        string text = $"{{'descr': '{descriptor}', 'fortran_order': False, 'shape': ({shapeText}), }}";
        // Data starts at a multiple of 64 bytes; the header ends with a line feed.
        int length1 = (10 + text.Length + 1 + 63) / 64 * 64 - 10;
        byte[] header = new byte[10 + length1];
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)length1);
        Encoding.ASCII.GetBytes(text.PadRight(length1 - 1) + "\n", header.AsSpan(10));
        return header;
    }

    private static void ReadExactly(Stream stream, byte[] bytes, string name)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw Bad(name, "it ends within its header");
    }

    private static DataFormatException Bad(string name, string how) =>
        new(name, null, $"the .npy header cannot be read: {how}. Write the file again with numpy.save.");

    /// <summary>Reads the one dictionary literal that may stand in a header, and nothing else of Python.</summary>
    private sealed class Parser(string text, string name)
    {
        private int _at;

        public NpyHeader Parse()
        {
            string? descriptor = null;
            bool? isFortranOrder = null;
            int[]? shape = null;
            Expect('{');
            while (!TryTake('}'))
            {
                string key = Quoted();
                Expect(':');
                switch (key)
                {
                    case "descr": descriptor = Descriptor(); break;
                    case "fortran_order": isFortranOrder = Boolean(); break;
                    case "shape": shape = Tuple(); break;
                    default: throw Bad(name, $"it has the unknown key '{key}'");
                }
                if (!TryTake(','))
                {
                    Expect('}');
                    break;
                }
            }
            SkipBlanks();
            if (_at < text.Length) throw Bad(name, $"more text comes after its dictionary, at position {_at}");
            if (descriptor is null || isFortranOrder is null || shape is null)
                throw Bad(name, "it must have the keys descr, fortran_order and shape");
            return new NpyHeader(descriptor, isFortranOrder.Value, shape);
        }

        private string Descriptor()
        {
            SkipBlanks();
            if (_at < text.Length && text[_at] == '[')
                throw new DataFormatException(name, null, "the array must have plain elements; got records. Save one field of it.");
            return Quoted();
        }

        private string Quoted()
        {
            SkipBlanks();
            if (_at >= text.Length || text[_at] is not ('\'' or '"')) throw Bad(name, $"a quoted word must stand at position {_at}");
            int end = text.IndexOf(text[_at], _at + 1);
            if (end < 0) throw Bad(name, "a quoted word does not end");
            string word = text[(_at + 1)..end];
            if (word.Length > LongestWord || word.Any(char.IsControl)) throw Bad(name, $"the word at position {_at} is neither a key nor an element type");
            _at = end + 1;
            return word;
        }

        private bool Boolean()
        {
            SkipBlanks();
            foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
            {
                if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0) continue;
                _at += word.Length;
                return value;
            }
            throw Bad(name, "fortran_order must be True or False");
        }

        private int[] Tuple()
        {
            List<int> lengths = [];
            Expect('(');
            while (!TryTake(')'))
            {
                SkipBlanks();
                int end = _at;
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                if (!int.TryParse(text.AsSpan(_at, end - _at), NumberStyles.None, CultureInfo.InvariantCulture, out int length))
                    throw Bad(name, $"a length of its shape must be a whole number from 0 to {int.MaxValue}");
                _at = end;
                if (lengths.Count == MostDimensions) throw Bad(name, $"its shape must have at most {MostDimensions} dimensions");
                lengths.Add(length);
                if (!TryTake(','))
                {
                    Expect(')');
                    break;
                }
            }
            return [.. lengths];
        }

        private void Expect(char c)
        {
            if (!TryTake(c)) throw Bad(name, $"'{c}' must stand at position {_at}");
        }

        private bool TryTake(char c)
        {
            SkipBlanks();
            if (_at >= text.Length || text[_at] != c) return false;
            _at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (_at < text.Length && text[_at] is ' ' or '\n' or '\r' or '\t') _at++;
        }
    }
}
