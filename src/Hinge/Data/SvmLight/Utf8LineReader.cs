namespace Hinge.Data.SvmLight;

/// <summary>Cuts a stream of UTF-8 text into lines, without the line feed that ends them.</summary>
internal sealed class Utf8LineReader(Stream stream, string name)
{
    private byte[] _buffer = new byte[1 << 18];
    private int _start, _end;
    private bool _isAtEnd;

    /// <summary>The number, from 1, of the line read last.</summary>
    public long Number { get; private set; }

    /// <summary>The next line, valid until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            int length = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (length >= 0 || _isAtEnd)
            {
                bool isLast = length < 0;
                length = isLast ? _end - _start : length + searched;
                line = _buffer.AsSpan(_start, length);
                bool found = !isLast || length > 0;
                _start = Math.Min(_end, _start + length + 1);
                if (found && ++Number == 1) line = WithoutByteOrderMark(line);
                return found;
            }
            searched = _end - _start;
            Fill();
        }
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        if (_end == _buffer.Length)
        {
            if (_buffer.Length > Array.MaxLength / 2)
                throw new DataFormatException(name, Number + 1, "the line is longer than a gigabyte. Check that this is a text file.");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        int read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _isAtEnd = read == 0;
        _end += read;
    }

    private ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> line)
    {
        if (line is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DataFormatException(name, 1, "the text must be UTF-8; this is UTF-16. Convert it, for instance with iconv -f UTF-16 -t UTF-8.");
        return line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }
}
