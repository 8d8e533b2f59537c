using Hinge.Models;

namespace Hinge.Training.Checkpoints;

/// <summary>A checkpoint that is being restored, part by part in the order in which they were saved.</summary>
internal sealed class OpenCheckpoint(string path, TrainingStage stage, FileStream file, long length) : IDisposable
{
    private readonly BufferedStream _stream = new(file, 1 << 16);
    private StateReader? _reader;

    public TrainingStage Stage => stage;

    /// <summary>Restores the next part.</summary>
    /// <exception cref="Data.DataFormatException">The file does not hold it.</exception>
    public void Restore(Action<StateExchange> exchange)
    {
        _reader ??= new StateReader(_stream, length);
        OrDamaged(() => exchange(_reader));
    }

    /// <summary>Restores the last part.</summary>
    /// <exception cref="Data.DataFormatException">The file does not hold it, or holds more.</exception>
    public void RestoreLast(Action<StateExchange> exchange)
    {
        Restore(exchange);
        OrDamaged(_reader!.RequireEnd);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void OrDamaged(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is ArgumentException or EndOfStreamException)
        {
            throw HingeFile.Damaged(path, e.Message);
        }
    }
}
