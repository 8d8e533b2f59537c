namespace Hinge.Data;

/// <summary>Tells how far it has been read.</summary>
/// <param name="stream">What is read, and closed with it.</param>
/// <param name="progress">Told how many bytes so far, after each read.</param>
internal sealed class MeasuredStream(Stream stream, IProgress<long> progress) : ForwardStream
{
    private long _read;

    public override int Read(Span<byte> buffer)
    {
        int read = stream.Read(buffer);
        progress.Report(_read += read);
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) stream.Dispose();
        base.Dispose(disposing);
    }
}
