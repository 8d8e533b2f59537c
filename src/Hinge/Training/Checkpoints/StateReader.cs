using System.Buffers.Binary;
using Hinge.Kernels;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Checkpoints;

/// <summary>Restores a state that a <see cref="StateWriter"/> saved.</summary>
/// <param name="stream">Stands at the state's first byte.</param>
/// <param name="length">The state's bytes.</param>
internal sealed class StateReader(Stream stream, long length) : StateExchange
{
    private long _left = length;

    /// <inheritdoc/>
    public override bool IsRestoring => true;

    /// <inheritdoc/>
    public override void Number(ref long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        Take(bytes.Length);
        stream.ReadExactly(bytes);
        value = BinaryPrimitives.ReadInt64LittleEndian(bytes);
    }

    /// <inheritdoc/>
    public override void Numbers(Span<double> values)
    {
        Take((long)values.Length * sizeof(double));
        FileNumbers.Read(stream, values);
    }

    /// <inheritdoc/>
    public override void Duals(DualVariables duals)
    {
        long bytes = 0;
        Number(ref bytes);
        if (bytes < 0) throw new ArgumentException($"its duals take {bytes} bytes");
        Take(bytes);
        duals.Clear();
        DualFile.ReadRows(stream, bytes, duals);
    }

    /// <summary>Throws where the checkpoint holds more than was restored.</summary>
    public void RequireEnd()
    {
        if (_left != 0) throw new ArgumentException($"it holds {_left} bytes too many");
    }

    private void Take(long bytes)
    {
        if (bytes > _left) throw new ArgumentException($"its state ends {bytes - _left} bytes too early");
        _left -= bytes;
    }
}
