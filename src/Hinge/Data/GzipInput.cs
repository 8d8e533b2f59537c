using System.IO.Compression;

namespace Hinge.Data;

/// <summary>Decompresses gzip, and notices where the compressed data was cut short.</summary>
/// <remarks>
/// <see cref="GZipStream"/> ends without complaint where its input ends, so half a file would pass for the whole. A
/// gzip file may consist of several members, one after the other. So a last member with a known content is put behind
/// the file's: it comes out at the end only if everything before it was whole.
/// </remarks>
internal sealed class GzipInput : ForwardStream
{
    /// <summary>
    /// How many bytes are kept until more comes after them: the seal, and what a decompressor that was cut short
    /// makes of it, so that the reader hears of the cut and not of the nonsense.
    /// </summary>
    private const int HeldBack = 1 << 15;

    private readonly GZipStream _gzip;
    private readonly byte[] _seal;
    private readonly byte[] _buffer = new byte[4 * HeldBack];
    private int _start, _end;
    private bool _isAtEnd;

    public GzipInput(Stream compressed)
    {
        _seal = "Hinge: end of input"u8.ToArray();
        using MemoryStream sealMember = new();
        using (GZipStream gzip = new(sealMember, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(_seal);
        _gzip = new GZipStream(new ChainedStream(compressed, new MemoryStream(sealMember.ToArray())), CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The compressed data is damaged or cut short.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        while (_end - _start <= HeldBack && !_isAtEnd)
            Fill();
        int count = Math.Min(buffer.Length, _end - _start - (_isAtEnd ? _seal.Length : HeldBack));
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _gzip.Dispose();
        base.Dispose(disposing);
    }

    private void Fill()
    {
        if (_end == _buffer.Length)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }
        int read = _gzip.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        if (read > 0) return;
        _isAtEnd = true;
        if (!_buffer.AsSpan(_start.._end).EndsWith(_seal))
            throw new InvalidDataException("its end is missing");
    }
}
