namespace Hinge.Data.Numpy;

/// <summary>The content of a file in a zip archive: it may be no longer than allowed, and must have the length and the CRC-32 that the archive states.</summary>
internal sealed class ZipEntryInput(Stream content, long statedLength, uint statedChecksum, long mostLength, string source) : ForwardStream
{
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(Remainder)];

    private uint _checksum = uint.MaxValue;
    private long _length;

    /// <inheritdoc/>
    /// <exception cref="DataFormatException">More comes out than is allowed.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read = content.Read(buffer);
        _length += read;
        if (_length > mostLength)
            throw new DataFormatException(source, null, $"the array must not inflate to more than {mostLength} bytes in an archive of this length. Write the file with numpy.savez, uncompressed, if it is yours.");
        uint checksum = _checksum;
        foreach (byte b in buffer[..read]) checksum = Table[(byte)checksum ^ b] ^ (checksum >> 8);
        _checksum = checksum;
        return read;
    }

    /// <summary>Throws unless all was read, and is what the archive states.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public void RequireEnd()
    {
        if (_length != statedLength || ~_checksum != statedChecksum) throw new InvalidDataException("the length or checksum of an array is not the stated one");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) content.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Of the reflected polynomial of zip (PKWARE's application note, 4.4.7).</summary>
    private static uint Remainder(int b)
    {
        uint remainder = (uint)b;
        for (int bit = 0; bit < 8; bit++) remainder = (remainder & 1) == 0 ? remainder >> 1 : remainder >> 1 ^ 0xEDB88320;
        return remainder;
    }
}
