namespace Hinge.Data;

/// <summary>Reads one stream and then another.</summary>
internal sealed class ChainedStream(Stream first, Stream second) : ForwardStream
{
    private bool _isFirstDone;

    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (!_isFirstDone)
        {
            int read = first.Read(buffer);
            if (read > 0) return read;
            _isFirstDone = true;
        }
        return second.Read(buffer);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            first.Dispose();
            second.Dispose();
        }
        base.Dispose(disposing);
    }
}
