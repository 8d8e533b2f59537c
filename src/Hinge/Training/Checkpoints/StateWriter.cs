using System.Buffers.Binary;
using Hinge.Kernels;
using Hinge.Models;
using Hinge.Objectives;

namespace Hinge.Training.Checkpoints;

/// <summary>Saves a state: every number little-endian, of 8 bytes; duals as their length, and then as in a file of duals.</summary>
internal sealed class StateWriter(Stream stream) : StateExchange
{
    /// <inheritdoc/>
    public override void Number(ref long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    /// <inheritdoc/>
    public override void Numbers(Span<double> values) => FileNumbers.Write(stream, values);

    /// <inheritdoc/>
    public override void Duals(DualVariables duals)
    {
        long length = DualFile.PayloadLength(duals);
        Number(ref length);
        DualFile.WriteRows(stream, duals);
    }
}
