using System.Diagnostics.CodeAnalysis;

namespace Hinge.Data.SvmLight;

/// <summary>Cuts a stream of UTF-8 text into blocks of whole lines; where it cuts depends on the text alone.</summary>
/// <remarks>Not for several threads at once. What the stream throws is kept as <see cref="Failure"/>, so that the lines before it are read first.</remarks>
internal sealed class Utf8BlockReader(Stream stream, string name, int blockLength)
{
    // The part of a line that followed the last block.
    private byte[] _rest = [];
    private bool _isAtEnd;

    /// <summary>How many lines the blocks read so far have.</summary>
    public long LineCount { get; private set; }

    /// <summary>Why the stream could not be read to its end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>The next block: about as long as was asked for, longer where a line is.</summary>
    /// <param name="buffer">What holds the block: the caller's, replaced by a longer one where it does not suffice.</param>
    /// <param name="text">The block, within the buffer. Only the last block may lack the line feed of its last line.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(scoped ref byte[] buffer, out ReadOnlySpan<byte> text)
    {
        text = [];
        if (_isAtEnd) return false;
        try
        {
            ReadOnlySpan<byte> filled = Fill(ref buffer);
            text = LineCount == 0 ? WithoutByteOrderMark(filled, name) : filled;
        }
        catch (DataFormatException e)
        {
            Stop(e);
        }
        if (text.IsEmpty) return false;
        LineCount += text.Count((byte)'\n') + (text[^1] == '\n' ? 0 : 1);
        return true;
    }

    /// <summary>Reads until the buffer is full and a line ends in it. The rest of the last line is kept for the next block.</summary>
    private ReadOnlySpan<byte> Fill(scoped ref byte[] buffer)
    {
        if (buffer.Length < Math.Max(blockLength, _rest.Length))
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(blockLength, _rest.Length));
        _rest.CopyTo(buffer, 0);
        int searched = 0, filled = _rest.Length;
        while (true)
        {
            filled += ReadUpTo(buffer, filled, out bool isWhole);
            if (isWhole) return buffer.AsSpan(0, filled);
            int cut = buffer.AsSpan(searched, filled - searched).LastIndexOf((byte)'\n') + 1;
            if (cut > 0 || Failure is not null)
            {
                cut += cut > 0 ? searched : 0;
                _rest = buffer.AsSpan(cut, filled - cut).ToArray();
                return buffer.AsSpan(0, cut);
            }
            searched = filled;
            if (buffer.Length > Array.MaxLength / 2)
                throw new DataFormatException(name, LineCount + 1, "the line is longer than a gigabyte. Check that this is a text file.");
            Array.Resize(ref buffer, buffer.Length * 2);
        }
    }

    /// <summary>Reads until the buffer is full, the stream ends (then it is whole), or it fails.</summary>
    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "Kept, and thrown once the lines before it are read.")]
    private int ReadUpTo(byte[] buffer, int filled, out bool isWhole)
    {
        int start = filled;
        isWhole = false;
        try
        {
            while (filled < buffer.Length && !isWhole)
            {
                int read = stream.Read(buffer, filled, buffer.Length - filled);
                filled += read;
                isWhole = _isAtEnd = read == 0;
            }
        }
        catch (Exception e)
        {
            Stop(e);
        }
        return filled - start;
    }

    private void Stop(Exception failure)
    {
        Failure = failure;
        _isAtEnd = true;
    }

    /// <summary>The text of a file's start without its byte-order mark, if it has one.</summary>
    /// <exception cref="DataFormatException">The mark is that of UTF-16.</exception>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> text, string name)
    {
        if (text is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DataFormatException(name, 1, "the text must be UTF-8; this is UTF-16. Convert it, for instance with iconv -f UTF-16 -t UTF-8.");
        return text.StartsWith("\uFEFF"u8) ? text[3..] : text;
    }
}
